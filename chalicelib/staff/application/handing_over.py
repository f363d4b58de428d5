"""Open cases of officers who have left go on to colleagues who stay.

Begun or not, by the router's own rule, or to the one who is named; where no officer is on duty, to
a leader. It finds nothing left to do where it comes again, and goes on where it was cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.agencies.domain.duty import choose
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import Queue
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Assign, HandOver
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import ROUTER
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, Stale
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.pages import Position

_HANDED_OVER = frozenset(
    {State.ASSIGNED, State.NEEDS_INFO, State.IN_PROGRESS, State.PENDING_APPROVAL}
)
_PAGE = 50


@dataclass(frozen=True)
class HandoverDesk:
    """What handing over needs."""

    clock: Clock
    directory: Directory
    cases: CaseDesk


@dataclass(frozen=True)
class WorkLeft:
    """To whom it goes, if somebody is named, and who goes too, so that it goes to none of them."""

    correlation_id: str
    to: str | None = None
    leaving: frozenset[str] = frozenset()


def hand_over_cases(desk: HandoverDesk, work: WorkLeft, left: Officer) -> int:
    """How many open cases went on to somebody who is here."""
    moved = 0
    for code in _open_cases(desk, left):
        case = desk.cases.cases.find(code)
        if case is None or case.state not in _HANDED_OVER or case.officer != left.id:
            continue
        to = _to_whom(desk, work, case)
        if to is None or case.agency is None:
            continue
        begun = case.state is not State.ASSIGNED
        given = HandOver(to) if begun else Assign(case.agency, to, case.coordinating)
        request = Request(ROUTER, case, given, case.version, work.correlation_id)
        try:
            transition(desk.cases, request)
        except (Stale, Conflict):  # somebody else has it in hand
            continue
        moved += 1
    return moved


def _to_whom(desk: HandoverDesk, work: WorkLeft, case: Case) -> str | None:
    """Who was named, if of that agency; else as the router chooses among those who stay."""
    agency = case.agency or ""
    taker = desk.directory.officer(work.to) if work.to else None
    if taker is not None and taker.active and taker.agency == agency:
        return taker.id
    now = desk.clock.now()
    staff = [one for one in desk.directory.officers(agency) if one.id not in work.leaving]

    def load(officer: str) -> int:
        return desk.cases.loads.of(officer, now, desk.cases.cases.count_open)

    to = choose(staff, local_date(now), load, case.code)
    if to is not None:
        desk.cases.loads.give(to)
    return to


def _open_cases(desk: HandoverDesk, left: Officer) -> Sequence[str]:
    """Codes of the open cases that are the officer's, all of them before any is moved."""
    codes: list[str] = []
    position: Position | None = None
    while True:
        page = desk.cases.cases.page(Queue.OFFICER, left.id, limit=_PAGE, position=position)
        codes += [card.code for card in page.items if card.state in _HANDED_OVER]
        position = page.end
        if not page.more:
            return codes
