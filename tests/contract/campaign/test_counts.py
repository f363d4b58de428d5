"""Counters and targets: what the fakes promise, DynamoDB keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import boto3
import pytest

from bench.capacity import item_size, read_units
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.campaign.adapters.count_updates import key_of
from chalicelib.campaign.adapters.counts import DynamoCounts
from chalicelib.campaign.adapters.official_book import DynamoOfficialBook
from chalicelib.campaign.adapters.targets import REACH, DynamoTargets
from chalicelib.campaign.adapters.visits import DynamoVisitBook
from chalicelib.campaign.application.activity import make_activity
from chalicelib.campaign.application.launch import LaunchBoard
from chalicelib.campaign.application.ports import (
    AccountStep,
    CountStore,
    OfficialBook,
    TargetStore,
    VisitBook,
)
from chalicelib.campaign.application.reach import ReachDesk, make_reach
from chalicelib.campaign.domain.counts import AccountCount, CountPlace, Help, gone, moved
from chalicelib.campaign.domain.officials import OfficialCount
from chalicelib.campaign.domain.reach import Listed
from chalicelib.campaign.domain.targets import CommuneTarget, Targets
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import local_midnight
from tests.contract.campaign.test_visit_book import visit
from tests.support.campaign import (
    HAMLET,
    TEAM,
    MemoryCounts,
    MemoryOfficialBook,
    MemoryVisitBook,
    told,
)
from tests.support.clock import NOW, FakeClock
from tests.support.directory import LAO_CAI
from tests.support.imports import ADMINISTRATOR
from tests.support.tables import cloud, make_table

DAY, AFTER = date(2026, 8, 3), date(2026, 8, 4)
PLACE = CountPlace(DAY, "02647")
OF_TEAM = CountPlace(DAY, "02647", TEAM, HAMLET)
SET = AuditEvent(AuditKind.TARGETS_SET, NOW, ADMINISTRATOR, "c-1")
UPLOAD = "upload#01K1QX4F7H2Q9S5D3G8J6K0M1N"


Stores = tuple[CountStore, VisitBook, TargetStore, OfficialBook]


@pytest.fixture(params=["memory", "moto", "emulator"])
def stores(
    request: pytest.FixtureRequest,
) -> Iterator[tuple[CountStore, VisitBook, TargetStore, OfficialBook]]:
    if request.param == "memory":
        book = MemoryVisitBook()
        counts = MemoryCounts(book)
        yield counts, book, counts.targets, MemoryOfficialBook()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        table = make_table("CampaignTable")
        counts, book = DynamoCounts(table), DynamoVisitBook(table)
        yield counts, book, DynamoTargets(table), DynamoOfficialBook(table)


def step(id: str = "A1", before: AccountCount | None = None, **changes: Any) -> AccountStep:
    helped = Help("A2", TEAM, HAMLET)
    after = AccountCount(1, ((DAY, "02647"),), helped, phone=f"k.{id}")
    return replace(AccountStep(id, before, after), **changes)


def present(counts: CountStore, since: date = DAY, until: date = AFTER) -> Any:
    return {
        p: {m: n for m, n in cell.items() if n} for p, cell in counts.communes(since, until).items()
    }


def test_what_an_upload_tells_is_added_once(stores: Any) -> None:
    """However many try at once."""
    counts = stores[0]
    cells = {PLACE: Counter({"visit_absent": 2}), OF_TEAM: Counter({"visit_absent": 2})}
    with ThreadPoolExecutor(6) as pool:
        added = list(pool.map(lambda _: counts.add_once(UPLOAD, cells), range(6)))
    assert added.count(True) == 1
    assert present(counts) == {PLACE: {"visit_absent": 2}}
    assert counts.teams("02647", DAY, AFTER) == {OF_TEAM: {"visit_absent": 2}}
    assert counts.teams("02683", DAY, AFTER) == {}


@pytest.mark.parametrize("stores", ["moto", "emulator"], indirect=True)
def test_what_is_counted_is_not_told_again(stores: Any) -> None:
    """The stream carries each event once: marking the item takes it away."""
    counts, book, *_ = stores
    event = told(visit())
    assert book.add(event)
    subject = f"upload#{event.id}"
    key = {"pk": {"S": subject}, "sk": {"S": "counts"}}
    client = boto3.client("dynamodb")
    assert "event" in client.get_item(TableName=counts._table, Key=key)["Item"]
    assert counts.add_once(subject, {PLACE: Counter({"visit_absent": 1})})
    item = client.get_item(TableName=counts._table, Key=key)["Item"]
    assert item.keys() == {"pk", "sk", "counted", "expires"}


def test_counters_of_many_add_up(stores: Any) -> None:
    """At the same moment, on the same cell."""
    counts = stores[0]
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda n: counts.add_once(f"{UPLOAD[:-2]}{n:02d}", {PLACE: Counter({"alone": 1})}),
                range(12),
            )
        )
    assert present(counts) == {PLACE: {"alone": 12}}


def test_days_are_read_from_the_first_to_before_the_last(stores: Any) -> None:
    """Cells of other days are not."""
    counts = stores[0]
    for n in range(4):
        place = CountPlace(DAY + timedelta(days=n), "02647")
        counts.add_once(f"{UPLOAD[:-1]}{n}", {place: Counter({"alone": n + 1})})
    found = present(counts, DAY + timedelta(days=1), DAY + timedelta(days=3))
    assert sorted(cell["alone"] for cell in found.values()) == [2, 3]


def test_an_account_steps_from_what_it_was(stores: Any) -> None:
    """A step that begins with something else is refused, and nothing of the others is done."""
    counts, book, *_ = stores
    first = step()
    assert counts.take([first])
    assert not counts.take([step("A7"), first])
    assert counts.counted(["A1", "A7"]) == {"A1": first.after}
    assert present(counts) == {PLACE: {"assisted": 1, "present": 1}}
    later = moved(first.after, 2, AFTER, "02683")
    assert counts.take([AccountStep("A1", first.after, later)])
    assert present(counts, AFTER, AFTER + timedelta(days=1)) == {
        CountPlace(AFTER, "02647"): {"present": -1},
        CountPlace(AFTER, "02683"): {"present": 1},
    }
    (household,) = book.households(["k.A1"]).values()
    assert (household.account_since, household.helper) == (local_midnight(DAY), "A2")


def test_who_is_gone_is_known_no_more(stores: Any) -> None:
    """Unless another account is known by the same meanwhile."""
    counts = stores[0]
    first = step()
    counts.take([first, step("A5")])
    assert counts.have_accounts(["k.A1", "k.A5", "k.A7"]) == {"k.A1", "k.A5"}
    assert counts.take([AccountStep("A1", first.after, gone(first.after, AFTER))])
    assert counts.have_accounts(["k.A1", "k.A5"]) == {"k.A5"}


def test_officials_are_counted_over_the_version_before(stores: Any) -> None:
    """And found by the hashes of their lists."""
    book = stores[3]
    first = OfficialCount("so-y-te", 1, 9, 2, NOW)
    assert (book.all(), book.find("so-y-te")) == ({}, None)
    assert book.put(first)
    assert not book.put(first)
    assert book.put(replace(first, version=2, reached=3))
    assert book.find("so-y-te") == book.all()["so-y-te"] == replace(first, version=2, reached=3)
    book.place("so-y-te", ["k.1", "k.2", "k.1"])
    book.place("so-xay-dung", ["k.2"])
    assert book.agencies_of(["k.1", "k.2", "k.3"]) == {"so-y-te", "so-xay-dung"}
    assert book.agencies_of(["k.3"]) == frozenset()


def test_who_was_there_before_a_month(stores: Any) -> None:
    """By commune, without that month's own."""
    counts = stores[0]
    for number, day in enumerate((date(2026, 6, 30), date(2026, 7, 1), DAY)):
        after = AccountCount(1, ((day, "02647"),))
        counts.take([step(f"A{number}", after=after)])
    assert dict(counts.base(date(2026, 8, 1)).present) == {"02647": 2}
    assert dict(counts.base(date(2026, 7, 1)).present) == {"02647": 1}


