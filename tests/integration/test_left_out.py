"""Operators' commands over things of which the first and the middle one are broken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import boto3
import pytest

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.application.entering import AuditDesk, enter
from chalicelib.audit.domain.audit_policy import AuditPolicy
from chalicelib.audit.domain.events import line_of
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.events import event_id, events_of
from chalicelib.figures.application.figures import FigureDesk, project, project_events
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.instants import local_date, local_midnight
from chalicelib.kernel.isolation import BrokenThings
from chalicelib.relay.adapters.queues import AwsQueues
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.staff.application.passwords import PasswordDesk, set_password
from localstack.seed import ROSTER
from operations import first_load as loading
from operations import holdings, redrive
from operations import resync as resyncing
from operations.faults import told
from operations.first_load import first_load, read_roster
from operations.key_custody import custodian_of
from operations.marks import MarkBook
from operations.recount import COUNT, all_cases, desk_of, recount
from operations.resync import resync
from operations.scans import BatchWriter
from operations.walks import Walker
from tests.support.cases import INTAKE, LEADER, OFFICER, Office
from tests.support.clock import FakeClock
from tests.support.samples import empty_product_on_moto


@pytest.fixture
def product() -> Iterator[Services]:
    with empty_product_on_moto() as product:
        custodian_of(product.get(Settings)).found()
        yield product


@pytest.fixture
def cases(product: Services) -> list[Case]:
    """Five, in the order in which a scan gives them; of the first and the third, the documents
    cannot be opened."""
    office = Office(store=product.get(CaseStore))  # type: ignore[arg-type]
    for _ in range(5):
        office.submit()
    found = list(all_cases(product))
    for case in (found[0], found[2]):
        _spoil(product, case, {"body": {"B": b"not an envelope"}})
    return found


def _spoil(product: Services, case: Case, attributes: dict[str, Any]) -> None:
    table, key = boto3.client("dynamodb"), {"id": {"S": case.code}}
    item = table.get_item(TableName=product.get(Settings).cases_table, Key=key)["Item"]
    table.put_item(TableName=product.get(Settings).cases_table, Item={**item, **attributes})


def _codes(product: Services) -> set[str]:
    """Of the cases of which the figures were told."""
    url, found = product.get(Settings).queue_url("figures"), set()
    while True:
        answer = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        letters = answer.get("Messages", [])
        if not letters:
            return found
        found |= {json.loads(letter["Body"])["event"]["code"] for letter in letters}


def test_a_recount_names_the_cases_that_cannot_be_read(
    product: Services, cases: list[Case], capsys: pytest.CaptureFixture[str]
) -> None:
    """On the terminal, by code and class of the fault; the others are counted."""
    walker = Walker()
    counted = {one.cell: one.counted for one in recount(desk_of(product), walker)}
    assert sum(counted.values()) == 3
    assert set(walker.marks.left_out(COUNT)) == {cases[0].code, cases[2].code}
    assert f"left out: {cases[0].code} (Unsealable)" in capsys.readouterr().err
    with pytest.raises(BrokenThings):
        list(all_cases(product))


def test_a_resync_relays_the_cases_that_can_be_read(product: Services, cases: list[Case]) -> None:
    """And names the others."""
    walker = Walker()
    assert resync(product, walker) == 3
    assert _codes(product) == {cases[1].code, cases[3].code, cases[4].code}
    assert set(walker.marks.left_out()) == {cases[0].code, cases[2].code}


def _letters(product: Services, queue: str) -> list[dict[str, Any]]:
    """The events that lie in that queue, each once, which takes them out."""
    url, found = product.get(Settings).queue_url(queue), {}
    while True:
        answer = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        if not (letters := answer.get("Messages", [])):
            return list(found.values())
        events = [json.loads(letter["Body"])["event"] for letter in letters]
        found |= {event["id"]: event for event in events}


def _enter(product: Services, events: Iterable[Any]) -> None:
    enter(product.get(AuditDesk), [line for one in events if (line := line_of(one))])


def test_a_resync_relays_what_has_no_line_in_the_audit(product: Services) -> None:
    """Whatever the figures know, which count a case as it stands, ahead of what was relayed: each
    loss in turn, at the beginning, in the middle, at the end. What has its line is not relayed."""
    office = Office(store=product.get(CaseStore), clock=_now(product))  # type: ignore[arg-type]
    for lost in range(4):
        case = office.in_progress()
        events = events_of(case, 0, "seen")
        project(product.get(FigureDesk), case.code)
        _enter(product, [one for number, one in enumerate(events) if number != lost])
        assert resync(product) == 1
        relayed = _letters(product, "audit")
        assert {one["id"] for one in relayed} == {one["id"] for one in events[lost:]}
        _enter(product, relayed)
        assert resync(product) == 0
    assert list(recount(desk_of(product))) == []


def test_a_resync_counts_what_it_relays(product: Services) -> None:
    """Also where the audit lacks more, or less, than the figures do."""
    office = Office(store=product.get(CaseStore), clock=_now(product))  # type: ignore[arg-type]
    for known, entered in ((1, 4), (4, 1), (5, 2)):
        case = office.submit()
        for number in range(1, 1 + len(_STEPS)):
            if number == known:
                project(product.get(FigureDesk), case.code)
            if number == entered:
                _enter(product, events_of(case, 0, "seen"))
            case = _STEPS[number - 1](office, case)
        assert resync(product) == 1
        letters = _letters(product, "figures")
        project_events(product.get(FigureDesk), letters[-1:])
        assert list(recount(desk_of(product))) == []
        _enter(product, _letters(product, "audit"))


_STEPS = (
    lambda office, case: office.take(case, INTAKE, commands.Accept()),
    lambda office, case: office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1")),
    lambda office, case: office.take(case, OFFICER, commands.Start()),
    lambda office, case: office.take(case, OFFICER, commands.ProposeAnswer("Đã vá ổ gà.")),
    lambda office, case: office.take(case, LEADER, commands.Approve()),
)


def _now(product: Services) -> FakeClock:
    return FakeClock(product.get(Clock).now())


def _without_event(product: Services, case: Case) -> None:
    boto3.client("dynamodb").update_item(
        TableName=product.get(Settings).cases_table,
        Key={"id": {"S": case.code}},
        UpdateExpression="REMOVE event",
    )


def test_a_resync_looks_at_cases_whose_event_has_gone(product: Services) -> None:
    """Whoever writes an index takes it away."""
    office = Office(store=product.get(CaseStore), clock=_now(product))  # type: ignore[arg-type]
    case = office.submit()
    _without_event(product, case)
    assert resync(product) == 1
    _enter(product, _letters(product, "audit"))
    assert resync(product) == 0


def test_a_resync_does_not_ask_for_lines_that_the_audit_no_longer_keeps(product: Services) -> None:
    """Events of before that are told to nobody again."""
    since = product.get(AuditPolicy).kept_since(local_date(product.get(Clock).now()))
    office = Office(
        store=product.get(CaseStore),  # type: ignore[arg-type]
        clock=FakeClock(local_midnight(since) - timedelta(hours=1)),
    )
    old, half = office.submit(), office.submit()
    gone = office.submit()
    _without_event(product, gone)
    office.clock.advance(hours=2)
    office.take(half, INTAKE, commands.Accept())
    assert resync(product) == 1
    assert {one["id"] for one in _letters(product, "audit")} == {event_id(half.code, 1)}
    assert old.code != half.code


def test_a_resync_that_was_killed_goes_on_and_misses_nothing(
    product: Services, tmp_path: Path
) -> None:
    """At each letter, in one segment and in four: all events reach the queues in the end."""
    office = Office(store=product.get(CaseStore))  # type: ignore[arg-type]
    codes = {office.submit().code for _ in range(6)}
    publish, calls = AwsQueues.publish, count(1)

    def dying(self: AwsQueues, letters: Any) -> None:
        if letters and next(calls) % 2:
            raise KeyboardInterrupt
        publish(self, letters)

    for of in (1, 4):
        with (
            mock.patch.object(AwsQueues, "publish", dying),
            mock.patch.object(resyncing, "AT_A_TIME", 2),
        ):
            while True:
                book = MarkBook(tmp_path / "marks")
                book.begin({"command": "resync"}, of, datetime(2026, 8, 3, tzinfo=UTC))
                try:
                    relayed = resync(product, Walker(book))
                except KeyboardInterrupt:
                    book._db.close()
                    continue
                break
        book.finish()
        assert relayed == len(codes)
        assert _codes(product) == codes


def test_a_redrive_of_the_relays_letters_leaves_those_that_are_none(product: Services) -> None:
    """They stay where they are; the others are relayed and taken away."""
    office = Office()
    events = [office.submit() and [office.store.events[-1]] for _ in range(3)]
    good = [json.dumps({"reason": "x", "event": json.dumps(event)}) for event in events]
    bodies = ["not JSON", good[0], json.dumps({"no": "event"}), good[1], good[2]]
    letters = [{"MessageId": str(n), "Body": body} for n, body in enumerate(bodies)]
    stack = SimpleNamespace(adopt=lambda: product)
    taken = redrive._relay_again(stack, letters)  # type: ignore[arg-type]
    assert [letter["MessageId"] for letter in taken] == ["1", "3", "4"]
    assert _codes(product) == {str(event[0]["code"]) for event in events}


def test_a_backup_leaves_out_files_that_cannot_be_had(product: Services) -> None:
    """They were deleted after the bucket was listed."""
    s3, bucket = boto3.client("s3"), product.get(Settings).uploads_bucket
    names = ["a", "b", "c", "d", "e"]
    for name in names:
        s3.put_object(Bucket=bucket, Key=name, Body=name.encode(), ContentType="image/png")
    real = holdings._file

    def gone(client: Any, bucket: dict[str, str], key: str) -> holdings.Row:
        if key in ("a", "c"):
            client.delete_object(**bucket, Key=key)
        return real(client, bucket, key)

    isolation = told()
    with mock.patch.object(holdings, "_file", gone):
        segment = holdings.file_segment(product, Walker())
        rows, mark = [], None
        while True:
            found, mark = segment.read(mark, isolation)
            rows += [row["key"] for row in found]
            if mark is None:
                break
    assert rows == ["b", "d", "e"]
    assert set(isolation.things) == {"a", "c"}


def test_a_restore_puts_what_the_table_takes(product: Services) -> None:
    """An item without its key makes the whole batch be refused: each is put by itself then."""
    items = [{"id": {"S": f"A#{n}"}, "version": {"N": "1"}} for n in range(5)]
    items[0], items[2] = {"version": {"N": "1"}}, {"id": {"N": "2"}}
    isolation = told()
    writer = BatchWriter(boto3.client("dynamodb"), product.get(Settings).people_table)
    holdings.put_page(writer, "people", items, isolation)
    found = boto3.client("dynamodb").scan(TableName=product.get(Settings).people_table)["Items"]
    assert sorted(item["id"]["S"] for item in found) == ["A#1", "A#3", "A#4"]
    assert len(isolation.broken) == 2


def test_a_roster_with_faults_is_refused_with_all_of_them(
    product: Services, tmp_path: Path
) -> None:
    """The first and the third row; nothing is loaded."""
    heading, *rows = ROSTER.read_text(encoding="utf-8").splitlines()
    role = heading.split(",").index("role")

    def without_role(row: str) -> str:
        cells = row.split(",")
        cells[role] = "boss"
        return ",".join(cells)

    file = tmp_path / "roster.csv"
    lines = [heading, without_role(rows[0]), rows[1], f"{rows[2]},too,much", rows[3]]
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Invalid) as invalid:
        read_roster(file)
    assert [(one.path, one.code) for one in invalid.value.faults] == [
        (("officers", 0, "role"), "not_one_of"),
        (("officers", 2, "surplus"), "unknown_field"),
    ]
    assert not product.get(Directory).agencies()


def test_who_cannot_be_given_a_password_is_named_and_the_others_have_one(
    product: Services,
) -> None:
    """Else they would have none, and the directory would count as loaded."""
    people = read_roster(ROSTER)[:5]
    broken = {people[0].id, people[2].id}

    def failing(desk: PasswordDesk, id: str, password: str, by: Actor) -> None:
        if id in broken:
            raise ValueError(id)
        set_password(desk, id, password, by)

    isolation = told()
    with mock.patch.object(loading, "set_password", failing):
        made = first_load(product, people, isolation)
    assert set(made) == {one.username for one in people if one.id not in broken}
    assert set(isolation.things) == broken
