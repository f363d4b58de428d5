"""What a rating says. Source: docs/handbook.md §3 (rate), §8 (satisfaction)."""

from __future__ import annotations

SATISFIED = 3
"""Stars from which a rating counts as satisfied; fewer offer to reopen the case."""
