"""How soon a case must be handled. Source: docs/handbook.md §4."""

from __future__ import annotations

from enum import StrEnum


class Urgency(StrEnum):
    """Urgencies, the shortest limit first."""

    URGENT = "urgent"
    """Danger to life, disaster, epidemic."""
    ON_THE_SPOT = "on_the_spot"
    """Infrastructure, sanitation, security, urban order."""
    ORDINARY = "ordinary"
    COMPLEX = "complex"
    """Several agencies or a statutory procedure."""
