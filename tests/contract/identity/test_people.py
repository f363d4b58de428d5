"""Where people are kept: what the fakes promise, DynamoDB keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib.identity.adapters.people import DynamoAccounts
from chalicelib.identity.application.people import AccountStore, Claims, PersonItemKind, Taken
from chalicelib.identity.domain import registrations, sessions
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.accounts import Account, Flag, IdentityLevel
from chalicelib.identity.domain.address_proofs import AddressProof
from chalicelib.identity.domain.one_time_codes import issue
from chalicelib.identity.domain.registrations import Registration
from chalicelib.identity.domain.sessions import Destination
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.keys import Unsealable
from chalicelib.kernel.store import JoinableStore, VersionedStore
from chalicelib.kernel.together import Refused
from chalicelib.runtime.dynamodb import schemas
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore
from chalicelib.staff.domain.credentials import Credentials, SignInGuard
from tests.support.clock import NOW
from tests.support.keys import make_sealer
from tests.support.people import PHONE, POLICY, WOMAN_OF_1990, claims_of, hash_of, make_account
from tests.support.people_stores import FakeAccounts, FakeStore
from tests.support.tables import cloud

TABLE = "people-of-contract-tests"
CREATED = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
REQUESTED = AccountEvent(AccountEventType.REGISTRATION_CODE_REQUESTED, NOW, "c-1")
BEGUN = registrations.begin("R1", PHONE, NOW, POLICY.codes)
DECLARED = make_account(
    identity=WOMAN_OF_1990, level=IdentityLevel.DECLARED, email="a@b.vn", flags=(Flag.REVIEW,)
)


@pytest.fixture
def table() -> Iterator[Any]:
    with cloud():
        yield boto3.resource("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )


BOTH = pytest.mark.parametrize("store", ["memory", "dynamodb"], indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    if request.param == "dynamodb":
        request.getfixturevalue("table")
    return str(request.param)


@pytest.fixture
def registrations(store: str) -> JoinableStore[Registration]:
    if store == "memory":
        return FakeStore(PersonItemKind.REGISTRATION)
    return DynamoVersionedStore(
        TABLE, PersonItemKind.REGISTRATION, schemas.REGISTRATION, Registration, make_sealer()
    )


@pytest.fixture
def accounts(store: str) -> AccountStore:
    return FakeAccounts() if store == "memory" else make_accounts()


def create(accounts: AccountStore, account: Account) -> Account | Taken:
    return accounts.create(account, claims_of(account), CREATED)


def make_accounts() -> DynamoAccounts:
    return DynamoAccounts(TABLE, make_sealer())


@BOTH
def test_what_was_put_is_found(registrations: VersionedStore[Registration]) -> None:
    """Every member survives."""
    assert registrations.find("R1") is None
    assert registrations.put(BEGUN, NOW, REQUESTED)
    assert registrations.find("R1") == BEGUN


@BOTH
@pytest.mark.parametrize("id", ["", "R2", "x" * 65, "x" * 5000, "ă\x00", "R1#"])
def test_what_nobody_put_is_not_found(registrations: VersionedStore[Registration], id: str) -> None:
    """Whatever a client makes up for an id is no fault of ours."""
    registrations.put(BEGUN)
    assert registrations.find(id) is None


@BOTH
def test_versions_follow_one_another(registrations: VersionedStore[Registration]) -> None:
    """Nothing is overwritten that the writer did not see."""
    second = replace(BEGUN, version=2, verified_at=NOW)
    assert not registrations.put(second)
    assert registrations.put(BEGUN)
    assert not registrations.put(BEGUN)
    assert registrations.put(second)
    assert not registrations.put(second)
    assert not registrations.put(replace(second, version=4))
    assert registrations.find("R1") == second


@BOTH
def test_what_is_put_with_others_stands_or_falls_with_them(
    registrations: JoinableStore[Registration],
) -> None:
    """Whichever of them refuses is named, and nothing is written; alone it is a put."""
    other = replace(BEGUN, id="R2")
    registrations.put_with(BEGUN, [registrations.part(other)], NOW, REQUESTED)
    assert registrations.find("R2") == other
    second = replace(BEGUN, version=2, verified_at=NOW)
    stale = registrations.part(other)
    with pytest.raises(Refused) as refused:
        registrations.put_with(second, [stale])
    assert refused.value.part is stale
    assert registrations.find("R1") == BEGUN
    registrations.put_with(second, [])
    with pytest.raises(Refused):
        registrations.put_with(second, [])
    assert registrations.find("R1") == second


@BOTH
def test_an_account_and_its_phone_are_found(accounts: AccountStore) -> None:
    """Signing in finds the account by the phone, everything else by the id."""
    assert create(accounts, DECLARED) == DECLARED
    assert accounts.find("A1") == DECLARED
    assert accounts.holder_of(hash_of(PHONE)) == "A1"
    assert accounts.holder_of(hash_of("+84912345679")) is None
    assert accounts.find("A2") is None


@BOTH
def test_the_same_account_again_changes_nothing(accounts: AccountStore) -> None:
    """A request that is taken over after a crash finds its own work and goes on."""
    create(accounts, DECLARED)
    changed = replace(DECLARED, version=2, full_name="Má A Sử")
    assert accounts.save(changed)
    assert create(accounts, DECLARED) == DECLARED
    assert accounts.find("A1") == changed


@BOTH
@pytest.mark.parametrize(
    ("second", "taken"),
    [
        (make_account("A2"), Taken.PHONE),
        (make_account("A2", identity=WOMAN_OF_1990), Taken.PHONE),
        (make_account("A2", "+84912345679", identity=WOMAN_OF_1990), Taken.PERSONAL_ID),
        (make_account("A2", "+84912345679"), None),
    ],
)
def test_one_account_per_phone_and_number(
    accounts: AccountStore, second: Any, taken: Taken | None
) -> None:
    """A refused account leaves nothing behind, neither itself nor a claim."""
    create(accounts, DECLARED)
    assert create(accounts, second) == (taken or second)
    assert (accounts.find("A2") is None) is (taken is not None)
    if taken:
        assert accounts.holder_of(hash_of("+84912345679")) is None
        assert isinstance(create(accounts, make_account("A3", "+84912345679")), Account)


@BOTH
def test_an_account_may_be_given_further_claims(accounts: AccountStore) -> None:
    """As often as one likes, unless they are another's: then it has none of those."""
    create(accounts, DECLARED)
    create(accounts, make_account("A2", "+84912345679"))
    other = hash_of("+84912345679")
    for _ in range(2):
        assert accounts.claim(DECLARED, Claims(("new",), ("number",))) is None
    assert accounts.holder_of("new") == accounts.holder_of(hash_of(PHONE)) == "A1"
    assert accounts.claim(DECLARED, Claims((other,))) is Taken.PHONE
    assert accounts.holder_of(other) == "A2"
    claimed = Claims((), ("number",))
    assert accounts.claim(make_account("A2"), claimed) is Taken.PERSONAL_ID


