"""The rules of each action that need more than state and role (docs/handbook.md §3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.permissions import allowed_actions
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, DomainError, Forbidden, Invalid, Stale
from chalicelib.worktime.domain.limits import Limit
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR, Office

TEXT = "Đã xử lý xong theo phản ánh của người dân."


@pytest.fixture
def office() -> Office:
    return Office()


def _check_refused(code: str, kind: type[DomainError], act: Callable[[], object]) -> None:
    with pytest.raises(kind) as caught:
        act()
    codes = [fault.code for fault in getattr(caught.value, "faults", ())]
    assert code in (caught.value.code, *codes)


def test_the_whole_way(office: Office) -> None:
    """From the report to the closed case every step is on the timeline with who and whither."""
    case = office.answered()
    case = office.take(case, CITIZEN, commands.Rate(2, "Chưa hài lòng"))
    case = office.take(case, LEADER, commands.Close())
    told = [
        (entry.action.value, entry.actor.role.value, entry.target.value) for entry in case.timeline
    ]
    assert told == [
        ("submit", "citizen", "received"),
        ("accept", "intake", "accepted"),
        ("assign", "intake", "assigned"),
        ("start", "officer", "in_progress"),
        ("propose_answer", "officer", "pending_approval"),
        ("approve", "leader", "answered"),
        ("rate", "citizen", "answered"),
        ("close", "leader", "closed"),
    ]
    assert [entry.version for entry in case.timeline] == list(range(1, 9))


@pytest.mark.parametrize(
    ("stars", "state"), [(1, "answered"), (2, "answered"), (3, "closed"), (5, "closed")]
)
def test_three_stars_or_more_close_the_case(office: Office, stars: int, state: str) -> None:
    """A content citizen's rating closes the case at once; a discontented one may reopen."""
    case = office.take(office.answered(), CITIZEN, commands.Rate(stars))
    assert case.state == state
    assert case.timeline[-1].action == (Action.RATE if state == "answered" else Action.CLOSE)


def test_one_rating_an_answer(office: Office) -> None:
    """A second rating of the same answer is refused; after a new answer there is a new one."""
    case = office.take(office.answered(), CITIZEN, commands.Rate(1))
    _check_refused("already_rated", Conflict, lambda: office.take(case, CITIZEN, commands.Rate(5)))
    case = office.take(case, CITIZEN, commands.Reopen("Chưa vá xong"))
    case = office.take(case, OFFICER, commands.Start())
    case = office.take(case, OFFICER, commands.ProposeAnswer(TEXT))
    case = office.take(case, LEADER, commands.Approve())
    assert office.take(case, CITIZEN, commands.Rate(4)).rating is not None


@pytest.mark.parametrize(
    ("days", "command", "code"),
    [
        (14, commands.Rate(1), None),
        (14.001, commands.Rate(1), "rating_over"),
        (14, commands.Reopen("Vẫn còn ổ gà"), None),
        (14.001, commands.Reopen("Vẫn còn ổ gà"), "reopening_over"),
    ],
)
def test_fourteen_days_from_the_answer(
    office: Office, days: float, command: commands.Command, code: str | None
) -> None:
    """Rating and reopening are open for 14 days from the answer, however early it was closed."""
    case = office.take(office.answered(), LEADER, commands.Close())
    office.clock.advance(days=days)
    if code is None:
        assert office.take(case, CITIZEN, command).version == case.version + 1
    else:
        _check_refused(code, Conflict, lambda: office.take(case, CITIZEN, command))


def test_two_reopenings_at_most(office: Office) -> None:
    """Reopening starts the full limit anew, twice; the third is refused."""
    case = office.answered()
    for number in (1, 2):
        office.clock.advance(days=1)
        case = office.take(case, CITIZEN, commands.Reopen("Vẫn chưa xong"))
        assert case.round.number == number + 1
        assert case.clock is not None
        assert case.clock.due_at == office.directory.calendar().due(
            Limit(3, "days"), office.clock.now()
        )
        case = office.take(case, OFFICER, commands.Start())
        case = office.take(case, OFFICER, commands.ProposeAnswer(TEXT))
        case = office.take(case, LEADER, commands.Approve())
    _check_refused(
        "no_more_reopenings",
        Conflict,
        lambda: office.take(case, CITIZEN, commands.Reopen("Lần ba")),
    )


