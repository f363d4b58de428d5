"""Cases by where and when they were sent in: under which keys, and the port that reads them.

A place is a square of about 550 m, or the commune where nothing nearer was said: coarser than what
anybody is shown of a public case.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.cases.application.ports import Card
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.pages import Page, Position, join

SQUARE = 0.005
"""Degrees along a side: 554 m to the north, 512 m to the east in these provinces."""
MONTHS = 12
"""How far back the last cases are looked for."""


class CaseIndex(Protocol):
    """Codes of cases, found without their documents; and the documents of some."""

    def at(self, place: str, since: datetime, limit: int) -> Sequence[str]:
        """Sent in from there since that instant (UTC), the newest first, at most `limit`: one
        query."""
        ...

    def of_month(self, month: str, limit: int, position: Position | None) -> Page[str]:
        """Sent in during that local month (2026-08), the newest first: one query."""
        ...

    def read(self, codes: Sequence[str]) -> tuple[Sequence[Case], Sequence[str]]:
        """Those of these cases (at most 100) that are there, in this order, and the codes of those
        that cannot be read: one batch."""
        ...

    def cards(self, codes: Sequence[str]) -> tuple[Sequence[Card], Sequence[str]]:
        """The same of what lists show of them."""
        ...


def place_of_case(case: Case) -> str:
    """Where it stands in the index."""
    return square_of(*case.location) if case.location else case.commune


def square_of(lat: float, lon: float) -> str:
    """The square in which a point (degrees) lies."""
    return f"{math.floor(lat / SQUARE)},{math.floor(lon / SQUARE)}"


def squares_around(lat: float, lon: float, reach: float) -> tuple[str, ...]:
    """The squares within `reach` degrees to each side, at most half a square (near a pole it would
    be more): four at most, the point's own first."""
    reach = min(reach, SQUARE / 2)
    corners = ((lat + up, lon + aside) for up in (0, -reach, reach) for aside in (0, -reach, reach))
    return tuple(dict.fromkeys(square_of(*corner) for corner in corners))


def month_of(at: datetime) -> str:
    """The local month of an instant."""
    return local_date(at).isoformat()[:7]


def last_cases(index: CaseIndex, now: datetime, limit: int, position: Position | None) -> Page[str]:
    """Codes of the cases sent in last, the newest first, month by month for a year."""
    months = tuple(_months_before(local_date(now)))

    def after(month: str) -> str | None:
        return next((one for one in months if one < month), None)

    return join(months[0], after, index.of_month, limit, position)


def _months_before(day: date) -> Iterable[str]:
    for _ in range(MONTHS):
        yield day.isoformat()[:7]
        day = day.replace(day=1) - timedelta(days=1)
