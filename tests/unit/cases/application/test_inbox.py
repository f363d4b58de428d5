"""The officers' lists: whose queue shows what, and who may read it."""

from __future__ import annotations

from itertools import product

import pytest

from chalicelib.cases.application.inbox import (
    MOST_COUNTED,
    READERS,
    InboxQueue,
    count_inbox,
    queues_of,
    read_inbox,
)
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden
from chalicelib.worktime.domain.limits import Limit
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR, Office

# Who may read which queue, by the handbook's roles (§2).
ALLOWED = {
    "mine": "intake officer leader supervisor administrator",
    "agency": "intake officer leader supervisor administrator",
    "intake": "intake supervisor administrator",
    "overdue": "intake officer leader supervisor administrator",
    "escalated": "leader supervisor administrator",
    "publication": "intake",
    "extensions": "leader supervisor",
}


@pytest.fixture
def office() -> Office:
    return Office()


def _codes(office: Office, reader: Actor, queue: str, limit: int = 50) -> list[str]:
    found: list[str] = []
    position = None
    while True:
        page = read_inbox(office.desk, reader, InboxQueue(queue), limit, position)
        found += [card.code for card in page.items]
        position = page.position
        if position is None:
            return found


@pytest.mark.parametrize(("queue", "role"), list(product(InboxQueue, Role)))
def test_who_may_read_which_queue(office: Office, queue: InboxQueue, role: Role) -> None:
    """Every role and queue: the list, or a clear refusal."""
    reader = Actor(role, "somebody", "so-xay-dung", province=queue is InboxQueue.PUBLICATION)
    allowed = role.value in ALLOWED[queue.value].split()
    assert (role in READERS[queue]) == allowed
    if allowed:
        assert _codes(office, reader, queue.value) == []
    else:
        with pytest.raises(Forbidden):
            _codes(office, reader, queue.value)


def _late(office: Office, days: float) -> tuple[Case, Case]:
    """A received and an assigned case, that many days later."""
    received, assigned = office.submit(), office.assigned()
    office.clock.advance(days=days)
    for case in (received, assigned):
        let_time_pass(office.desk, case.code, "test")
    return received, assigned


def test_everybody_finds_their_own(office: Office) -> None:
    """The intake desk has what is not taken in, an officer and the agency what is theirs."""
    received, assigned = office.submit(), office.assigned()
    assert _codes(office, INTAKE, "intake") == [received.code]
    assert _codes(office, OFFICER, "mine") == [assigned.code]
    assert _codes(office, LEADER, "agency") == [assigned.code]
    assert _codes(office, ELSEWHERE, "agency") == []


def test_overdue_and_escalated(office: Office) -> None:
    """Past due it is the officer's, the leader's and the province's; a day later escalated."""
    received, assigned = _late(office, 3.5)
    assert _codes(office, OFFICER, "overdue") == [assigned.code]
    assert _codes(office, LEADER, "escalated") == [assigned.code]
    assert set(_codes(office, SUPERVISOR, "overdue")) == {received.code, assigned.code}
    assert _codes(office, SUPERVISOR, "escalated") == []
    office.clock.advance(days=1.5)
    let_time_pass(office.desk, assigned.code, "test")
    assert _codes(office, SUPERVISOR, "escalated") == [assigned.code]


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_the_provinces_overdue_in_pages(office: Office, limit: int) -> None:
    """Page by page nothing is missing and nothing comes twice, whatever the page size."""
    cases = [*_late(office, 7), *_late(office, 7)]
    for case in cases:
        let_time_pass(office.desk, case.code, "test")
    found = _codes(office, SUPERVISOR, "overdue", limit)
    assert len(found) == len(set(found))
    assert set(found) == {case.code for case in cases}