def test_nobody_approves_the_own_answer(office: Office) -> None:
    """Whoever wrote an answer cannot approve it, whatever the role."""
    case = office.pending_approval()
    author = Actor(Role.LEADER, OFFICER.id, OFFICER.agency)
    _check_refused("own_answer", Forbidden, lambda: office.take(case, author, commands.Approve()))


def test_the_supervisor_stands_in_where_there_is_one_person(office: Office) -> None:
    """In an agency of one person the supervisor acts for its leader; elsewhere not."""
    alone = Actor(Role.OFFICER, "solo", "ubnd-02680")
    case = office.accepted(category="sanitation", commune="02680")
    case = office.take(case, INTAKE, commands.Assign("ubnd-02680", "solo"))
    case = office.take(case, alone, commands.Start())
    case = office.take(case, alone, commands.ProposeAnswer(TEXT))
    assert office.take(case, SUPERVISOR, commands.Approve()).state is State.ANSWERED
    other = office.pending_approval()
    _check_refused(
        "action_not_allowed", Forbidden, lambda: office.take(other, SUPERVISOR, commands.Approve())
    )


def test_other_agencies_keep_their_hands_off(office: Office) -> None:
    """An officer of another agency may do nothing with the case."""
    case = office.assigned()
    assert allowed_actions(ELSEWHERE, case, False) == ()
    _check_refused(
        "action_not_allowed", Forbidden, lambda: office.take(case, ELSEWHERE, commands.Start())
    )


@pytest.mark.parametrize(("hours", "code"), [(4, None), (4.01, "return_window_over")])
def test_returning_within_four_working_hours(
    office: Office, hours: float, code: str | None
) -> None:
    """A wrongly assigned case goes back within 4 working hours and then has no agency."""
    case = office.assigned()
    office.clock.advance(hours=hours if hours <= 3 else hours + 2)
    command = commands.Return("Không thuộc thẩm quyền", "so-y-te")
    if code is not None:
        _check_refused(code, Conflict, lambda: office.take(case, OFFICER, command))
        return
    back = office.take(case, OFFICER, command)
    assert (back.state, back.agency, back.officer) == (State.ACCEPTED, None, None)


def test_the_assignment_after_the_second_return_is_binding(office: Office) -> None:
    """Nobody plays ping-pong with a case: after two returns it stays where it is put."""
    case = office.assigned()
    for _ in range(2):
        case = office.take(case, OFFICER, commands.Return("Không thuộc thẩm quyền"))
        case = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    assert case.binding
    _check_refused(
        "binding_assignment",
        Conflict,
        lambda: office.take(case, OFFICER, commands.Return("Lần ba")),
    )


def test_only_the_centre_binds(office: Office) -> None:
    """A leader assigns within their own agency, never bindingly, never to another."""
    case = office.assigned()
    bind = commands.Assign("so-xay-dung", "o2", binding=True)
    _check_refused("binding_not_allowed", Forbidden, lambda: office.take(case, LEADER, bind))
    away = commands.Assign("so-y-te")
    _check_refused("not_own_agency", Invalid, lambda: office.take(case, LEADER, away))
    assert office.take(case, LEADER, commands.Assign("so-xay-dung", "o2")).officer == "o2"


def test_coordinating_agencies_make_it_complex(office: Office) -> None:
    """Several agencies bring the longer limit, counted from the same start."""
    case = office.accepted()
    start = office.clock.now()
    office.clock.advance(hours=1)
    case = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1", ("so-y-te",)))
    assert case.urgency == "complex"
    assert case.clock is not None
    assert case.clock.due_at == office.directory.calendar().due(Limit(10, "days"), start)


