"""The record of uploads: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from chalicelib.uploads.adapters.records import DynamoUploadStore
from chalicelib.uploads.application.ports import UploadStore
from chalicelib.uploads.domain.uploads import (
    ExaminationResult,
    MediaType,
    Purpose,
    Refusal,
    Upload,
    UploadState,
)
from tests.support.clock import NOW
from tests.support.tables import cloud, make_table
from tests.support.uploads import FakeUploadStore, make_upload

TABLE = "cases-of-upload-tests"
ONE, TWO = make_upload("1"), make_upload("2", media_type=MediaType.MP4)


def create_table() -> None:
    boto3.client("dynamodb").create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("id", "due_shard", "next_at")
        ],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_due",
                "KeySchema": [
                    {"AttributeName": "due_shard", "KeyType": "HASH"},
                    {"AttributeName": "next_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
    )


@pytest.fixture
def aws() -> Iterator[None]:
    with cloud():
        yield


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> UploadStore:
    if request.param == "memory":
        return FakeUploadStore()
    request.getfixturevalue("aws")
    create_table()
    return DynamoUploadStore(TABLE)


def attach(
    store: UploadStore, case_code: str, *uploads: Upload, purpose: Purpose = Purpose.CASE
) -> bool:
    return store.write([store.attaching(uploads, case_code, purpose)])


def test_what_was_recorded_is_found(store: UploadStore) -> None:
    """All fields come back, and ids that do not exist are left out."""
    store.add(ONE)
    store.add(TWO)
    assert store.find(["1", "2", "3"]) == {"1": ONE, "2": TWO}
    assert store.find(["3"], fresh=True) == {}


def test_recording_again_keeps_what_happened_since(store: UploadStore) -> None:
    """A call that the client library repeats by itself does not reset the upload."""
    store.add(ONE)
    attach(store, "LC-1", ONE)
    store.add(ONE)
    assert store.find(["1"])["1"].attached_to == "LC-1"


def test_files_are_tied_together_or_not_at_all(store: UploadStore) -> None:
    """One that is not free, not the owner's or not there holds back the others."""
    theirs = make_upload("theirs", "somebody-else")
    for upload in (ONE, TWO, theirs):
        store.add(upload)
    assert attach(store, "LC-9", TWO)
    for obstacle in (TWO, replace(theirs, owner=ONE.owner), make_upload("missing")):
        assert not attach(store, "LC-1", ONE, obstacle)
    assert store.find(["1"], fresh=True)["1"].attached_to is None
    assert store.find(["missing"], fresh=True) == {}


def test_the_same_case_again_is_fine(store: UploadStore) -> None:
    """A retry ties what is tied."""
    store.add(ONE)
    for _ in range(2):
        assert attach(store, "LC-1", ONE, purpose=Purpose.EVIDENCE)
    found = store.find(["1"], fresh=True)["1"]
    assert (found.attached_to, found.purpose) == ("LC-1", Purpose.EVIDENCE)


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (ExaminationResult(NOW, thumbnail=True), UploadState.CHECKED),
        (ExaminationResult(NOW), UploadState.CHECKED),
        (ExaminationResult(NOW, Refusal.WRONG_HASH), UploadState.REFUSED),
    ],
)
def test_the_first_verdict_stays(store: UploadStore, verdict: ExaminationResult, state) -> None:
    """A late or repeated examination changes nothing, and the attachment is kept."""
    store.add(ONE)
    attach(store, "LC-1", ONE)
    store.conclude("1", verdict)
    store.conclude("1", ExaminationResult(NOW + timedelta(hours=1), Refusal.WRONG_TYPE))
    tied = replace(ONE, attached_to="LC-1", purpose=Purpose.CASE)
    found = store.find(["1"], fresh=True)["1"]
    assert found == replace(tied, verdict=verdict)
    assert found.state is state


WAITING = replace(ONE, open_until=NOW + timedelta(days=1))


def test_what_waits_to_be_attached_is_due_at_its_end(store: UploadStore) -> None:
    """Oldest first, and until it is attached."""
    later = replace(TWO, open_until=NOW + timedelta(days=2))
    for upload in (later, WAITING):
        store.add(upload)
    assert store.find(["1"], fresh=True)["1"] == WAITING
    assert not store.due(NOW + timedelta(hours=23), 10)
    due = store.due(NOW + timedelta(days=2), 10)
    assert [one.id for one in due] == ["1", "2"]
    assert [one.id for one in store.due(NOW + timedelta(days=2), 1)] == ["1"]
    assert attach(store, "LC-1", WAITING)
    assert [one.id for one in store.due(NOW + timedelta(days=2), 10)] == ["2"]


