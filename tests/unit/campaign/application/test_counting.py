"""Counters are exact, however often, late or at once they are told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.campaign.application.counting import count_accounts, count_events
from chalicelib.campaign.application.membership import find_member
from chalicelib.campaign.application.visits import send_visits
from chalicelib.campaign.domain.counts import CountPlace, Measure
from chalicelib.campaign.domain.visits import VisitEntry
from chalicelib.identity.application.accounts import change_account
from chalicelib.identity.domain.accounts import Particulars
from chalicelib.kernel.instants import wire
from tests.support.campaign import COMMUNE, HAMLET, TEAM, Campaign, enlist
from tests.support.clock import NOW
from tests.support.directory import LAO_CAI
from tests.support.imports import Imports
from tests.support.people import PHONE, People, make_account

DAY = date(2026, 8, 3)
PLACE = CountPlace(DAY, COMMUNE)


@pytest.fixture
def campaign() -> Campaign:
    campaign = Campaign(People(), Imports())
    campaign.people.accounts.store.put(make_account("A1", PHONE))
    enlist(campaign.imports, PHONE)
    return campaign


def visit(campaign: Campaign, *results: str, first: int = 0, at: str = wire(NOW)) -> None:
    entries = [
        VisitEntry(f"visit-{first + number:04d}", at, HAMLET, result)
        for number, result in enumerate(results)
    ]
    member = find_member(campaign.membership_desk, "A1")
    send_visits(campaign.visit_desk, member, entries, "c-1")


def test_visits_count_by_result_for_commune_and_team(campaign: Campaign) -> None:
    """On the day of the device's time, told as often as it may be."""
    visit(campaign, "absent", "absent", "account_made")
    visit(campaign, "later", first=10, at=wire(NOW - timedelta(days=2)))
    for _ in range(3):
        campaign.count()
    expected = {"visit_absent": 2, "visit_account_made": 1}
    assert campaign.counts.cells[PLACE] == expected
    assert campaign.counts.cells[CountPlace(DAY, COMMUNE, TEAM, HAMLET)] == expected
    assert campaign.counts.cells[CountPlace(date(2026, 8, 1), COMMUNE)] == {"visit_later": 1}


def test_two_workers_at_the_same_letters_count_once(campaign: Campaign) -> None:
    """As a queue may deliver twice at one moment."""
    visit(campaign, *["absent"] * 200)
    events = [*campaign.book.events, *campaign.people.accounts.store.events]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: count_events(campaign.count_desk, events), range(8)))
    assert campaign.counts.cells[PLACE]["visit_absent"] == 200


def test_an_account_counts_where_it_is(campaign: Campaign) -> None:
    """Made once; who moves is counted where they went."""
    for _ in range(2):
        count_accounts(campaign.count_desk, ["A1"])
    made = {Measure.ALONE: 1, Measure.PRESENT: 1}
    assert campaign.counts.cells[PLACE] == made
    account = campaign.people.accounts.find("A1")
    assert account
    later = replace(account, version=2, commune="02683", updated_at=NOW + timedelta(days=1))
    campaign.people.accounts.save(later)
    for _ in range(2):
        count_accounts(campaign.count_desk, ["A1"])
    tomorrow = DAY + timedelta(days=1)
    assert campaign.counts.cells[PLACE] == made
    assert campaign.counts.cells[CountPlace(tomorrow, COMMUNE)] == {Measure.PRESENT: -1}
    assert campaign.counts.cells[CountPlace(tomorrow, "02683")] == {Measure.PRESENT: 1}


def test_an_erased_account_leaves_what_is_there_and_stays_in_what_was_made(
    campaign: Campaign,
) -> None:
    """Told twice, and of one that was never counted nothing."""
    count_accounts(campaign.count_desk, ["A1"])
    campaign.people.accounts.store.forget("A1")
    for _ in range(2):
        count_accounts(campaign.count_desk, ["A1", "A9"])
    assert campaign.counts.cells[PLACE] == {Measure.ALONE: 1, Measure.PRESENT: 0}
    assert "A9" not in campaign.counts.accounts


def test_a_move_is_told(campaign: Campaign) -> None:
    """By the change itself, and only where the commune is another one."""
    desk = campaign.people.account_desk
    store = campaign.people.accounts.store
    change_account(desk, "A1", Particulars(full_name="Lù Thị Mây"), "c-1")
    assert store.events == []
    account = store.find("A1")
    assert account
    store.put(replace(account, version=account.version + 1, commune="02683"))
    change_account(desk, "A1", Particulars(commune=COMMUNE), "c-1")
    assert [event["type"] for event in store.events] == ["account.moved"]


@pytest.mark.parametrize("told", [set(), {0}, {1}, {0, 1}, {0, 1, 2}])
def test_whatever_was_told_late_an_account_counts_where_it_was(
    campaign: Campaign, told: set[int]
) -> None:
    """Made in one commune, moved to a second and a third on later days, and changed otherwise
    after that: letters of some of it come at the very end."""
    people = campaign.people
    desk = replace(people.account_desk, communes=LAO_CAI.gazetteer)
    for number, commune in enumerate((COMMUNE, "02683", "02671")):
        if number:
            people.clock.advance(days=1)
            change_account(desk, "A1", Particulars(commune=commune), "c-1")
        if number in told:
            count_accounts(campaign.count_desk, ["A1"])
    people.clock.advance(days=3)
    change_account(desk, "A1", Particulars(full_name="Lù Thị Mây"), "c-1")
    for _ in range(2):
        count_accounts(campaign.count_desk, ["A1"])
    cells = {place: dict(+cell) or dict(cell) for place, cell in campaign.counts.cells.items()}
    second, third = DAY + timedelta(days=1), DAY + timedelta(days=2)
    assert {place: cell for place, cell in cells.items() if any(cell.values())} == {
        PLACE: {Measure.ALONE: 1, Measure.PRESENT: 1},
        CountPlace(second, COMMUNE): {Measure.PRESENT: -1},
        CountPlace(second, "02683"): {Measure.PRESENT: 1},
        CountPlace(third, "02683"): {Measure.PRESENT: -1},
        CountPlace(third, "02671"): {Measure.PRESENT: 1},
    }


def test_a_household_knows_since_when_it_has_an_account(campaign: Campaign) -> None:
    """So that the next team is told."""
    campaign.people.accounts.store.put(make_account("A2", "+84912000001"))
    count_accounts(campaign.count_desk, ["A2"])
    member = find_member(campaign.membership_desk, "A1")
    entry = VisitEntry("visit-of-two", wire(NOW), HAMLET, "account_made", "0912000001")
    (answer,) = send_visits(campaign.visit_desk, member, [entry], "c-1")
    assert answer.code == "account_made_by_another"