def test_a_question_stops_the_clock(office: Office) -> None:
    """The due time moves by exactly the working time until the citizen's answer."""
    case = office.in_progress()
    assert case.clock is not None
    before, asked = case.clock.due_at, office.clock.now()
    case = office.take(case, OFFICER, commands.RequestInfo("Đoạn nào của con đường?"))
    office.clock.advance(hours=26)
    case = office.take(case, CITIZEN, commands.Supplement("Đoạn trước cổng trường tiểu học."))
    calendar = office.directory.calendar()
    assert case.state is State.IN_PROGRESS
    assert case.clock is not None
    paused = calendar.working_time(asked, office.clock.now())
    assert paused > timedelta(0)
    assert case.clock.due_at == calendar.add_working(before, paused)


@pytest.mark.parametrize(
    ("limit", "code"),
    [(Limit(3, "days"), None), (Limit(22, "hours"), None), (Limit(4, "days"), "longer_than_limit")],
)
def test_an_extension_is_at_most_the_limit_again(
    office: Office, limit: Limit, code: str | None
) -> None:
    """Days and hours compare at 7.5 hours a day; the new date counts from the old due time."""
    case = office.in_progress()
    ask = commands.RequestExtension(limit, "Chờ vật tư")
    if code is not None:
        _check_refused(code, Invalid, lambda: office.take(case, OFFICER, ask))
        return
    assert case.clock is not None
    old = case.clock.due_at
    case = office.take(case, OFFICER, ask)
    case = office.take(case, LEADER, commands.DecideExtension(True))
    assert case.clock is not None
    assert case.clock.due_at == office.directory.calendar().extended(old, limit)


def test_two_requests_one_grant(office: Office) -> None:
    """A refused request may be repeated once; after a grant there is no other."""
    ask = commands.RequestExtension(Limit(1, "days"), "Chờ vật tư")
    case = office.take(office.in_progress(), OFFICER, ask)
    _check_refused("extension_open", Conflict, lambda: office.take(case, OFFICER, ask))
    case = office.take(case, LEADER, commands.DecideExtension(False, "Chưa cần"))
    case = office.take(case, OFFICER, ask)
    case = office.take(case, LEADER, commands.DecideExtension(True))
    _check_refused("no_more_extensions", Conflict, lambda: office.take(case, OFFICER, ask))
    _check_refused(
        "no_extension_asked",
        Conflict,
        lambda: office.take(case, LEADER, commands.DecideExtension(True)),
    )


def test_extensions_are_asked_in_time_and_may_be_granted_late(office: Office) -> None:
    """After the due time nobody asks any more, but an open request can still be granted."""
    asked = office.take(
        office.in_progress(), OFFICER, commands.RequestExtension(Limit(3, "days"), "Mưa lớn")
    )
    late = office.in_progress()
    office.clock.advance(days=4)
    granted = office.take(asked, LEADER, commands.DecideExtension(True))
    assert not granted.overdue
    ask = commands.RequestExtension(Limit(1, "days"), "Mưa lớn")
    _check_refused("extension_too_late", Conflict, lambda: office.take(late, OFFICER, ask))


def test_evidence_where_the_category_demands_it(office: Office) -> None:
    """An answer about construction order needs a photo or a document."""
    case = office.accepted(category="construction")
    case = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    case = office.take(case, OFFICER, commands.Start())
    answer = commands.ProposeAnswer(TEXT)
    _check_refused("evidence_required", Invalid, lambda: office.take(case, OFFICER, answer))


