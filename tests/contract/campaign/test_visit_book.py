"""The book of visits: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.campaign.adapters.visits import DynamoVisitBook
from chalicelib.campaign.application.ports import AT_ONCE, HOUSEHOLDS_AT_ONCE, VisitBook
from chalicelib.campaign.domain.teams import Team
from chalicelib.campaign.domain.visits import TeamVisit, VisitResult
from tests.support.campaign import COMMUNE, HAMLET, TEAM, MemoryVisitBook, told
from tests.support.clock import NOW
from tests.support.tables import cloud, make_table

DAY = date(2026, 8, 3)


@pytest.fixture(params=["memory", "moto", "emulator"])
def book(request: pytest.FixtureRequest) -> Iterator[VisitBook]:
    if request.param == "memory":
        yield MemoryVisitBook()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoVisitBook(make_table("CampaignTable"))


def visit(number: int = 0, **changes: Any) -> TeamVisit:
    values: dict[str, Any] = {
        "client_id": f"visit-{number:04d}",
        "at": NOW + timedelta(minutes=number),
        "day": DAY,
        "commune": COMMUNE,
        "hamlet": HAMLET,
        "result": VisitResult.ABSENT,
        "member": "A1",
        "team_hamlet": HAMLET,
        "received_at": NOW,
        **changes,
    }
    return TeamVisit(**values)


def test_a_visit_comes_back_as_it_was_put(book: VisitBook) -> None:
    """And nothing else does."""
    put = visit(phone="k.1", said="visited_before")
    assert book.add(told(put))
    assert book.find(["visit-0000", "visit-0009"]) == {"visit-0000": put}


def test_all_are_written_or_none(book: VisitBook) -> None:
    """As many as go together; one that is there keeps the others out."""
    assert book.add(told(*(visit(n) for n in range(AT_ONCE))))
    more = [visit(n, phone="k.9") for n in range(AT_ONCE - 1, AT_ONCE + 3)]
    assert not book.add(told(*more))
    assert list(book.find([one.client_id for one in more])) == [more[0].client_id]
    assert book.households(["k.9"]) == {}
    assert book.add(told(*(visit(100 + n, phone=f"k.{n}") for n in range(HOUSEHOLDS_AT_ONCE))))


def test_a_household_knows_the_teams_that_were_there(book: VisitBook) -> None:
    """Each once."""
    book.add(told(visit(0, phone="k.1"), visit(1, phone="k.1"), visit(2, phone="k.2")))
    book.add(told(visit(3, phone="k.1", team_hamlet="Thôn Xa")))
    found = book.households(["k.1", "k.2", "k.3"])
    assert {phone: household.teams for phone, household in found.items()} == {
        "k.1": {visit(0).team, visit(0, team_hamlet="Thôn Xa").team},
        "k.2": {visit(0).team},
    }


def test_of_many_who_write_the_same_one_does(book: VisitBook) -> None:
    """At the same moment."""
    same = [visit(n) for n in range(5)]
    with ThreadPoolExecutor(8) as pool:
        added = list(
            pool.map(
                lambda n: book.add(told(*(replace(v, member=f"A{n}") for v in same))), range(8)
            )
        )
    assert added.count(True) == 1
    assert len({one.member for one in book.find([v.client_id for v in same]).values()}) == 1


def test_a_teams_day_is_read_page_by_page(book: VisitBook) -> None:
    """By the devices' time, whatever order they came in; other teams and days are apart."""
    book.add(told(*(visit(n) for n in (3, 1, 2))))
    book.add(told(visit(9, team_hamlet="Thôn Xa"), visit(8, day=DAY + timedelta(days=1))))
    page = book.of_team(TEAM, DAY, 2, None)
    assert [one.client_id for one in page.items] == ["visit-0001", "visit-0002"]
    rest = book.of_team(TEAM, DAY, 2, page.position)
    assert ([one.client_id for one in rest.items], rest.position) == (["visit-0003"], None)
    assert book.of_team(Team("02683", HAMLET), DAY, 2, None).items == ()
