"""The ledger of requests: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from chalicelib.runtime.http.idempotency.dynamodb_ledger import DynamoRequestLedger
from chalicelib.runtime.http.idempotency.ledger import RequestLedger, RequestRecord
from tests.support.clock import NOW
from tests.support.requests import FakeRequestLedger
from tests.support.tables import cloud, make_table

SECOND = timedelta(seconds=1)
LEASE = NOW + timedelta(seconds=30)
LATER = NOW + timedelta(seconds=60)


@pytest.fixture(params=["memory", "moto", "emulator"])
def ledger(request: pytest.FixtureRequest) -> Iterator[RequestLedger]:
    if request.param == "memory":
        yield FakeRequestLedger()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoRequestLedger(make_table("LedgerTable"))


def make_record(seed: str = "seed-1", body: str = "body-1") -> RequestRecord:
    return RequestRecord(f"I#{uuid4().hex}", body, seed, LEASE, NOW + timedelta(hours=24))


def test_a_request_begins_once(ledger: RequestLedger) -> None:
    """The second finds the first one's record, not its own."""
    first = make_record()
    second = replace(first, seed="seed-2", body="body-2")
    assert ledger.begin(first, NOW)
    assert not ledger.begin(second, NOW)
    assert ledger.find(first.id) == first


def test_of_many_at_once_one_begins(ledger: RequestLedger) -> None:
    """Whoever it is, the record is that one's."""
    records = [make_record()]
    records += [replace(records[0], seed=f"seed-{n}") for n in range(2, 17)]
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda record: ledger.begin(record, NOW), records))
    assert begun.count(True) == 1
    assert ledger.find(records[0].id) == records[begun.index(True)]


def test_nothing_is_found_that_never_began(ledger: RequestLedger) -> None:
    """Neither answer nor lease."""
    assert ledger.find(f"I#{uuid4().hex}") is None


def test_a_record_is_over_after_its_time(ledger: RequestLedger) -> None:
    """By the clock that is passed in, not by the table's: it may stand long after."""
    first = make_record()
    again = replace(first, seed="seed-2", expires_at=first.expires_at + timedelta(hours=24))
    ledger.begin(first, NOW)
    assert not ledger.begin(again, first.expires_at - SECOND)
    assert ledger.begin(again, first.expires_at)
    assert ledger.find(first.id) == again


def test_a_record_is_not_over_within_its_last_second(ledger: RequestLedger) -> None:
    """Where seconds are kept whole, they are rounded up."""
    half = make_record()
    half = replace(half, expires_at=half.expires_at + SECOND / 2)
    again = replace(half, seed="seed-2", expires_at=half.expires_at + timedelta(hours=24))
    ledger.begin(half, NOW)
    assert not ledger.begin(again, half.expires_at - timedelta(microseconds=1))
    assert ledger.begin(again, half.expires_at + SECOND)


def test_the_answer_is_kept(ledger: RequestLedger) -> None:
    """Bytes as they are, with the record as it was."""
    record = make_record()
    ledger.begin(record, NOW)
    ledger.finish(record, b"\x00\xffsealed")
    assert ledger.find(record.id) == replace(record, answer=b"\x00\xffsealed")


def test_an_answer_that_stands_is_never_replaced(ledger: RequestLedger) -> None:
    """Neither by a second answer, nor by a new lease."""
    record = make_record()
    ledger.begin(record, NOW)
    ledger.finish(record, b"first")
    ledger.finish(record, b"second")
    assert not ledger.take_over(record, LATER)
    assert ledger.find(record.id) == replace(record, answer=b"first")


def test_a_lease_is_taken_over_once(ledger: RequestLedger) -> None:
    """Of all who see the same dead lease, one takes it; the seed stays."""
    record = make_record()
    ledger.begin(record, NOW)
    until = [LATER + n * SECOND for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda lease: ledger.take_over(record, lease), until))
    assert taken.count(True) == 1
    assert ledger.find(record.id) == replace(record, lease_until=until[taken.index(True)])


def test_who_lost_the_lease_leaves_no_answer(ledger: RequestLedger) -> None:
    """The one that was thought dead comes back, and is too late."""
    record = make_record()
    ledger.begin(record, NOW)
    assert ledger.take_over(record, LATER)
    ledger.finish(record, b"of the first")
    assert ledger.find(record.id) == replace(record, lease_until=LATER)
    ledger.finish(replace(record, lease_until=LATER), b"of the second")
    assert ledger.find(record.id) == replace(record, lease_until=LATER, answer=b"of the second")
