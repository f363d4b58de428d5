"""All open cases, partition by partition of the index that the agencies' lists read."""

from __future__ import annotations

from chalicelib.application.cases import CaseDesk
from chalicelib.application.listing import AT_INTAKE
from chalicelib.application.ports.cases import Queue
from chalicelib.domain.cases import Case
from chalicelib.domain.pages import Page, Position, join


def open_cases(desk: CaseDesk, limit: int, position: Position | None) -> Page[str]:
    """Codes, at most `limit`; the intake desk's first, then each agency's, soonest due first.

    Whoever is assigned anew between two pages may be met twice or not at all.
    """
    agencies = sorted(agency.id for agency in desk.directory.agencies())

    def after(part: str) -> str | None:
        """The next agency in order, also where `part` itself is no longer there."""
        return next((one for one in agencies if part == AT_INTAKE or one > part), None)

    def read(part: str, room: int, start: Position | None) -> Page[str]:
        page = desk.cases.page(Queue.AGENCY, part, limit=room, position=start)
        codes = (*(card.code for card in page.items), *page.unreadable)
        return Page(codes, page.end, page.more)

    return join(AT_INTAKE, after, read, limit, position)


def open_case(desk: CaseDesk, code: str) -> Case | None:
    """The case of that code, unless it is over by now."""
    case = desk.cases.find(code)
    return case if case is not None and case.is_open else None