def test_lists_and_targets_are_read_with_it(stores: Any) -> None:
    """An older list changes nothing; targets are written over the version before only."""
    counts, _, targets, _ = stores
    counts.keep_list("02647", {"Tổ 1": 3, "Tổ 2": 4}, NOW)
    counts.keep_list("02647", {"Tổ 1": 9}, NOW - timedelta(days=1))
    first = Targets(1, (CommuneTarget("02647", {AFTER: 80}),))
    assert targets.find() == Targets()
    assert targets.put(first, SET)
    assert not targets.put(first, SET)
    assert targets.put(replace(first, version=2), SET)
    base = counts.base(date(2026, 8, 1))
    assert (base.lists, base.targets) == ({"02647": Listed(7, NOW)}, replace(first, version=2))
    assert counts.listed_in("02647") == {"Tổ 1": Listed(3, NOW), "Tổ 2": Listed(4, NOW)}
    assert counts.listed_in("02683") == {}


SIZES = (1_000, 800_000)
BOSS = Actor(Role.SUPERVISOR, "s1", "so-khcn", province=True)
ASKED: Mapping[str, Any] = {
    **{
        level: lambda desk, level=level: make_reach(
            desk, BOSS, date(2026, 8, 1), date(2026, 8, 31), level, "02647"
        )
        for level in ("province", "commune", "hamlet", "team")
    },
    "all communes": lambda desk: make_reach(
        desk, BOSS, date(2026, 8, 1), date(2026, 8, 31), "commune", None
    ),
    "activity": lambda desk: make_activity(desk, BOSS, date(2026, 8, 1)),
    "launch": lambda desk: LaunchBoard(desk.clock, desk.counts).numbers(),
}


