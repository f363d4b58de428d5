"""Each instant at which something about a case begins or ends: just before, at it, just after.

The words of docs/handbook.md decide (§3, §4): what must be done *before* an instant is too late at
it; what must be done *within* a time, or *by* a due time, is in time at its last instant; what
comes *after* a time comes at its end, behind whatever somebody does at that very moment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import DomainError
from chalicelib.worktime.domain.deadlines import DeadlineClock
from chalicelib.worktime.domain.limits import Limit
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, Office

MOMENTS = (timedelta(microseconds=-1), timedelta(0), timedelta(microseconds=1))
Begun = Callable[[Office], Case]
Edge = Callable[[Office, Case], datetime]
Asked = Callable[[Office, Case], object]


def _clock(case: Case) -> DeadlineClock:
    assert case.clock is not None
    return case.clock


def _due(_office: Office, case: Case) -> datetime:
    return _clock(case).due_at


def _half(office: Office, case: Case) -> datetime:
    return _clock(case).at_share(50, office.directory.calendar())


def _days(days: int) -> Edge:
    return lambda office, _case: office.clock.now() + timedelta(days=days)


def _return_window(office: Office, case: Case) -> datetime:
    assert case.assigned_at is not None
    return office.directory.calendar().due(Limit(4, "hours"), case.assigned_at)


def _cap(_office: Office, case: Case) -> datetime:
    cap = _clock(case).cap_reached_at
    assert cap is not None
    return cap


def _asked(office: Office) -> Case:
    return office.take(office.in_progress(), OFFICER, commands.RequestInfo("Ở đâu?"))


def _takes(actor: Actor, command: commands.Command) -> Asked:
    """Whether the command is taken: `ok`, or the code of its refusal."""

    def ask(office: Office, case: Case) -> str:
        try:
            office.take(case, actor, command)
        except DomainError as error:
            return error.code
        return "ok"

    return ask


def _on_time(office: Office, case: Case) -> object:
    """Whether the answer counts as on time, and whether the case had become overdue."""
    answered = office.take(case, LEADER, commands.Approve())
    late = any(line.action is Action.BECOME_OVERDUE for line in answered.timeline)
    return answered.timeline[-1].facts["on_time"], late


def _brings(action: Action) -> Asked:
    """Whether the schedule does it."""

    def ask(office: Office, case: Case) -> bool:
        let_time_pass(office.desk, case.code, "test")
        return any(line.action is action for line in office.find(case).timeline)

    return ask


_EXTENSION = commands.RequestExtension(Limit(1, "days"), "Chờ vật tư")
_RETURN = commands.Return("Không thuộc thẩm quyền")
_SUPPLEMENT = commands.Supplement("Ngay trước cổng trường.")
_OK = "ok"


@pytest.mark.parametrize(
    ("begun", "edge", "ask", "answers"),
    [
        pytest.param(
            Office.in_progress,
            _due,
            _takes(OFFICER, _EXTENSION),
            (_OK, "extension_too_late", "extension_too_late"),
            id="an extension is asked before the due time",
        ),
        pytest.param(
            Office.pending_approval,
            _due,
            _on_time,
            ((True, False), (True, False), (False, True)),
            id="done at the due time is on time",
        ),
        pytest.param(
            Office.in_progress,
            _due,
            _brings(Action.BECOME_OVERDUE),
            (False, True, True),
            id="the deadline comes",
        ),
        pytest.param(
            Office.in_progress,
            _half,
            _brings(Action.REMIND),
            (False, True, True),
            id="half of the time is over",
        ),
        pytest.param(
            Office.assigned,
            _return_window,
            _takes(OFFICER, _RETURN),
            (_OK, _OK, "return_window_over"),
            id="a return within four working hours",
        ),
        pytest.param(
            Office.answered,
            _days(14),
            _takes(CITIZEN, commands.Rate(5)),
            (_OK, _OK, "rating_over"),
            id="a rating within fourteen days",
        ),
        pytest.param(
            Office.answered,
            _days(14),
            _takes(CITIZEN, commands.Reopen("Vẫn còn ổ gà")),
            (_OK, _OK, "reopening_over"),
            id="a reopening within fourteen days",
        ),
        pytest.param(
            Office.answered,
            _days(14),
            _brings(Action.CLOSE),
            (False, True, True),
            id="closed by itself after fourteen days",
        ),
        pytest.param(
            _asked,
            _days(10),
            _takes(CITIZEN, _SUPPLEMENT),
            (_OK, _OK, "illegal_transition"),
            id="a reply within ten days",
        ),
        pytest.param(
            _asked,
            _days(10),
            _brings(Action.GIVE_UP_WAITING),
            (False, True, True),
            id="no reply in ten days",
        ),
        pytest.param(
            _asked,
            _cap,
            _brings(Action.CLOCK_RUNS_ON),
            (False, True, True),
            id="the cap is used up",
        ),
    ],
)
def test_the_moments_around_an_instant(
    begun: Begun, edge: Edge, ask: Asked, answers: tuple[object, ...]
) -> None:
    """One microsecond before, at it, one after: three cases that nobody touched meanwhile."""
    found = []
    for moment in MOMENTS:
        office = Office()
        case = begun(office)
        wait = edge(office, case) + moment - office.clock.now()
        office.clock.advance(microseconds=wait / timedelta(microseconds=1))
        found.append(ask(office, case))
    assert tuple(found) == answers


def test_what_falls_on_a_commands_instant_comes_behind_it() -> None:
    """The deadline that a command came before still comes, once, stamped with its instant."""
    office = Office()
    case = office.in_progress()
    office.clock.advance(seconds=(_due(office, case) - office.clock.now()).total_seconds())
    case = office.take(case, OFFICER, commands.RequestInfo("Ở đâu?"))
    case = office.take(case, CITIZEN, _SUPPLEMENT)
    for _ in range(2):
        let_time_pass(office.desk, case.code, "test")
    lines = [line for line in office.find(case).timeline if line.action is Action.BECOME_OVERDUE]
    assert [line.at for line in lines] == [_due(office, case)]


def test_taken_in_at_the_due_time_is_taken_in_on_time() -> None:
    """The intake clock has the same edges as the handling clock."""
    for moment, late in zip(MOMENTS, (False, False, True), strict=True):
        office = Office()
        case = office.submit()
        wait = _due(office, case) + moment - office.clock.now()
        office.clock.advance(microseconds=wait / timedelta(microseconds=1))
        taken = office.take(case, INTAKE, commands.Accept())
        assert any(line.action is Action.BECOME_OVERDUE for line in taken.timeline) is late
