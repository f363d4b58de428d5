"""The audit's book: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import boto3
import pytest

from chalicelib.audit.adapters.audit_book import DynamoAuditBook
from chalicelib.audit.adapters.audit_data import load_audit_policy
from chalicelib.audit.adapters.audit_trail import DynamoAuditTrail
from chalicelib.audit.application.entering import AuditDesk, enter
from chalicelib.audit.application.ports import AuditFilter
from chalicelib.audit.domain.chain import extend
from chalicelib.audit.domain.events import AuditEvent, line_of
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.domain.verification import verify_all
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import local_midnight
from chalicelib.runtime.faults import MetricFaults
from tests.support.audit import CLERK, CODE, MemoryAudit, make_audit_desk, make_audit_line
from tests.support.clock import NOW, FakeClock
from tests.support.tables import cloud, make_table

MONDAY = date(2026, 8, 3)
SINCE = date(2026, 1, 1)
WEEK = AuditFilter(MONDAY, MONDAY + timedelta(days=7))
OTHER = Actor(Role.OFFICER, "o9", "so-y-te")


class Dynamo(DynamoAuditTrail, DynamoAuditBook):
    """Both sides of one table."""

    def __init__(self, table: str) -> None:
        DynamoAuditTrail.__init__(self, table, load_audit_policy())
        DynamoAuditBook.__init__(self, table, MetricFaults())
        self.table = table


@pytest.fixture(params=["memory", "moto", "emulator"])
def audit(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "memory":
        yield MemoryAudit()
        return
    on_emulator = request.param == "emulator"
    endpoint = request.getfixturevalue("emulator_endpoint") if on_emulator else None
    with cloud(endpoint):
        yield Dynamo(make_table("AuditTable"))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk(audit: Any, clock: FakeClock) -> AuditDesk:
    return make_audit_desk(audit, clock)


def ids(audit: Any, wanted: AuditFilter, limit: int = 100) -> list[str]:
    """Of every page, one behind the other, without the book's own."""
    found, position = [], None
    while True:
        page = audit.page(wanted, limit, position)
        assert 0 < len(page.items) <= limit or position is None
        found += [one.line.id for one in page.items if "day#" not in one.line.id]
        position = page.position
        if position is None:
            return found


def test_lines_are_entered_once_and_in_their_order(audit: Any, desk: AuditDesk) -> None:
    """Whatever comes again, alone or among others."""
    enter(desk, [make_audit_line("a"), make_audit_line("b"), make_audit_line("a")])
    enter(desk, [make_audit_line("b"), make_audit_line("c")])
    assert enter(desk, [make_audit_line("a")]) is None
    assert ids(audit, WEEK) == ["c", "b", "a"]
    assert verify_all(audit.everything(), SINCE, NOW) == []


def test_what_was_entered_is_found_as_it_was(audit: Any, desk: AuditDesk) -> None:
    """Every member."""
    line = make_audit_line("a", what={"version": 3, "to": "received"}, why="spam")
    enter(desk, [line])
    assert audit.page(WEEK, 1, None).items[0].line == line


@pytest.mark.parametrize("audit", ["memory", "emulator"], indirect=True)
def test_racers_make_one_chain(audit: Any, clock: FakeClock) -> None:
    """Eight at once, each line told twice; four of them are old hands who remember where they left
    the end. (Transactions of moto are not atomic.)"""
    lines = [[make_audit_line(f"{n % 12}")] for n in range(24)]
    old_hands = [make_audit_desk(audit, clock) for _ in range(4)]
    desks = [(old_hands[n] if n < 4 else make_audit_desk(audit, clock)) for n in range(8)] * 3
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(enter, desks, lines))
    assert sorted(ids(audit, WEEK)) == sorted(str(n) for n in range(12))
    assert verify_all(audit.everything(), SINCE, NOW) == []


def test_who_remembers_the_end_asks_again_when_others_went_on(
    audit: Any, desk: AuditDesk, clock: FakeClock
) -> None:
    """Within the day, over midnight, and for what was told before: nothing is lost or doubled."""
    other = make_audit_desk(audit, clock)
    enter(desk, [make_audit_line("a")])
    enter(other, [make_audit_line("b")])
    enter(desk, [make_audit_line("b"), make_audit_line("c")])
    clock.advance(days=1)
    enter(desk, [make_audit_line("d")])
    enter(other, [make_audit_line("e")])
    enter(desk, [make_audit_line("d"), make_audit_line("f")])
    assert ids(audit, WEEK) == ["f", "e", "d", "c", "b", "a"]
    assert verify_all(audit.everything(), SINCE, clock.now()) == []