def spent(made: int) -> dict[str, tuple[int, int]]:
    """Calls and read units of each report, with so many accounts: cells of two days of some
    communes and of a team, a list, targets."""
    with cloud(None):
        table = make_table("CampaignTable")
        counts, codes = DynamoCounts(table), [one.code for one in LAO_CAI.gazetteer.communes()][:20]
        targets, clock = DynamoTargets(table), FakeClock()
        clock.advance(days=28)
        counts.keep_list("02647", {HAMLET: made}, NOW)
        wanted = tuple(CommuneTarget(code, {AFTER: made}) for code in codes)
        targets.put(Targets(1, wanted), SET)
        each = made // len(codes) // 2
        cell = {one: {"N": str(each)} for one in ("alone", "present", "active", "visit_absent")}
        days = ["2026-08-01", "2026-08-02"]
        keys = [(REACH, f"d#{day}#{code}") for day in days for code in codes]
        keys += [(REACH, f"m#2026-08#{code}") for code in codes]
        of_team = {"team": {"S": HAMLET}, "hamlet": {"S": HAMLET}}
        items = [{**key_of(*key), **cell} for key in keys]
        items += [
            {**key_of(f"{REACH}#02647", f"d#{day}#{HAMLET}#{HAMLET}"), **cell, **of_team}
            for day in days
        ]
        for start in range(0, len(items), 25):
            puts = [{"PutRequest": {"Item": one}} for one in items[start : start + 25]]
            counts._client.batch_write_item(RequestItems={table: puts})
        desk, found = ReachDesk(clock, counts, targets, LAO_CAI.gazetteer), {}
        for name, ask in ASKED.items():
            with counted_reads(counts._client) as reads:
                ask(desk)
            found[name] = len(reads), sum(read_units(n, consistent=False) for n in reads)
        return found


@contextmanager
def counted_reads(client: Any) -> Iterator[list[int]]:
    """How many bytes each call reads."""
    reads: list[int] = []

    def after(parsed: Any, **_: Any) -> None:
        items = parsed.get("Items") or [parsed["Item"]]
        reads.append(sum(map(item_size, items)))

    client.meta.events.register("after-call.dynamodb", after, unique_id="counted")
    try:
        yield reads
    finally:
        client.meta.events.unregister("after-call.dynamodb", unique_id="counted")


def test_a_report_costs_the_same_however_many_accounts_there_are() -> None:
    """Two calls at most, one of activity and of the launch's numbers; equal units, but for the
    digits of larger numbers."""
    small, large = map(spent, SIZES)
    assert {name: calls for name, (calls, _) in large.items()} == {
        **dict.fromkeys(("province", "commune", "hamlet", "team", "all communes"), 2),
        "team": 1,
        "activity": 1,
        "launch": 1,
    }
    for name, (calls, units) in small.items():
        assert large[name][0] == calls
        assert units <= large[name][1] <= units + 1, name
