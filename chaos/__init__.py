"""Faults on purpose: `make chaos`. It does not ship."""
