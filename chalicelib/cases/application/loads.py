"""How much work officers have, as the router knows it.

Counting costs a query an officer and case. So a count stands for half a minute, and what the router
gives meanwhile is added: a rush of cases goes round as evenly as if each were counted, and what
people do by hand, or another process, is seen with the next count.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

REMEMBERED = timedelta(seconds=30)


class Loads:
    """Open cases by officer; one for each process."""

    def __init__(self) -> None:
        self._counted: dict[str, tuple[int, datetime]] = {}

    def of(self, officer: str, now: datetime, count: Callable[[str], int]) -> int:
        """How many the officer has; counted if that is not remembered."""
        known = self._counted.get(officer)
        if known is None or abs(now - known[1]) >= REMEMBERED:
            known = self._counted[officer] = count(officer), now
        return known[0]

    def give(self, officer: str) -> None:
        """One more."""
        known = self._counted.get(officer)
        if known is not None:
            self._counted[officer] = known[0] + 1, known[1]
