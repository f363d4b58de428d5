"""All open cases, partition by partition of the index that the agencies' lists read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.listing import AT_INTAKE
from chalicelib.cases.application.ports import Queue
from chalicelib.cases.domain.cases import Case


@dataclass(frozen=True)
class OpenPage:
    """Codes of some open cases, and where the next page begins (None: that was the last)."""

    codes: tuple[str, ...]
    position: dict[str, str] | None


def open_cases(desk: CaseDesk, limit: int, position: dict[str, str] | None) -> OpenPage:
    """One page, at most `limit`; the intake desk's first, then each agency's, soonest due first.

    Whoever is assigned anew between two pages may be met twice or not at all.
    """
    parts = _parts(desk)
    part = position["part"] if position else parts[0]
    start = {name: value for name, value in (position or {}).items() if name != "part"}
    found: list[str] = []
    while True:
        room = limit - len(found)
        page = desk.cases.page(Queue.AGENCY, part, limit=room, position=start or None)
        found += (*(card.code for card in page.cards), *page.unreadable)
        following = _after(parts, part)
        if page.position is not None:
            return OpenPage(tuple(found), {**page.position, "part": part})
        if following is None or len(found) == limit:
            return OpenPage(tuple(found), {"part": following} if following else None)
        part, start = following, {}


def open_case(desk: CaseDesk, code: str) -> Case | None:
    """The case of that code, unless it is over by now."""
    case = desk.cases.find(code)
    return case if case is not None and case.is_open else None


def _parts(desk: CaseDesk) -> Sequence[str]:
    return (AT_INTAKE, *sorted(agency.id for agency in desk.directory.agencies()))


def _after(parts: Sequence[str], part: str) -> str | None:
    """The next part in order, also where `part` itself is no longer there."""
    if part == AT_INTAKE:
        return parts[1] if len(parts) > 1 else None
    return next((one for one in parts[1:] if one > part), None)
