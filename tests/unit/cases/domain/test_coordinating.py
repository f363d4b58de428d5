"""Co-ordinating agencies: who names them, and what that does to the date."""

from __future__ import annotations

from datetime import datetime

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import ROUTER, Actor, Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.worktime.domain.limits import Limit
from tests.support.actors import central
from tests.support.cases import INTAKE, LEADER, OFFICER, SUPERVISOR, Office

OURS, HEALTH, COMMUNE = "so-xay-dung", "so-y-te", "ubnd-02647"


@pytest.fixture
def office() -> Office:
    return Office()


def assign(*coordinating: str, officer: str = "o1") -> commands.Assign:
    return commands.Assign(OURS, officer, coordinating)


def due(case: Case) -> datetime:
    assert case.due is not None
    return case.due.at


def after(office: Office, days: int, start: datetime) -> datetime:
    return office.directory.calendar().due(Limit(days, "days"), start)


WHO = (
    (INTAKE, True),
    (SUPERVISOR, True),
    (LEADER, False),
    (ROUTER, False),
)
CHANGES = {
    "none named": ((), ("so-y-te",)),
    "one taken away": (("so-y-te",), ()),
    "another": (("so-y-te",), ("ubnd-02647",)),
    "one more": (("so-y-te",), ("so-y-te", "ubnd-02647")),
    "all as before": (("so-y-te", "ubnd-02647"), ("ubnd-02647", "so-y-te")),
    "still none": ((), ()),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("actor", "may"), WHO, ids=lambda one: getattr(one, "role", one))
def test_who_names_them(office: Office, actor: Actor, may: bool, change: str) -> None:
    """Intake and supervisors; whoever else assigns anew leaves them as they are."""
    before, wanted = CHANGES[change]
    case = office.take(office.accepted(), INTAKE, assign(*before))
    command = assign(*wanted, officer="o2")
    if may or set(before) == set(wanted):
        taken = office.take(case, actor, command)
        assert (set(taken.coordinating), taken.officer) == (set(wanted), "o2")
        return
    with pytest.raises(Forbidden) as caught:
        office.take(case, actor, command)
    assert caught.value.code == "coordinating_not_allowed"
    assert office.find(case) == case


def test_the_router_names_them_with_the_first_assignment(office: Office) -> None:
    """As its rule says; afterwards they are people's to change."""
    case = office.take(office.accepted(), ROUTER, assign("so-y-te"))
    assert case.coordinating == ("so-y-te",)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HOTLINE, Role.ADMINISTRATOR, Role.CITIZEN])
def test_nobody_else_assigns_at_all(office: Office, role: Role) -> None:
    """Not the handling officer, and not the centre's other people."""
    case = office.assigned()
    actor = OFFICER if role is Role.OFFICER else central(role, "x1")
    with pytest.raises(Forbidden, match="action_not_allowed"):
        office.take(case, actor, assign(HEALTH))


@pytest.mark.parametrize(("actor", "kept"), [(LEADER, True), (ROUTER, True), (INTAKE, False)])
def test_left_out_they_stay_or_are_none(office: Office, actor: Actor, kept: bool) -> None:
    """A leader names the officer and nothing else; intake says with each assignment who is in."""
    case = office.take(office.accepted(), INTAKE, assign(HEALTH))
    taken = office.take(case, actor, commands.Assign(OURS, "o2"))
    assert taken.coordinating == ((HEALTH,) if kept else ())


def test_the_shorter_date_is_back(office: Office) -> None:
    """Counted from the same start, with the urgency it was taken in with; also by turns."""
    case = office.accepted()
    start, urgency = office.clock.now(), case.urgency
    assert urgency == "on_the_spot"
    for hours in (1, 25):
        office.clock.advance(hours=hours)
        case = office.take(case, INTAKE, assign(HEALTH))
        assert (case.urgency, due(case)) == ("complex", after(office, 10, start))
        case = office.take(case, SUPERVISOR, assign(COMMUNE))
        assert (case.urgency, due(case)) == ("complex", after(office, 10, start))
        case = office.take(case, SUPERVISOR, assign())
        assert (case.urgency, due(case)) == (urgency, after(office, 3, start))
    assert not case.overdue


def test_a_date_that_falls_back_into_the_past_is_late_at_once(office: Office) -> None:
    """From that moment, with a line that says so; what reminds and climbs goes on from there."""
    case = office.take(office.accepted(), INTAKE, assign(HEALTH))
    office.clock.advance(days=6)
    case = office.take(case, INTAKE, assign())
    assert case.overdue
    assert [line.action for line in case.timeline[-2:]] == [Action.ASSIGN, Action.BECOME_OVERDUE]
    assert case.timeline[-1].at == office.clock.now()
    assert office.store.next_at[case.code] > office.clock.now()
    case = office.take(case, INTAKE, assign(HEALTH))
    assert not case.overdue


def test_a_case_that_goes_back_to_the_desk_has_its_own_date(office: Office) -> None:
    """Whoever returns it takes the co-ordinating agencies off, and their days with them."""
    case = office.accepted()
    start = office.clock.now()
    case = office.take(case, INTAKE, assign(HEALTH))
    case = office.take(case, OFFICER, commands.Return("Đường do xã quản lý."))
    assert (case.state, case.coordinating) == (State.ACCEPTED, ())
    assert (case.urgency, due(case)) == ("on_the_spot", after(office, 3, start))


def test_what_was_taken_in_as_complex_stays_so(office: Office) -> None:
    """A statutory procedure is complex without anybody who co-ordinates."""
    case = office.take(office.submit(), INTAKE, commands.Accept(urgency="complex"))
    before = due(case)
    case = office.take(case, INTAKE, assign(HEALTH))
    case = office.take(case, INTAKE, assign())
    assert (case.urgency, due(case)) == ("complex", before)
