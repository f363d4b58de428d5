"""Records and lists: what the fakes promise, DynamoDB, S3 and KMS keep."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import boto3
import pytest

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.imports.adapters.bucket import S3ListFiles
from chalicelib.imports.adapters.entries import DynamoListEntries
from chalicelib.imports.adapters.hashes import DERIVED_FROM, DerivedListHashes
from chalicelib.imports.adapters.records import DynamoImportRecords
from chalicelib.imports.application.ports import (
    BadRow,
    GoodRow,
    ImportRecords,
    ListEntries,
    Piece,
)
from chalicelib.imports.domain.cells import RowFault
from chalicelib.imports.domain.entries import ListEntry, put_on, taken_off
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ImportState, ListImport
from chalicelib.kernel.keys import KeyPurpose
from localstack.bare_cloud import make_keys, make_table
from tests.support.clock import NOW
from tests.support.imports import (
    ADMINISTRATOR,
    FakeImportRecords,
    FakeListEntries,
)
from tests.support.keys import make_sealer
from tests.support.tables import cloud

KIND = ListKind.ELIGIBLE_CITIZENS
SENT = AuditEvent(AuditKind.LIST_SENT, NOW, ADMINISTRATOR, "c-1")


@dataclass
class Stores:
    """Records and lists of one place."""

    records: ImportRecords
    entries: ListEntries
    table: str | None = None


@pytest.fixture(params=["memory", "moto", "emulator"])
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    if request.param == "memory":
        yield Stores(FakeImportRecords(), FakeListEntries())
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        table = make_table("DirectoryTable")
        yield Stores(DynamoImportRecords(table), DynamoListEntries(table), table)


def an_import(id: str = "i1", **changes: Any) -> ListImport:
    made = ListImport(
        id=id,
        kind=KIND,
        mode=ImportMode.GOOD_ROWS,
        replace=False,
        upload_id="u1",
        by=ADMINISTRATOR.id,
        role=ADMINISTRATOR.role,
        agency=ADMINISTRATOR.agency,
        correlation_id="c-1",
        started_at=NOW,
        changed_at=NOW,
    )
    return replace(made, **changes)


def test_one_import_has_a_kind(stores: Stores) -> None:
    """Of two that begin at once one does; the next one takes over from exactly that."""
    records = stores.records
    assert records.holder(KIND) is None
    assert records.start(an_import("i1"), SENT, None)
    assert not records.start(an_import("i2"), SENT, None)
    assert records.find("i2") is None
    assert (records.holder(KIND), records.find("i1")) == ("i1", an_import("i1"))
    assert not records.start(an_import("i3"), SENT, "i9")
    assert records.start(an_import("i3"), SENT, "i1")
    assert records.holder(KIND) == "i3"
    assert records.holder(ListKind.OFFICERS) is None


def test_a_step_counts_once(stores: Stores) -> None:
    """Written over exactly the version that it was made from."""
    records, first = stores.records, an_import()
    records.start(first, SENT, None)
    step = replace(first, state=ImportState.CHECKING, faults=(RowFault(2, "phone", "missing"),))
    assert records.advance(step) == replace(step, version=2)
    assert records.advance(step) is None
    assert records.find("i1") == replace(step, version=2)


def test_who_was_shown_to_leave_is_kept_by_file_and_reader(stores: Stores) -> None:
    """Of another file, or to another person, nobody was shown."""
    records = stores.records
    records.show(an_import(leaving_mark="m"))
    assert records.shown(KIND, "u1", ADMINISTRATOR.id) == "m"
    assert records.shown(KIND, "u2", ADMINISTRATOR.id) is None
    assert records.shown(KIND, "u1", "l1") is None
    assert records.shown(ListKind.OFFICERS, "u1", ADMINISTRATOR.id) is None


def an_entry(number: int, scope: str = "02647") -> ListEntry:
    return put_on(ListEntry(KIND, scope, f"k.{number}", "Tổ 5"), None, NOW, "i1")


def test_people_are_found_wherever_they_are_on_the_list(stores: Stores) -> None:
    """In more batches than one, and by their hash alone."""
    everybody = [an_entry(n) for n in range(120)]
    stores.entries.put(everybody)
    assert stores.entries.find(everybody) == {one.key: one for one in everybody}
    asked = [replace(one, scope="02650") for one in everybody[:60]]
    assert stores.entries.find(asked) == {one.key: one for one in everybody[:60]}
    assert stores.entries.find([an_entry(999)]) == {}
    assert len(list(stores.entries.of(KIND, "02647"))) == 120
    assert list(stores.entries.of(KIND, "02650")) == []


def test_who_moved_is_found_where_they_are_now(stores: Stores) -> None:
    """Where they were stays known."""
    here = taken_off(an_entry(1), NOW, "i2")
    stores.entries.put([here])
    there = an_entry(1, "02650")
    stores.entries.put([there])
    assert stores.entries.find([an_entry(1)]) == {there.key: there}
    assert list(stores.entries.of(KIND, "02647")) == [here]


def test_a_place_without_its_entry_is_nobodys(stores: Stores) -> None:
    """A process was killed between the two: the next one writes both."""
    if stores.table is None:
        return
    entry = an_entry(1)
    stores.entries.put([entry])
    key = {"pk": {"S": f"list#{KIND.value}#02647"}, "sk": {"S": entry.key}}
    boto3.client("dynamodb").delete_item(TableName=stores.table, Key=key)
    assert stores.entries.find([entry]) == {}
    assert stores.entries.find([replace(entry, scope="02650")]) == {}


class CountingKms:
    """KMS, and what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []

    def generate_mac(self, **given: Any) -> Any:
        self.asked.append(given["Message"])
        return boto3.client("kms").generate_mac(**given)


