"""How long something may take. Source: docs/handbook.md §4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

_MINUTES = {"hours": 60, "days": 450}
"""One working day is 7.5 working hours."""


@dataclass(frozen=True)
class Limit:
    """A number of working hours or working days."""

    amount: int
    unit: Literal["hours", "days"]

    @property
    def minutes(self) -> int:
        """Working minutes: hours and days compare at 7.5 hours a day."""
        return self.amount * _MINUTES[self.unit]
