"""The keyring in the directory table, wrapped by KMS."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.runtime.crypto import keyring as keyring_module
from chalicelib.runtime.crypto.keyring import Keyring, KeySet, NoKeyring

TABLE = "directory-of-keyring-tests"


@pytest.fixture
def key_id(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "ap-southeast-1",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        boto3.client("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "sk", "AttributeType": "S"},
            ],
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
        )
        yield boto3.client("kms").create_key()["KeyMetadata"]["KeyId"]


def make_keyring(key_id: str, stage: str = "local") -> Keyring:
    return Keyring(TABLE, boto3.client("kms"), key_id, stage)


def founded(key_id: str) -> Keyring:
    ring = make_keyring(key_id)
    ring.found()
    return ring


def test_a_process_that_finds_no_keys_makes_none(key_id: str) -> None:
    """It fails with the table's name, and works as soon as the stage was loaded."""
    early = make_keyring(key_id)
    with pytest.raises(NoKeyring, match=TABLE):
        early.newest()
    with pytest.raises(NoKeyring):
        early.find(1)
    assert boto3.client("dynamodb").scan(TableName=TABLE)["Items"] == []
    founded(key_id)
    assert early.newest().number == 1


def test_loading_again_leaves_the_keys(key_id: str) -> None:
    """What was sealed stays readable."""
    before = founded(key_id).newest()
    assert founded(key_id).newest().data == before.data


def test_all_processes_of_a_stage_share_one_key_set(key_id: str) -> None:
    """The first load makes it, everybody reads it."""
    founded(key_id)
    first, second = (make_keyring(key_id).newest() for _ in range(2))
    assert (first.data, first.tokens, first.cursors, first.hashes) == (
        second.data,
        second.tokens,
        second.cursors,
        second.hashes,
    )
    assert len({first.data, first.tokens, first.cursors, first.hashes}) == 4
    assert {len(first.data), len(first.hashes)} == {32}


def test_racers_agree(key_id: str) -> None:
    """Many first loads at once leave one key set, which all of them use."""
    with ThreadPoolExecutor(8) as pool:
        sets: list[KeySet] = list(pool.map(lambda _: founded(key_id).newest(), range(8)))
    assert {key_set.number for key_set in sets} == {1}
    assert len({key_set.data for key_set in sets}) == 1


def test_no_key_stands_in_the_table(key_id: str) -> None:
    """Whoever reads the table has nothing without KMS, the stage's key and the stage's name."""
    keys = founded(key_id).newest()
    stored = boto3.client("dynamodb").scan(TableName=TABLE)["Items"]
    assert keys.data not in stored[0]["wrapped"]["B"]
    assert keys.data.hex() not in repr(keys)
    with pytest.raises(ClientError):
        make_keyring(key_id, stage="prod").newest()


def test_rotation_makes_new_keys_and_hands_on_the_hash_key(key_id: str) -> None:
    """What was sealed stays readable, and what was hashed is found."""
    ring = founded(key_id)
    before = ring.newest()
    assert ring.add_key_set() == 2
    after = ring.newest()
    assert after.data != before.data
    assert after.hashes == before.hashes
    kept = ring.find(1)
    assert kept is not None
    assert kept.data == before.data


def test_a_warm_process_learns_of_a_rotation(key_id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads the table again for a number it does not know, but not for every forged one."""
    warm = founded(key_id)
    warm.newest()
    make_keyring(key_id).add_key_set()
    assert warm.find(2) is None
    monkeypatch.setattr(keyring_module, "RELOAD_PAUSE", 0.0)
    found = warm.find(2)
    assert found is not None
    assert warm.newest().number == 2