def test_what_is_gone_says_so_and_is_neither_attached_nor_examined(store: UploadStore) -> None:
    """It stays due until its bytes are gone too."""
    store.add(WAITING)
    assert store.write([store.expiring(WAITING)])
    assert not store.write([store.expiring(WAITING)])
    assert not attach(store, "LC-1", WAITING)
    assert not store.conclude("1", ExaminationResult(NOW))
    found = store.find(["1"], fresh=True)["1"]
    assert (found.state, found.expired_at) == (UploadState.EXPIRED, WAITING.open_until)
    assert store.due(NOW + timedelta(days=1), 10)
    assert store.leave_index("1")
    assert not store.leave_index("1")
    assert not store.due(NOW + timedelta(days=1), 10)
    assert store.find(["1"], fresh=True)["1"].state is UploadState.EXPIRED


def test_what_was_attached_does_not_expire(store: UploadStore) -> None:
    """Also for a run that had read it before."""
    store.add(WAITING)
    assert attach(store, "LC-1", WAITING)
    assert not store.write([store.expiring(WAITING)])
    assert store.find(["1"], fresh=True)["1"].expired_at is None


def test_what_could_not_be_removed_is_put_off(store: UploadStore) -> None:
    """Once: whoever read the index earlier moves it no farther."""
    store.add(WAITING)
    end = NOW + timedelta(days=1)
    (due,) = store.due(end, 10)
    for _ in range(2):
        store.put_off(due, end)
    assert not store.due(end, 10)
    assert store.due(end + timedelta(hours=1), 10)


def test_an_upload_is_attached_or_removed_never_both(emulator_endpoint: str) -> None:
    """Twenty times at the same moment."""
    with cloud(emulator_endpoint):
        store = DynamoUploadStore(make_table("CasesTable"))
        waiting = [replace(WAITING, id=str(number)) for number in range(20)]
        for upload in waiting:
            store.add(upload)

        def race(upload: Upload) -> tuple[bool, bool]:
            with ThreadPoolExecutor(2) as pair:
                gone = pair.submit(store.write, [store.expiring(upload)])
                tied = pair.submit(attach, store, "LC-1", upload)
                return gone.result(), tied.result()

        outcomes = [race(upload) for upload in waiting]
        found = store.find([upload.id for upload in waiting], fresh=True)
    assert all(gone != tied for gone, tied in outcomes)
    for upload, (gone, _) in zip(waiting, outcomes, strict=True):
        end = found[upload.id]
        assert (end.expired_at is not None, end.attached_to is None) == (gone, gone)


def test_a_verdict_on_an_unknown_upload_makes_none(store: UploadStore) -> None:
    """No record comes into being by an examination."""
    store.conclude("missing", ExaminationResult(NOW))
    assert store.find(["missing"], fresh=True) == {}


def test_of_many_cases_that_want_the_same_files_one_gets_them(emulator_endpoint: str) -> None:
    """Twenty racers, one winner, and both files with the same case."""
    with cloud(emulator_endpoint):
        store = DynamoUploadStore(make_table("CasesTable"))
        store.add(ONE)
        store.add(TWO)

        def race(number: int) -> bool:
            return attach(store, f"LC-{number}", ONE, TWO)

        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(race, range(20)))
        found = store.find(["1", "2"], fresh=True)
    assert won.count(True) == 1
    assert {found["1"].attached_to, found["2"].attached_to} == {f"LC-{won.index(True)}"}


@pytest.mark.usefixtures("aws")
def test_the_item_stays_out_of_the_relay_and_of_all_indexes_of_cases() -> None:
    """Uploads share the table of cases: no `event`, and none of its index keys."""
    create_table()
    store = DynamoUploadStore(TABLE)
    store.add(ONE)
    attach(store, "LC-1", ONE)
    store.conclude("1", ExaminationResult(NOW, Refusal.WRONG_HASH))
    [item] = boto3.client("dynamodb").scan(TableName=TABLE)["Items"]
    assert item["id"] == {"S": "U#1"}
    keys_and_event = {"event", "reporter", "submitted", "officer", "queue", "watch"}
    assert not set(item) & (keys_and_event | {"due_sort", "due_shard", "next_at"})
