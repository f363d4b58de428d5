"""Cases that are entered for an agency: its desk looks at them, and its people get them."""

from __future__ import annotations

import pytest

from chalicelib.cases.application.assignment import route_case
from chalicelib.cases.application.inbox import InboxQueue, read_inbox
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.permissions import may_see
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden, Invalid
from tests.support.cases import INTAKE, LEADER, OFFICER, change_policy
from tests.support.category_models import FakeCategoryModels
from tests.support.entering import HOTLINE, EntryOffice

DESK = Actor(Role.INTAKE, "i4", "so-xay-dung")
OTHER = Actor(Role.INTAKE, "i7", "so-y-te")
COMMUNE = Actor(Role.INTAKE, "i5", "ubnd-02647")
ABROAD = Actor(Role.INTAKE, "i6", "ubnd-02683")


@pytest.fixture
def entry() -> EntryOffice:
    return EntryOffice()


def waiting(entry: EntryOffice, reader: Actor) -> list[str]:
    page = read_inbox(entry.office.desk, reader, InboxQueue.INTAKE, 100, None)
    return [card.code for card in page.items]


def routed(entry: EntryOffice, case: Case) -> Case:
    route_case(entry.office.desk, FakeCategoryModels(), case.code, "test")
    return entry.office.find(case)


def test_what_an_agency_s_desk_enters_lies_with_it(entry: EntryOffice) -> None:
    """And with the province's; no rule takes it away, however sure. Where it lies sees nothing to
    be done."""
    case = routed(entry, entry.enter(DESK))
    assert (case.state, case.addressed_to) == (State.RECEIVED, "so-xay-dung")
    assert waiting(entry, DESK) == waiting(entry, INTAKE) == [case.code]
    assert waiting(entry, COMMUNE) == waiting(entry, OTHER) == []
    assert not may_see(OTHER, case)
    assert may_see(COMMUNE, case), "it lies there"
    with pytest.raises(Forbidden):
        entry.office.take(case, COMMUNE, commands.Accept())


def test_its_desk_takes_it_in_and_its_people_get_it(entry: EntryOffice) -> None:
    """Without the province's desk: accepted, then given to an officer of the agency."""
    case = entry.office.take(entry.enter(DESK, category="other"), DESK, commands.Accept())
    case = routed(entry, case)
    assert (case.state, case.agency) == (State.ASSIGNED, "so-xay-dung")
    assert case.officer in ("o1", "o2")
    assert waiting(entry, DESK) == waiting(entry, INTAKE) == []
    assert entry.office.take(case, LEADER, commands.Assign("so-xay-dung", "o1")).officer == "o1"


@pytest.mark.parametrize("by", [HOTLINE, INTAKE])
def test_the_province_s_people_may_address_any(entry: EntryOffice, by: Actor) -> None:
    """Also a commune's; left out it lies where it always did."""
    to_commune = entry.enter(by, addressed_to="ubnd-02683")
    assert waiting(entry, ABROAD) == [to_commune.code]
    plain = entry.enter(by)
    assert plain.addressed_to is None
    assert waiting(entry, COMMUNE) == [plain.code]
    assert set(waiting(entry, INTAKE)) == {to_commune.code, plain.code}


@pytest.mark.parametrize(
    ("by", "to", "fault"),
    [
        (HOTLINE, "so-khong-co", "unknown_agency"),
        (HOTLINE, "dien-luc", "external_agency"),
        (DESK, "so-y-te", "not_acceptable"),
        (COMMUNE, "so-y-te", "not_acceptable"),
    ],
)
def test_who_cannot_be_addressed(entry: EntryOffice, by: Actor, to: str, fault: str) -> None:
    """Nothing is written; the field is named."""
    with pytest.raises(Invalid) as caught:
        entry.enter(by, addressed_to=to)
    assert [(one.path, one.code) for one in caught.value.faults] == [(("addressed_to",), fault)]
    assert entry.office.store.cases == {}


def test_what_the_policy_leaves_to_the_province(entry: EntryOffice) -> None:
    """Of a category that desks do not take in nothing lies with them, and nobody can address it."""
    change_policy(entry.office, desk_categories=("sanitation",))
    assert entry.enter(DESK).addressed_to is None
    assert entry.enter(DESK, category="sanitation").addressed_to == "so-xay-dung"
    with pytest.raises(Invalid):
        entry.enter(HOTLINE, addressed_to="so-xay-dung")


def test_what_came_back_lies_with_both_desks(entry: EntryOffice) -> None:
    """Its own and the province's, which may give it to another agency."""
    case = routed(entry, entry.office.take(entry.enter(DESK), DESK, commands.Accept()))
    holder = Actor(Role.OFFICER, str(case.officer), "so-xay-dung")
    case = entry.office.take(case, holder, commands.Return("Nhầm cơ quan."))
    case = routed(entry, case)
    assert (case.state, waiting(entry, DESK)) == (State.ACCEPTED, [case.code])
    moved = entry.office.take(case, INTAKE, commands.Assign("so-y-te", "o3"))
    assert waiting(entry, DESK) == []
    assert OFFICER.agency != moved.agency
    assert moved.timeline[-1].action is Action.ASSIGN