def test_queues_are_counted_as_they_are_read(office: Office) -> None:
    """For each reader the queues that are theirs, with as many cases as the list has."""
    _late(office, days=9)
    office.assigned()
    office.submit()
    for reader in (OFFICER, LEADER, INTAKE, SUPERVISOR, ELSEWHERE):
        counted = count_inbox(office.desk, reader)
        assert counted == {
            queue: len(_codes(office, reader, queue.value)) for queue in queues_of(reader)
        }


def test_beyond_a_hundred_a_queue_has_more(office: Office) -> None:
    """So that counting costs a bounded number of units."""
    for _ in range(MOST_COUNTED + 2):
        office.submit()
    assert count_inbox(office.desk, INTAKE)[InboxQueue.INTAKE] == MOST_COUNTED + 1


DOUBTFUL = "Trước nhà Nguyễn Văn B có đống rác to, bốc mùi."


def test_what_waits_to_be_published_is_the_provinces_desks(office: Office) -> None:
    """From when an agency has it until somebody has looked, answered and closed or not; what is
    private or in no doubt never is."""
    plain = office.assigned()
    hidden = office.assigned(description=DOUBTFUL, visibility="private")
    case = office.accepted(description=DOUBTFUL)
    assert _codes(office, INTAKE, "publication") == []
    assert case.code in _codes(office, INTAKE, "intake")
    office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    assert _codes(office, INTAKE, "publication") == [case.code]
    answered = office.answered(description=DOUBTFUL)
    assert set(_codes(office, INTAKE, "publication")) == {case.code, answered.code}
    assert plain.code not in _codes(office, INTAKE, "publication")
    for one in (case, answered):
        office.take(office.find(one), INTAKE, commands.Publish())
    assert _codes(office, INTAKE, "publication") == []
    office.take(office.find(hidden), CITIZEN, commands.SetVisibility(Visibility.PUBLIC))
    assert _codes(office, INTAKE, "publication") == [hidden.code]
    scoped = Actor(Role.INTAKE, "i9", "so-xay-dung")
    with pytest.raises(Forbidden):
        _codes(office, scoped, "publication")


MORE_TIME = commands.RequestExtension(Limit(2, "days"), "Chờ vật liệu về.")


def test_extensions_wait_for_whoever_decides_them(office: Office) -> None:
    """From the request until the decision: of the agency, and of the province; also beside what is
    escalated."""
    office.in_progress()
    case = office.take(office.in_progress(), OFFICER, MORE_TIME)
    own = Actor(Role.SUPERVISOR, "s9", "so-xay-dung")
    readers = (LEADER, own, SUPERVISOR)
    assert [_codes(office, one, "extensions") for one in readers] == [[case.code]] * 3
    strangers = (Actor(Role.LEADER, "l9", "so-y-te"), Actor(Role.SUPERVISOR, "s8", "so-y-te"))
    assert [_codes(office, one, "extensions") for one in strangers] == [[], []]
    office.clock.advance(days=9)
    let_time_pass(office.desk, case.code, "test")
    assert case.code in _codes(office, SUPERVISOR, "escalated")
    assert _codes(office, SUPERVISOR, "extensions") == [case.code]
    office.take(office.find(case), LEADER, commands.DecideExtension(grant=False))
    assert [_codes(office, one, "extensions") for one in readers] == [[], [], []]


def test_an_extension_that_cannot_be_decided_now_is_in_no_list(office: Office) -> None:
    """While the case waits for its citizen, or for the leader's yes to an answer."""
    case = office.take(office.in_progress(), OFFICER, MORE_TIME)
    asked = office.take(case, OFFICER, commands.RequestInfo("Đoạn nào của con đường?"))
    assert _codes(office, LEADER, "extensions") == []
    case = office.take(asked, CITIZEN, commands.Supplement("Đoạn trước chợ."))
    assert _codes(office, LEADER, "extensions") == [case.code]
    office.take(case, OFFICER, commands.ProposeAnswer("Đã vá xong."))
    assert _codes(office, LEADER, "extensions") == []
