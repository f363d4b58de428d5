"""The campaign counted anew: what visits and accounts say is kept, or is named and mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import boto3
import pytest

from chalicelib.campaign.application.counting import CountDesk, count_accounts, count_events
from chalicelib.campaign.application.ports import VisitBook
from chalicelib.campaign.domain.counts import CountPlace
from chalicelib.campaign.domain.visits import TeamVisit, VisitResult
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.kernel.presence import Presence
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.recount_campaign import recount_campaign, repair_campaign
from tests.support.campaign import COMMUNE, HAMLET, told
from tests.support.clock import NOW
from tests.support.people import claims_of, make_account
from tests.support.samples import product_on_moto

DAY = date(2026, 8, 3)
IDS = [f"01K1QX4F7H2Q9S5D3G8J6K0M{n:02d}" for n in range(3)]


@pytest.fixture
def product() -> Iterator[Services]:
    """Two visits and three accounts, all counted; one account was used."""
    with product_on_moto() as product:
        desk, book = product.get(CountDesk), product.get(VisitBook)
        visits = [visit(0, VisitResult.ABSENT), visit(1, VisitResult.LATER)]
        for event in (told(visits[0]), told(visits[1])):
            assert book.add(event)
            count_events(desk, [event.document(f"upload#{event.id}")])
        for number, id in enumerate(IDS):
            make(product, id, f"+8491200000{number}")
        count_accounts(desk, IDS)
        product.get(Presence).note(IDS[0], NOW, "c-1")
        active = AccountEvent(AccountEventType.ACCOUNT_ACTIVE, NOW, "c-1")
        count_events(desk, [active.document(f"A#{IDS[0]}", 202608)])
        yield product


def visit(number: int, result: VisitResult) -> TeamVisit:
    id = f"visit-{number:04d}"
    return TeamVisit(id, NOW, DAY, COMMUNE, HAMLET, result, "A1", HAMLET, NOW)


def make(product: Services, id: str, phone: str) -> None:
    account = make_account(id, phone)
    made = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
    product.get(AccountStore).create(account, claims_of(account), made)


def lines(product: Services) -> list[str]:
    return list(recount_campaign(product).lines())


def test_what_is_counted_is_what_is_there(product: Services) -> None:
    """And the cells are what was counted."""
    assert lines(product) == []
    cells = product.get(CountDesk).counts.communes(DAY, date(2026, 8, 4))
    assert cells == {
        CountPlace(DAY, COMMUNE): {
            "visit_absent": 1,
            "visit_later": 1,
            "alone": 3,
            "present": 3,
            "active": 1,
        }
    }


def test_a_counter_that_is_wrong_is_named_and_mended(product: Services) -> None:
    """Of a day, a team and a month."""
    counts = product.get(CountDesk).counts
    counts.add_once("upload#wrong", {CountPlace(DAY, COMMUNE): Counter({"visit_absent": 2})})
    assert lines(product) == [
        f"day 2026-08-03, {COMMUNE}: visit_absent -2",
        f"month 2026-08-01, {COMMUNE}: visit_absent -2",
    ]
    repair_campaign(product)
    assert lines(product) == []


def test_accounts_that_were_never_told_are_counted_by_a_repair(product: Services) -> None:
    """Those from before there were counters, who moved, and who is gone."""
    make(product, "01K1QX4F7H2Q9S5D3G8J6K0M09", "+84912000009")
    accounts = product.get(AccountStore)
    moved = accounts.find(IDS[1])
    assert moved
    accounts.save(replace(moved, version=2, commune="02683"))
    table = product.get(Settings).people_table
    boto3.client("dynamodb").delete_item(TableName=table, Key={"id": {"S": f"A#{IDS[2]}"}})
    assert len(lines(product)) > 2
    repair_campaign(product)
    assert lines(product) == []
    present = product.get(CountDesk).counts.base(date(2027, 1, 1)).present
    assert dict(present) == {COMMUNE: 2, "02683": 1}


def test_a_note_that_was_never_counted_is_no_difference(product: Services) -> None:
    """It is on its way; one that is counted twice is named."""
    product.get(Presence).note(IDS[1], NOW, "c-1")
    assert lines(product) == []
    counts = product.get(CountDesk).counts
    counts.add_once("upload#again", {CountPlace(DAY, COMMUNE): Counter({"active": 1})})
    assert lines(product) == ["used in 2026-08: -1"]
