"""Cases whose time runs out and that nobody has begun."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Forbidden, NotFound
from chalicelib.kernel.pages import Page, Position
from chalicelib.search.application.at_risk import (
    GONE,
    MOST_LOOKS,
    CaseAtRisk,
    RiskDesk,
    cases_at_risk,
)
from tests.support.case_index import FakeCaseIndex
from tests.support.cases import ELSEWHERE, INTAKE, LEADER, OFFICER, SUPERVISOR, Office
from tests.support.entering import EntryOffice


@pytest.fixture
def office() -> Office:
    return Office()


def page(
    office: Office,
    who: Actor,
    agency: str | None = None,
    limit: int = 20,
    position: Position | None = None,
) -> Page[CaseAtRisk]:
    desk = RiskDesk(office.desk, FakeCaseIndex(office.store))
    return cases_at_risk(desk, who, agency, limit, position)


def found(office: Office, who: Actor, agency: str | None = None) -> list[str]:
    codes, position = [], None
    for _ in range(60):
        read = page(office, who, agency, 20, position)
        codes += [one.card.code for one in read.items]
        position = read.position
        if position is None:
            return codes
    raise AssertionError("no end")


def risk_of(case: Case, office: Office) -> Any:
    assert case.clock
    return case.clock.at_share(GONE, office.directory.calendar(case.clock.calendar))


def test_a_case_is_at_risk_from_the_moment_when_four_fifths_are_gone(office: Office) -> None:
    """Of the working time, exactly; until then it is not."""
    case = office.assigned()
    at = risk_of(case, office)
    left = at - office.clock.now()
    office.clock.advance(seconds=left.total_seconds() - 1)
    assert found(office, LEADER) == []
    office.clock.advance(seconds=1)
    assert found(office, LEADER) == [case.code]
    assert page(office, OFFICER).items[0].since == at


def test_what_was_begun_or_waits_is_not_at_risk(office: Office) -> None:
    """Whatever the time; what nobody has taken in is at risk at the intake desk."""
    office.in_progress()
    waiting = office.assigned()
    office.take(waiting, OFFICER, commands.RequestInfo("Đoạn nào?"))
    unread = office.submit()
    office.clock.advance(days=2)
    assert found(office, LEADER) == []
    assert found(office, INTAKE) == [unread.code]


def test_what_is_overdue_and_not_begun_stands_first(office: Office) -> None:
    """Soonest deadline first."""
    late = office.assigned()
    office.clock.advance(days=7)
    later = office.assigned()
    office.clock.advance(days=7)
    assert found(office, LEADER) == [late.code, later.code]


def test_an_agency_sees_its_own_and_the_centre_all_or_one(office: Office) -> None:
    """Page by page through all queues of the province."""
    own = office.assigned()
    other = office.take(office.accepted(), INTAKE, commands.Assign("so-y-te", "o3"))
    unread = office.submit()
    office.clock.advance(days=12)
    assert found(office, OFFICER) == [own.code]
    assert found(office, ELSEWHERE) == [other.code]
    assert found(office, SUPERVISOR, "so-y-te") == [other.code]
    assert sorted(found(office, SUPERVISOR)) == sorted([own.code, other.code, unread.code])
    with pytest.raises(NotFound):
        page(office, OFFICER, "so-y-te")
    with pytest.raises(Forbidden):
        page(office, Actor(Role.TEAM_MEMBER, "t1", "ubnd-02647"))


def test_a_desk_sees_what_waits_at_it_too(office: Office) -> None:
    """Addressed to its agency, or lying in its commune; its officers and leaders do not."""
    entry = EntryOffice(office)
    addressed = entry.enter(by=INTAKE, addressed_to="so-xay-dung")
    here, elsewhere = office.submit(), office.submit(commune="02683")
    own = office.assigned()
    office.clock.advance(days=12)
    desk = Actor(Role.INTAKE, "i4", "so-xay-dung")
    assert found(office, desk) == [own.code, addressed.code]
    assert found(office, Actor(Role.SUPERVISOR, "s5", "ubnd-02647")) == [here.code]
    assert found(office, LEADER) == [own.code]
    everything = [own.code, addressed.code, here.code, elsewhere.code]
    assert sorted(found(office, INTAKE)) == sorted(everything)
    first = page(office, desk, limit=1)
    assert [one.card.code for one in first.items] == [own.code]
    rest = page(office, desk, limit=1, position=first.position)
    assert [one.card.code for one in rest.items] == [addressed.code]


def test_a_page_looks_so_often_and_no_more(office: Office) -> None:
    """However many agencies have nothing."""
    looks = []
    plain = office.store.page

    def counted(*args: Any, **options: Any) -> Any:
        looks.append(args)
        return plain(*args, **options)

    office.store.page = counted  # type: ignore[method-assign]
    read = page(office, SUPERVISOR)
    assert read.items == ()
    assert read.more
    assert len(looks) == MOST_LOOKS
