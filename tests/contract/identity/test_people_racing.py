"""Fifty people at the same moment, on the emulator: one account each, and no debris."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar
from uuid import uuid4

import boto3
import pytest
from pynamodb.connection import base

from chalicelib.identity.adapters.people import DynamoAccounts
from chalicelib.identity.application.people import Taken
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.accounts import Account, IdentityLevel
from chalicelib.runtime.crypto.key_sets import KeyStore, KeyUse
from chalicelib.runtime.crypto.keyring import Keyring
from chalicelib.runtime.dynamodb.session import share_session
from operations.key_custody import KeyCustodian, UnpartedKeyring
from tests.support.clock import NOW
from tests.support.keys import make_sealer
from tests.support.people import WOMAN_OF_1990, claims_of, make_account

CREATED = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
RACERS = 50
R = TypeVar("R")


@pytest.fixture
def aws(emulator_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The emulator's address, also for every client that is made without one."""
    for name, value in {
        "AWS_ENDPOINT_URL": emulator_endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "ap-southeast-1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(base, "get_session", base.get_session)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    share_session()
    return emulator_endpoint


@pytest.fixture
def table(aws: str) -> Iterator[Any]:
    table = boto3.resource("dynamodb", endpoint_url=aws).create_table(
        TableName=f"people-{uuid4()}",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    table.wait_until_exists()
    yield table
    table.delete()


def at_once(work: Callable[[int], R], racers: int = RACERS) -> list[R]:
    """What so many threads get that begin at the same moment."""
    start = Barrier(racers)

    def wait_and_work(number: int) -> R:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(racers) as pool:
        return list(pool.map(wait_and_work, range(racers)))


def create(accounts: DynamoAccounts, account: Account) -> Taken | None:
    made = accounts.create(account, claims_of(account), CREATED)
    return made if isinstance(made, Taken) else None


def race(table: Any, make: Callable[[int], Account], racers: int = RACERS) -> list[Taken | None]:
    accounts = DynamoAccounts(table.name, make_sealer())
    return at_once(lambda number: create(accounts, make(number)), racers)


def kinds(table: Any) -> list[str]:
    """The first letters of the items that are there."""
    return sorted(item["id"][0] for item in table.scan()["Items"])


def test_one_phone_makes_one_account(table: Any) -> None:
    """One wins, all others are told; neither account nor claim of a loser stays."""
    answers = race(table, lambda number: make_account(f"A{number}"))
    assert answers.count(None) == 1
    assert answers.count(Taken.PHONE) == RACERS - 1
    assert kinds(table) == ["A", "P"]


def test_one_personal_number_makes_one_account(table: Any) -> None:
    """Fifty phones, one number."""
    answers = race(
        table,
        lambda number: make_account(
            f"A{number}",
            f"+849123450{number:02d}",
            identity=WOMAN_OF_1990,
            level=IdentityLevel.DECLARED,
        ),
    )
    assert answers.count(None) == 1
    assert answers.count(Taken.PERSONAL_ID) == RACERS - 1
    assert kinds(table) == ["A", "N", "P"]


def test_two_hundred_registrations_of_one_person_make_one_account(table: Any) -> None:
    """The same phone and personal number, each from a registration of its own."""
    person = {"identity": WOMAN_OF_1990, "level": IdentityLevel.DECLARED}
    answers = race(table, lambda number: make_account(f"A{number}", **person), 200)
    assert answers.count(None) == 1
    assert answers.count(Taken.PHONE) == 199
    assert kinds(table) == ["A", "N", "P"]


def test_one_request_fifty_times_makes_one_account(table: Any) -> None:
    """The same account from racing tries of one request is everybody's success."""
    assert race(table, lambda _: make_account(identity=WOMAN_OF_1990)) == [None] * RACERS
    assert kinds(table) == ["A", "N", "P"]


def test_fifty_first_processes_share_one_keyring(aws: str) -> None:
    """The first load makes the keys; nobody seals with keys that others do not have."""
    name = f"directory-{uuid4()}"
    keys = [("pk", "HASH"), ("sk", "RANGE")]
    boto3.client("dynamodb", endpoint_url=aws).create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys],
    )
    kms = boto3.client("kms", endpoint_url=aws)
    key_id = kms.create_key()["KeyMetadata"]["KeyId"]
    store = KeyStore(name, kms, key_id, "local")
    custodian = KeyCustodian(store, UnpartedKeyring(name, kms, key_id, "local"))
    at_once(lambda _: custodian.found())
    sets = at_once(lambda _: [Keyring(store).newest(use) for use in KeyUse])
    assert len({tuple((keys.number, keys.secret) for keys in ring) for ring in sets}) == 1
