"""How long something may take. Source: docs/handbook.md §3, §4."""

from __future__ import annotations

from typing import Literal

from chalicelib.kernel.frozen import frozen

Unit = Literal["days", "hours"]
_MINUTES: dict[Unit, int] = {"days": 450, "hours": 60}
"""Hours and days compare at 7.5 hours a day (§3, request_extension)."""


@frozen
class Limit:
    """A whole number, at least 1, of working days or working hours."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a limit is at least 1")

    @property
    def minutes(self) -> int:
        """Working minutes, for comparing limits of both units; never for counting a due time."""
        return self.amount * _MINUTES[self.unit]
