"""Hashes of phones and personal numbers, by a key that never leaves KMS."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.kernel.keys import KeyPurpose
from chalicelib.runtime.crypto.fingerprints import KmsFingerprints
from chalicelib.runtime.crypto.key_sets import HashedBy
from localstack.bare_cloud import make_keys
from tests.support.keys import Step, make_hasher
from tests.support.tables import cloud

PHONE = "+84912345678"
OWN = make_hasher().hash(KeyPurpose.PHONE, PHONE)


class Counting:
    """KMS, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def generate_mac(self, **given: Any) -> Any:
        self.asked += 1
        return boto3.client("kms").generate_mac(**given)


@pytest.fixture(params=["moto", "emulator"])
def key_id(request: pytest.FixtureRequest) -> Iterator[str]:
    emulator = request.param == "emulator"
    endpoint = request.getfixturevalue("emulator_endpoint") if emulator else None
    with cloud(endpoint):
        yield make_keys()["HASH_KEY_ID"]


def at(step: HashedBy, key_id: str, kms: Any = None) -> KmsFingerprints:
    return KmsFingerprints(kms or boto3.client("kms"), key_id, Step(step), make_hasher())


def test_a_hash_is_the_same_in_every_process_and_differs_by_value_and_purpose(key_id: str) -> None:
    """And says nothing of the phone."""
    hashed = at(HashedBy.KMS, key_id).found_by(KeyPurpose.PHONE, PHONE)
    assert at(HashedBy.KMS, key_id).found_by(KeyPurpose.PHONE, PHONE) == hashed
    others = {
        at(HashedBy.KMS, key_id).found_by(KeyPurpose.PHONE, "+84912345679"),
        at(HashedBy.KMS, key_id).found_by(KeyPurpose.PERSONAL_ID, PHONE),
        at(HashedBy.KMS, make_keys()["HASH_KEY_ID"]).found_by(KeyPurpose.PHONE, PHONE),
    }
    assert len(others | {hashed, OWN}) == 5
    assert PHONE not in hashed


def test_whatever_one_step_writes_the_next_finds_and_back(key_id: str) -> None:
    """Processes at neighbouring steps run side by side: one account a phone in all of them."""
    steps = list(HashedBy)
    for one, other in pairwise(steps):
        for writer, reader in ((one, other), (other, one)):
            written = set(at(writer, key_id).of(KeyPurpose.PHONE, PHONE))
            found = at(reader, key_id).found_by(KeyPurpose.PHONE, PHONE)
            assert found in written
            assert written & set(at(reader, key_id).of(KeyPurpose.PHONE, PHONE))


def test_a_value_costs_one_call_and_one_that_is_known_none(key_id: str) -> None:
    """A hash of another key, or of before, is not taken for one."""
    kms = Counting()
    present = at(HashedBy.KMS, key_id, kms)
    made = present.of(KeyPurpose.PHONE, PHONE)
    assert kms.asked == 1
    assert present.of(KeyPurpose.PHONE, PHONE, made) == made
    assert kms.asked == 1
    foreign = at(HashedBy.KMS, make_keys()["HASH_KEY_ID"]).of(KeyPurpose.PHONE, PHONE)
    for known in (foreign, (OWN,)):
        assert present.of(KeyPurpose.PHONE, PHONE, known) == made
    assert kms.asked == 3


def test_a_stage_that_hashes_by_itself_asks_nobody(key_id: str) -> None:
    """As before, until it is brought over."""
    kms = Counting()
    assert at(HashedBy.OWN, key_id, kms).of(KeyPurpose.PHONE, PHONE) == (OWN,)
    assert at(HashedBy.BOTH_FOUND_BY_OWN, key_id, kms).found_by(KeyPurpose.PHONE, PHONE) == OWN
    assert kms.asked == 0


def test_only_who_registers_signs_in_or_joins_the_office_is_hashed() -> None:
    """No noun but identity and agencies asks for the port: a case's routes never wait for KMS."""
    root = Path(__file__).parents[3] / "chalicelib"
    asking = {
        path.relative_to(root).parts[0]
        for path in root.rglob("*.py")
        if "Fingerprints" in path.read_text(encoding="utf-8")
    }
    assert asking == {"agencies", "identity", "kernel", "runtime"}
