"""Claims on staff's phones: by KMS's hashes, at whatever step the stage is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import boto3
import pytest

from chalicelib.agencies.adapters.directory_store import DynamoDirectoryStore
from chalicelib.agencies.domain.agencies import Absence
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.keys import Fingerprints
from chalicelib.runtime.crypto.fingerprints import KmsFingerprints
from chalicelib.runtime.crypto.key_sets import HashedBy
from localstack.bare_cloud import make_keys
from tests.support.directory import make_officer, put_officer
from tests.support.keys import FakeFingerprints, Step, make_hasher, make_sealer
from tests.support.tables import cloud, make_table

PHONE = "+84912000009"
NEIGHBOURS = [pair for one, other in pairwise(HashedBy) for pair in ((one, other), (other, one))]


@pytest.fixture
def table() -> Iterator[str]:
    with cloud():
        yield make_table("DirectoryTable")


def store_of(table: str, fingerprints: Fingerprints) -> DynamoDirectoryStore:
    return DynamoDirectoryStore(table, make_sealer(), make_hasher(), fingerprints)


def test_only_another_phone_place_or_name_waits_for_kms(table: str) -> None:
    """A change of absences asks nothing; what asks, asks once for each phone."""
    kms = FakeFingerprints()
    store = store_of(table, kms)
    officer = put_officer(store, make_officer("o1"))
    away = (Absence(date(2026, 8, 3), date(2026, 8, 10)),)
    for calls, changed in (
        (0, replace(officer, absences=away)),
        (0, replace(officer, email="other@laocai.example", role=Role.LEADER)),
        (2, replace(officer, phone="+84912000001")),
        (1, replace(officer, phone="+84912000001", agency="so-y-te")),
        (1, replace(officer, phone="+84912000001", agency="so-y-te", active=False)),
        (0, replace(officer, phone="+84912000002", agency="so-y-te", active=False)),
        (1, replace(officer, phone="+84912000002", agency="so-y-te")),
    ):
        kms.asked = 0
        put_officer(store, changed)
        assert kms.asked == calls, changed


@pytest.mark.parametrize(("one", "other"), NEIGHBOURS)
def test_neighbouring_steps_share_out_no_phone_twice(
    table: str, one: HashedBy, other: HashedBy
) -> None:
    """What a process at one step claims, one at the next meets, and back; once given up under the
    step that claimed it, it is free."""
    kms, key_id = boto3.client("kms"), make_keys()["HASH_KEY_ID"]
    here, there = (
        store_of(table, KmsFingerprints(kms, key_id, Step(step), make_hasher()))
        for step in (one, other)
    )
    first = put_officer(here, make_officer("o1", phone=PHONE))
    second = make_officer("o2", "so-y-te", phone=PHONE)
    with pytest.raises(Conflict, match="phone_taken"):
        put_officer(there, second)
    put_officer(here, replace(first, active=False))
    assert put_officer(there, second).phone == PHONE


def test_a_claim_says_nothing_of_the_phone(table: str) -> None:
    """It is by KMS: whoever has the table and the stage's own hash key cannot try phones."""
    kms, key_id = boto3.client("kms"), make_keys()["HASH_KEY_ID"]
    store = store_of(table, KmsFingerprints(kms, key_id, Step(HashedBy.KMS), make_hasher()))
    put_officer(store, make_officer("o1", phone=PHONE))
    keys = [item["pk"]["S"] for item in boto3.client("dynamodb").scan(TableName=table)["Items"]]
    (claim,) = [key for key in keys if key.startswith("staff_phone#")]
    assert "." in claim
    assert PHONE not in claim
