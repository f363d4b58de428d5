"""Many things at one instant, on a local cloud of its own: `make load`. It does not ship."""
