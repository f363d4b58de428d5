"""How long the audit is kept. Source: docs/handbook.md §7."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

LEAST_MONTHS = 3
"""What security level 3 asks for."""


@dataclass(frozen=True)
class AuditPolicy:
    """One version of it."""

    version: int
    valid_from: date
    source: str
    months_kept: int

    def kept_until(self, day: date) -> date:
        """The first local day on which the lines of that day may be gone."""
        return _months_later(day, self.months_kept)

    def kept_since(self, today: date) -> date:
        """The first local day of which every line must still be there."""
        day = _months_later(today, -self.months_kept)
        while self.kept_until(day) <= today:
            day += timedelta(days=1)
        return day


def _months_later(day: date, months: int) -> date:
    """The same day of that month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
