"""A password and the invitation it was set by: written together, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.people import PersonItemKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.store import VersionedStore
from chalicelib.runtime.dynamodb import schemas
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore
from chalicelib.staff.adapters.staff_store import DynamoStaffStore
from chalicelib.staff.application.ports import StaffStore
from chalicelib.staff.domain import invitations
from chalicelib.staff.domain.credentials import Credentials, SignInGuard
from chalicelib.staff.domain.invitations import Invitation
from tests.support.clock import NOW
from tests.support.keys import make_sealer
from tests.support.moto_cloud import moto_cloud
from tests.support.people import POLICY, People
from tests.support.people_stores import FakeStaffStore

TABLE = "people-of-staff-tests"
SET = AuditEvent(AuditKind.PASSWORD_SET, NOW, Actor(Role.OFFICER, "cb017", "so-y-te"), "c-1")
INVITED = invitations.invite(None, "cb017", NOW, POLICY.invitation_life)


class Stores:
    """A store and what it writes to."""

    def __init__(
        self,
        store: StaffStore,
        credentials: VersionedStore[Credentials],
        invited: VersionedStore[Invitation],
    ) -> None:
        self.store, self.credentials, self.invitations = store, credentials, invited
        assert invited.put(INVITED)

    def set(self, password_hash: str, version: int = 1) -> bool:
        """By the invitation as it was first seen."""
        credentials = Credentials("cb017", version, password_hash)
        return self.store.put_password(credentials, invitations.use(INVITED, NOW), SET)


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "ap-southeast-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with moto_cloud():
        yield boto3.resource("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        )


@pytest.fixture(params=["memory", "dynamodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    request.getfixturevalue("table")
    if request.param == "memory":
        people = People()
        return Stores(FakeStaffStore(people), people.credentials, people.invitations)
    sealer = make_sealer()
    credentials = DynamoVersionedStore(
        TABLE, PersonItemKind.CREDENTIALS, schemas.CREDENTIALS, Credentials, sealer
    )
    invited = DynamoVersionedStore(
        TABLE, PersonItemKind.INVITATION, schemas.INVITATION, Invitation, sealer
    )
    guards = DynamoVersionedStore(TABLE, PersonItemKind.GUARD, schemas.GUARD, SignInGuard, sealer)
    return Stores(DynamoStaffStore(credentials, invited, guards), credentials, invited)


def test_the_password_is_set_and_the_invitation_used(stores: Stores) -> None:
    """Both, in one write."""
    assert stores.set("hash-1")
    kept, used = stores.credentials.find("cb017"), stores.invitations.find("cb017")
    assert kept == Credentials("cb017", 1, "hash-1")
    assert used == invitations.use(INVITED, NOW)


def test_of_two_who_use_one_link_one_sets_the_password(stores: Stores) -> None:
    """The second writes nothing, also where it knew the newest password."""
    assert stores.set("hash-1")
    assert not stores.set("hash-2")
    assert not stores.set("hash-2", version=2)
    kept = stores.credentials.find("cb017")
    assert kept
    assert kept.password_hash == "hash-1"


def test_a_password_changed_meanwhile_leaves_the_invitation_open(stores: Stores) -> None:
    """Nothing is half done."""
    assert stores.credentials.put(Credentials("cb017", 1, "hash-0"))
    assert not stores.set("hash-1")
    assert stores.invitations.find("cb017") == INVITED
    assert stores.set("hash-1", version=2)


def test_what_is_stored_is_sealed_and_the_event_says_nothing_secret(
    stores: Stores, table: Any
) -> None:
    """Neither link nor hash can be read in the table."""
    assert stores.set("hash-1")
    items = table.scan()["Items"]
    text = repr(items)
    assert INVITED.secret not in text
    assert "hash-1" not in text
    told = [json.loads(item["event"])["type"] for item in items if item.get("event")]
    assert told in ([], ["password.set"])