def test_hashes_of_lists_cost_one_call_a_process() -> None:
    """They are the same in each, and of phones and numbers, or of another stage, never alike."""
    with cloud():
        key, kms = make_keys()["HASH_KEY_ID"], CountingKms()
        hashes = DerivedListHashes(kms, key)
        made = [hashes.of("phone", f"+8491234{n:04d}") for n in range(200)]
        assert kms.asked == [DERIVED_FROM]
        assert len(set(made)) == 200
        assert DerivedListHashes(CountingKms(), key).of("phone", "+84912340000") == made[0]
        other = DerivedListHashes(CountingKms(), make_keys()["HASH_KEY_ID"])
        assert made[0] not in {
            hashes.of("person", "+84912340000"),
            other.of("phone", "+84912340000"),
        }
    purposes = {purpose.value for purpose in KeyPurpose}
    assert DERIVED_FROM.decode().partition("|")[0] not in purposes


@pytest.fixture
def files() -> Iterator[S3ListFiles]:
    with cloud():
        region = {"LocationConstraint": "ap-southeast-1"}
        boto3.client("s3").create_bucket(Bucket="lists-bucket", CreateBucketConfiguration=region)
        yield S3ListFiles("lists-bucket", "123456789012", make_sealer())


def put(data: bytes, digest: str | None = None) -> None:
    declared = digest or hashlib.sha256(data).hexdigest()
    boto3.client("s3").put_object(
        Bucket="lists-bucket",
        Key="lists/files/u1",
        Body=data,
        Metadata={"owner": "a1", "sha256": declared},
    )


def test_a_file_is_its_owner_s_and_what_was_declared(files: S3ListFiles) -> None:
    """Too long, or other bytes, or nothing: there is no file."""
    assert (files.owner_of("u1"), files.read("u1", 10)) == (None, None)
    put(b"a,b")
    assert (files.owner_of("u1"), files.read("u1", 3)) == ("a1", b"a,b")
    assert files.read("u1", 2) is None
    put(b"a,c", hashlib.sha256(b"a,b").hexdigest())
    assert files.read("u1", 10) is None


def test_a_form_takes_exactly_the_declared_file(files: S3ListFiles) -> None:
    """With its owner beside it."""
    form = files.form("u1", "a1", "text/csv", 3, hashlib.sha256(b"a,b").hexdigest())
    assert form.fields["key"] == "lists/files/u1"
    assert form.fields["x-amz-meta-owner"] == "a1"


def test_pieces_are_sealed_and_go_when_the_import_is_over(files: S3ListFiles) -> None:
    """What was only checked stays to be imported."""
    piece = Piece(
        (GoodRow(2, {"phone": "+84912345678"}),),
        (BadRow(3, {"phone": "12"}, (RowFault(3, "phone", "phone_twice", {"other": 2}),)),),
    )
    files.put_piece("i1", 0, piece)
    assert files.piece("i1", 0) == piece
    client = boto3.client("s3")
    key = "lists/pieces/i1/0000"
    stored = client.get_object(Bucket="lists-bucket", Key=key)["Body"].read()
    assert b"84912345678" not in stored
    put(b"a,b")
    files.drop(an_import(pieces=1, mode=ImportMode.CHECK))
    assert [one["Key"] for one in client.list_objects_v2(Bucket="lists-bucket")["Contents"]] == [
        "lists/files/u1"
    ]
    files.drop(an_import(pieces=1))
    assert "Contents" not in client.list_objects_v2(Bucket="lists-bucket")