@pytest.mark.parametrize("audit", ["memory", "moto"], indirect=True)
def test_the_end_is_asked_for_once_a_minute(
    audit: Any, desk: AuditDesk, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line behind another is one write; the table may have been put back meanwhile."""
    asked: list[str] = []
    for name in ("head", "entered"):
        real = getattr(audit, name)
        monkeypatch.setattr(
            audit, name, lambda *a, name=name, real=real: (asked.append(name), real(*a))[1]
        )
    enter(desk, [make_audit_line("a")])
    assert asked == ["entered", "head"]
    clock.advance(seconds=59)
    enter(desk, [make_audit_line("b")])
    assert asked == ["entered", "head"]
    clock.advance(seconds=1)
    enter(desk, [make_audit_line("c")])
    assert asked == ["entered", "head"] * 2


def test_of_two_who_saw_the_same_end_one_enters(audit: Any, desk: AuditDesk) -> None:
    """Also where one of them begins a new day, and the other's clock has not reached it."""
    enter(desk, [make_audit_line("a")])
    head = audit.head()
    tomorrow = extend(head, NOW + timedelta(days=1), [make_audit_line("b")])
    assert audit.add(tomorrow)
    assert not audit.add(extend(head, NOW, [make_audit_line("c")]))
    enter(desk, [make_audit_line("c")])
    assert audit.head().day == MONDAY + timedelta(days=1)
    assert verify_all(audit.everything(), SINCE, NOW) == []


def test_nothing_is_written_over(audit: Any, desk: AuditDesk) -> None:
    """All of it or nothing: neither the link nor the place of its line."""
    enter(desk, [make_audit_line("a")])
    again = extend(None, NOW, [make_audit_line("x")])
    assert not audit.add(again)
    second_place = extend(audit.head(), NOW, [make_audit_line("b"), make_audit_line("a")])
    assert not audit.add(second_place)
    assert ids(audit, WEEK) == ["a"]


def test_lists_show_what_was_asked_for(audit: Any, desk: AuditDesk, clock: FakeClock) -> None:
    """By day, subject, actor, kind, actor and kind; page by page."""
    changed = AuditKind.CASE_CHANGED
    enter(desk, [make_audit_line("a"), make_audit_line("b", kind=changed)])
    clock.advance(days=1)
    enter(desk, [make_audit_line("c", actor=OTHER), make_audit_line("d", subject="other")])
    clock.advance(days=3)
    enter(desk, [make_audit_line("e", actor=OTHER, kind=changed)])
    since, until = WEEK.since, WEEK.until
    wanted = {
        ("e", "d", "c", "b", "a"): WEEK,
        ("d", "c"): AuditFilter(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)),
        ("e",): AuditFilter(MONDAY + timedelta(days=2), until),
        ("e", "c", "b", "a"): AuditFilter(since, until, subject=CODE),
        ("e", "c"): AuditFilter(since, until, actor="o9"),
        ("e", "b"): AuditFilter(since, until, kind=changed),
        ("b",): AuditFilter(since, until, actor="i1", kind=changed),
        ("b", "a"): AuditFilter(since, MONDAY + timedelta(days=1), subject=CODE),
        (): AuditFilter(date(2026, 7, 1), MONDAY),
    }
    for found, asked in wanted.items():
        for limit in (1, 2, 100):
            assert ids(audit, asked, limit) == list(found)


def test_a_read_waits_for_its_place(audit: Any, desk: AuditDesk) -> None:
    """Written down twice it waits once; entered it waits no more."""
    event = AuditEvent(AuditKind.CASE_READ, NOW, CLERK, "c-1").document(CODE, "s1")
    audit.write_down(event)
    audit.write_down(event)
    assert [one.id for one in audit.everything().waiting] == [event["id"]]
    late = NOW + timedelta(hours=2)
    enter(desk, [make_audit_line("a")])
    assert len(verify_all(audit.everything(), SINCE, late)) == 1
    line = line_of(event)
    assert line
    enter(desk, [line])
    assert verify_all(audit.everything(), SINCE, late) == []


def test_days_and_their_ends_are_found(audit: Any, desk: AuditDesk, clock: FakeClock) -> None:
    """For the proof of a day."""
    assert audit.last_of(MONDAY) is None
    assert audit.days_around(MONDAY) == (None, None)
    enter(desk, [make_audit_line("a")])
    clock.advance(days=2)
    enter(desk, [make_audit_line("b")])
    thursday = MONDAY + timedelta(days=2)
    assert audit.days_around(MONDAY) == (None, thursday)
    assert audit.days_around(MONDAY + timedelta(days=1)) == (MONDAY, thursday)
    assert audit.last_of(thursday).head == audit.head()
    assert [link.number for link in audit.links_of(MONDAY)] == [1, 2, 3]


@pytest.mark.parametrize("audit", ["moto"], indirect=True)
def test_all_of_it_goes_after_its_time(audit: Any, desk: AuditDesk) -> None:
    """Two years after its day, by the table's TTL: links, places, days and reads alike."""
    audit.write_down(AuditEvent(AuditKind.CASE_READ, NOW, CLERK, "c-1").document(CODE, "s1"))
    enter(desk, [make_audit_line("a")])
    items = boto3.client("dynamodb").scan(TableName=audit.table)["Items"]
    assert {int(item["expires"]["N"]) for item in items} == {
        int(local_midnight(date(2028, 8, 3)).timestamp())
    }


@pytest.mark.parametrize("audit", ["moto"], indirect=True)
def test_a_line_that_is_filed_under_something_else_shows(audit: Any, desk: AuditDesk) -> None:
    """So nobody hides a line from the list of its case."""
    enter(desk, [make_audit_line("a")])
    boto3.client("dynamodb").update_item(
        TableName=audit.table,
        Key={"pk": {"S": "day#2026-08-03"}, "sk": {"S": "000000002"}},
        UpdateExpression="SET subject = :other",
        ExpressionAttributeValues={":other": {"S": "LC-260803-00000"}},
    )
    found = verify_all(audit.everything(), SINCE, NOW)
    assert [str(one) for one in found] == ["2026-08-03/2: is filed under something else"]


@pytest.mark.parametrize("audit", ["moto"], indirect=True)
def test_a_line_that_cannot_be_read_is_named(audit: Any, desk: AuditDesk) -> None:
    """The others are shown."""
    enter(desk, [make_audit_line("a"), make_audit_line("b")])
    boto3.client("dynamodb").update_item(
        TableName=audit.table,
        Key={"pk": {"S": "day#2026-08-03"}, "sk": {"S": "000000002"}},
        UpdateExpression="SET line = :other",
        ExpressionAttributeValues={":other": {"S": json.dumps("nonsense")}},
    )
    page = audit.page(WEEK, 10, None)
    assert page.unreadable == ("day#2026-08-03/000000002",)
    assert next(one.line.id for one in page.items) == "b"