def test_a_duplicate_needs_a_living_parent(office: Office) -> None:
    """The parent is public or the same citizen's, and itself neither duplicate nor dead."""
    parent, child = office.submit(), office.submit(reporter="account-9")
    private = office.submit(visibility="private", reporter="account-8")
    rejected = office.take(office.submit(), INTAKE, commands.Reject("spam", "Quảng cáo"))
    for wrong in (child.code, private.code, rejected.code, "LC-260803-00000"):
        mark = commands.MarkDuplicate(wrong)
        _check_refused("not_a_parent", Invalid, lambda mark=mark: office.take(child, INTAKE, mark))
    marked = office.take(child, INTAKE, commands.MarkDuplicate(parent.code))
    assert (marked.state, marked.duplicate_of) == (State.DUPLICATE, parent.code)
    grandchild = office.submit()
    mark = commands.MarkDuplicate(child.code)
    _check_refused("not_a_parent", Invalid, lambda: office.take(grandchild, INTAKE, mark))


def test_time_as_a_duplicate_does_not_count(office: Office) -> None:
    """Taken back, the due time has moved by the working time spent as a duplicate."""
    parent, case = office.submit(), office.submit()
    assert case.clock is not None
    before, marked_at = case.clock.due_at, office.clock.now()
    case = office.take(case, INTAKE, commands.MarkDuplicate(parent.code))
    office.clock.advance(hours=2)
    case = office.take(case, INTAKE, commands.UnmarkDuplicate())
    calendar = office.directory.calendar()
    gone = calendar.working_time(marked_at, office.clock.now())
    assert case.clock is not None
    assert (case.state, case.clock.due_at) == (State.RECEIVED, calendar.add_working(before, gone))


def test_a_stale_version_changes_nothing(office: Office) -> None:
    """Whoever acts on a version that is no longer the newest is refused."""
    case = office.submit()
    office.take(case, INTAKE, commands.Accept())
    reject = commands.Reject("spam", "Quảng cáo")
    _check_refused("stale_version", Stale, lambda: office.take(case, INTAKE, reject, version=1))
    assert office.find(case).state is State.ACCEPTED


def test_changing_the_category_brings_its_urgency(office: Office) -> None:
    """Another category without a named urgency brings its own limit, but urgent stays urgent."""
    case = office.take(office.submit(), INTAKE, commands.Accept(category="land"))
    assert case.urgency == "ordinary"
    urgent = office.take(office.submit(urgent=True), INTAKE, commands.Accept(category="land"))
    assert urgent.urgency == "urgent"


def test_the_reason_of_a_rejection_is_from_the_list(office: Office) -> None:
    """A reason that is not on the policy's list is refused with the list."""
    case = office.submit()
    _check_refused(
        "not_one_of", Invalid, lambda: office.take(case, INTAKE, commands.Reject("no", "Không"))
    )


def test_withdrawing(office: Office) -> None:
    """Until work begins the citizen takes the case back; then it is over."""
    case = office.take(office.assigned(), CITIZEN, commands.Withdraw())
    assert case.state is State.WITHDRAWN
    busy = office.in_progress()
    _check_refused(
        "illegal_transition", Conflict, lambda: office.take(busy, CITIZEN, commands.Withdraw())
    )


def _everything(case: Case) -> set[str]:
    return {action.value for action in allowed_actions(OFFICER, case, False)}


def test_allowed_actions_leave_out_what_a_rule_refuses(office: Office) -> None:
    """What is offered to a reader can be done: no return of a binding assignment, and so on."""
    case = office.accepted()
    free = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    assert "return" in _everything(free)
    case = office.accepted()
    bound = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1", binding=True))
    words = {"note", "comment", "refer"}
    assert _everything(bound) == {"start", "request_info", "mark_duplicate", "snooze", *words}


def test_co_ordinating_agencies_leave_an_urgent_case_urgent() -> None:
    """Its limit becomes that of a complex case; its messages still know no quiet hours."""
    office = Office()
    case = office.take(office.submit(urgent=True), INTAKE, commands.Accept())
    assign = commands.Assign("so-xay-dung", "o1", coordinating=("so-y-te",))
    case = office.take(case, INTAKE, assign)
    assert (case.urgency, case.is_urgent) == ("complex", True)
    assert office.store.events[-1]["urgent"] is True
    calmed = office.submit(urgent=True)
    assert not office.take(calmed, INTAKE, commands.Accept(urgency="ordinary")).is_urgent
