"""Open cases of officers who have left, and parts that they were to write, go on to colleagues.

Begun or not, by the router's own rule, or to the one who is named; where no officer is on duty, to
a leader. It finds nothing left to do where it comes again, and goes on where it was cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.agencies.domain.duty import choose
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.listing import writers_of
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Assign, Command, HandOver
from chalicelib.cases.domain.part_commands import AssignPart
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import ROUTER
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, Stale
from chalicelib.kernel.faults import Work
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.isolation import Isolation

_HANDED_OVER = frozenset(
    {State.ASSIGNED, State.NEEDS_INFO, State.IN_PROGRESS, State.PENDING_APPROVAL}
)


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
    """How many open cases, and parts of cases, went on to somebody who is here. What cannot be read
    keeps no other."""
    moved, isolation = 0, Isolation(desk.cases.faults, Work.SETTLE)
    for code in desk.cases.cases.held_by(left.id):
        with isolation.of(code):
            case = desk.cases.cases.find(code)
            if case is not None and case.state in _HANDED_OVER:
                moved += _go_on(desk, work, case, left.id)
    return moved


def _go_on(desk: HandoverDesk, work: WorkLeft, case: Case, left: str) -> int:
    """How much of one case was theirs, and is somebody else's now."""
    moved = 0
    for command in _commands(desk, work, case, left):
        request = Request(ROUTER, case, command, case.version, work.correlation_id)
        try:
            case = transition(desk.cases, request)
        except (Stale, Conflict):  # somebody else has it in hand
            return moved
        moved += 1
    return moved


def _commands(desk: HandoverDesk, work: WorkLeft, case: Case, left: str) -> Iterator[Command]:
    if case.officer == left and case.agency is not None:
        to = _to_whom(desk, work, case, case.agency)
        if to is not None:
            begun = case.state is not State.ASSIGNED
            yield HandOver(to) if begun else Assign(case.agency, to, case.coordinating)
    for agency, writer in writers_of(case).items():
        to = _to_whom(desk, work, case, agency) if writer == left else None
        if to is not None:
            yield AssignPart(to, agency)


def _to_whom(desk: HandoverDesk, work: WorkLeft, case: Case, agency: str) -> str | None:
    """Who was named, if of that agency; else as the router chooses among those who stay."""
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