@BOTH
def test_saving_checks_the_version(accounts: AccountStore) -> None:
    """Of two changes at the same moment the second must read again."""
    create(accounts, DECLARED)
    assert accounts.save(replace(DECLARED, version=2))
    assert not accounts.save(replace(DECLARED, version=2, full_name="Lost"))


@pytest.mark.parametrize(
    ("kind", "schema", "form", "aggregate"),
    [
        (
            PersonItemKind.CITIZEN_SESSION,
            schemas.SESSION,
            sessions.Session,
            sessions.challenge("1", "A1", Destination(Channel.EMAIL, "a@b.vn"), NOW, POLICY.codes),
        ),
        (
            PersonItemKind.OFFICER_SESSION,
            schemas.SESSION,
            sessions.Session,
            sessions.open_at_once("1", "u-1", NOW),
        ),
        (
            PersonItemKind.CREDENTIALS,
            schemas.CREDENTIALS,
            Credentials,
            Credentials("1", 1, "scrypt$1"),
        ),
        (
            PersonItemKind.ADDRESS_PROOF,
            schemas.ADDRESS_PROOF,
            AddressProof,
            AddressProof(
                "1", 1, "u-1", Destination(Channel.SMS, PHONE), issue(NOW, POLICY.codes), "2"
            ),
        ),
        (PersonItemKind.GUARD, schemas.GUARD, SignInGuard, SignInGuard("1", 1, 5, NOW, NOW)),
    ],
)
@pytest.mark.usefixtures("table")
def test_every_kind_survives_storage(
    kind: PersonItemKind, schema: schemas.Schema, form: type, aggregate: Any
) -> None:
    """Nothing that is kept is lost on the way through JSON."""
    registrations = DynamoVersionedStore[Any](TABLE, kind, schema, form, make_sealer())
    registrations.put(aggregate)
    assert registrations.find("1") == aggregate


def test_the_table_shows_nobody(table: Any) -> None:
    """Phone, number, name, birth date and address stand sealed; claims are hashes."""
    create(make_accounts(), DECLARED)
    stored = str(table.scan()["Items"])
    for secret in (PHONE, "912345678", "Giàng", "010190000123", "1990-05-17", "a@b.vn"):
        assert secret not in stored


def test_one_persons_item_cannot_stand_in_for_another(table: Any) -> None:
    """Whoever can write the table still cannot swap two accounts."""
    accounts = make_accounts()
    create(accounts, DECLARED)
    item = table.get_item(Key={"id": "A#A1"})["Item"]
    table.put_item(Item={**item, "id": "A#A2"})
    with pytest.raises(Unsealable):
        accounts.find("A2")


def test_the_stream_gets_each_event_once(table: Any) -> None:
    """A version without an event carries none, so that the one before is not told again."""
    registrations = DynamoVersionedStore(
        TABLE, PersonItemKind.REGISTRATION, schemas.REGISTRATION, Registration, make_sealer()
    )
    registrations.put(BEGUN, NOW + timedelta(microseconds=1), REQUESTED)
    item = table.get_item(Key={"id": "R#R1"})["Item"]
    assert json.loads(item["event"])["id"] == "R#R1#1"
    assert int(item["expires"]) == int(NOW.timestamp()) + 1
    registrations.put(replace(BEGUN, version=2))
    assert "event" not in table.get_item(Key={"id": "R#R1"})["Item"]
