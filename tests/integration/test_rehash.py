"""`make rehash`: from hashes of the stage's own to those of KMS, while people register."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from threading import Lock
from typing import Any
from unittest import mock

import boto3
import pytest
from botocore.client import BaseClient
from pynamodb.connection import Connection

from chalicelib.agencies.adapters.directory_store import DynamoDirectoryStore
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.identity.adapters.guests import DynamoGuests
from chalicelib.identity.adapters.people import DynamoAccounts
from chalicelib.identity.application.people import AccountStore, Claims, Taken
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.accounts import Account
from chalicelib.identity.domain.guests import Guest
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.keys import Hasher, KeyPurpose, Sealer
from chalicelib.runtime.crypto.fingerprints import KmsFingerprints
from chalicelib.runtime.crypto.key_sets import HashedBy, KeyStore
from chalicelib.runtime.crypto.keyring import Keyring
from chalicelib.runtime.dynamodb.together import write_together
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import claims as walking
from operations import holdings
from operations.key_custody import key_store_of
from operations.marks import MarkBook
from operations.rehash import WallClock, rehash
from operations.walks import Walker
from tests.support.clock import NOW, FakeClock
from tests.support.directory import make_officer, put_officer
from tests.support.keys import FakeFingerprints
from tests.support.people import WOMAN_OF_1990, make_account
from tests.support.samples import product_on_moto

CREATED = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
OFFICERS = tuple(make_officer(f"O{n}") for n in range(3))
BEFORE = (
    make_account("A0", "+84912345670", identity=WOMAN_OF_1990),
    *(make_account(f"A{n}", f"+8491234567{n}") for n in range(1, 5)),
)


class Killed(BaseException):
    """The machine goes off."""


class Process:
    """One that hashes phones and makes accounts, and remembers the step for a while."""

    def __init__(self, product: Services, store: KeyStore, clock: FakeClock) -> None:
        settings, own = product.get(Settings), product.get(Hasher)
        ring, kms = Keyring(store, clock.now), boto3.client("kms")
        self.hashes = KmsFingerprints(kms, settings.hash_key_id, ring, own)
        self.accounts = DynamoAccounts(settings.people_table, product.get(Sealer))
        self.directory = DynamoDirectoryStore(
            settings.directory_table, product.get(Sealer), own, self.hashes
        )

    def create(self, account: Account) -> Account | Taken:
        number = account.identity.personal_id
        phone = self.hashes.of(KeyPurpose.PHONE, account.phone)
        numbers = self.hashes.of(KeyPurpose.PERSONAL_ID, number) if number else ()
        return self.accounts.create(account, Claims(phone, numbers), CREATED)

    def holder(self, phone: str) -> str | None:
        return self.accounts.holder_of(self.hashes.found_by(KeyPurpose.PHONE, phone))


class Town:
    """A stage of before, and the people who come while it goes over."""

    def __init__(self, product: Services) -> None:
        self.product, self.clock = product, FakeClock()
        self.known = list(BEFORE)
        self.staff, self.gone = list(OFFICERS), list[Officer]()
        self._numbers = count()
        table = product.get(Settings).directory_table
        key = {"pk": {"S": "keys"}, "sk": {"S": "fingerprints"}}
        boto3.client("dynamodb").delete_item(TableName=table, Key=key)
        self.store = key_store_of(product.get(Settings))
        self.warm = Process(product, self.store, self.clock)
        for account in BEFORE:
            assert self.warm.create(account) == account
        for officer in OFFICERS:
            put_officer(self.warm.directory, officer)

    def step(self) -> HashedBy:
        return self.store.read().hashed_by

    def ids(self) -> list[str]:
        table = self.product.get(Settings).people_table
        return [item["id"]["S"] for item in boto3.client("dynamodb").scan(TableName=table)["Items"]]

    def staff_claims(self) -> list[str]:
        pages = holdings.pages_of(self.product, "directory")
        keys = [item["pk"]["S"] for page in pages for item in page]
        return [key for key in keys if key.startswith("staff_phone#")]

    def run(self) -> bool:
        return rehash(self.product, Walker(), WallClock(self.clock.now, self._time_passes))

    def check(self) -> None:
        """Whoever has an account is found by any process, and nobody gets a second one; nor does
        anybody get the phone of an officer who is here."""
        for process in (self.warm, Process(self.product, self.store, self.clock)):
            for account in self.known:
                assert process.holder(account.phone) == account.id
            first = self.known[0]
            again = replace(first, id="B0")
            assert process.create(again) is Taken.PHONE
            other_phone = replace(again, phone="+84912345699")
            assert process.create(other_phone) is Taken.PERSONAL_ID
            self.check_staff(process)

    def check_staff(self, process: Process) -> None:
        for officer in self.staff:
            with pytest.raises(Conflict, match="phone_taken"):
                put_officer(process.directory, make_officer("P0", phone=officer.phone))

    def newcomers(self) -> None:
        """In turns at a process that was there before the step, and at one that knows it."""
        n, fresh = next(self._numbers), Process(self.product, self.store, self.clock)
        here, there = (self.warm, fresh) if n % 2 else (fresh, self.warm)
        account = make_account(f"N{n}", f"+84912340{n:03d}")
        assert here.create(account) == account
        assert there.create(replace(account, id=f"M{n}")) is Taken.PHONE
        self.known.append(account)
        self.staff.append(put_officer(here.directory, make_officer(f"S{n}")))
        gone = self.staff.pop(0)
        put_officer(there.directory, replace(gone, active=False))
        self.gone.append(gone)

    def _time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)
        if self.clock.now().second in (20, 40):
            self.newcomers()
            self.check()


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setattr(walking, "PAGE", 3)
    with product_on_moto() as product:
        yield Town(product)


def old_claims(town: Town) -> list[str]:
    return [id for id in town.ids() if id.startswith(walking.CLAIMS) and "." not in id]


def test_a_stage_goes_over_while_people_register(town: Town) -> None:
    """At no moment is anybody not found, or found twice; at the end nothing is left of before."""
    assert len(old_claims(town)) == len(BEFORE) + 1
    assert town.run()
    assert town.step() is HashedBy.KMS
    town.check()
    assert len(town.known) > len(BEFORE)
    assert old_claims(town) == []
    assert len([id for id in town.ids() if id.startswith("P#")]) == len(town.known)
    claims = town.staff_claims()
    assert all("." in claim for claim in claims)
    assert len(claims) == len(town.staff)
    left = town.ids(), claims
    assert town.run()
    assert (town.ids(), town.staff_claims()) == left
    for gone in town.gone:
        put_officer(
            town.warm.directory,
            replace(gone, id=f"{gone.id}-next", username=f"{gone.username}.next"),
        )


@contextmanager
def dying(after: int) -> Iterator[None]:
    """The process is killed at that call of AWS."""
    lock, calls = Lock(), count(1)
    call = BaseClient._make_api_call

    def counted(client: Any, operation: str, given: Any) -> Any:
        with lock:
            number = next(calls)
        if number >= after:
            raise Killed
        return call(client, operation, given)

    with mock.patch.object(BaseClient, "_make_api_call", counted):
        yield


def test_killed_anywhere_it_goes_on_where_it_was(town: Town) -> None:
    """After each kill everybody is found once; in the end it is done."""
    done, kills, marks = False, 0, MarkBook()
    marks.begin({}, 2, NOW)
    while not done:
        kills += 1
        try:
            with dying(after=30):
                done = rehash(
                    town.product,
                    Walker(marks),
                    WallClock(town.clock.now, lambda s: town.clock.advance(seconds=s)),
                )
        except Killed:
            town.check()
        assert kills < 60
    assert kills > 1
    town.check()
    assert old_claims(town) == []


def test_an_account_that_cannot_be_read_stops_it(town: Town) -> None:
    """Named, and nobody is found worse than before; mended, it goes on."""
    table = town.product.get(Settings).people_table
    dynamodb, key = boto3.client("dynamodb"), {"id": {"S": "A#A2"}}
    kept = dynamodb.get_item(TableName=table, Key=key)["Item"]
    dynamodb.put_item(TableName=table, Item={**kept, "body": {"B": b"broken"}})
    assert not town.run()
    assert town.step() is HashedBy.BOTH_FOUND_BY_OWN
    town.check()
    dynamodb.put_item(TableName=table, Item=kept)
    assert town.run()
    town.check()


def over_already(town: Town) -> None:
    """As stages are that went over when officers' phones were still claimed by the stage's own key;
    one officer is of before phones were claimed at all."""
    assert town.store.hash_by(
        HashedBy.KMS, town.clock.now() - timedelta(days=1), after=HashedBy.OWN
    )
    town.warm = Process(town.product, town.store, town.clock)
    table = town.product.get(Settings).directory_table
    claim, dynamodb = town.staff_claims()[0], boto3.client("dynamodb")
    dynamodb.delete_item(TableName=table, Key={"pk": {"S": claim}, "sk": {"S": "officer"}})


def test_a_stage_that_is_over_claims_its_officers_phones(town: Town) -> None:
    """Each has one claim, by KMS, and keeps it for as long as they are here."""
    over_already(town)
    gone = put_officer(town.warm.directory, replace(OFFICERS[0], active=False))
    assert town.run()
    assert ["." in claim for claim in town.staff_claims()] == [True, True]
    town.staff.remove(OFFICERS[0])
    town.check_staff(town.warm)
    put_officer(town.warm.directory, make_officer("P1", phone=gone.phone))


def test_officers_who_share_a_phone_stop_it(town: Town) -> None:
    """The one without the claim is named, nothing is taken away; mended, it goes on."""
    over_already(town)
    settings = town.product.get(Settings)
    own = DynamoDirectoryStore(
        settings.directory_table, town.product.get(Sealer), town.product.get(Hasher),
        FakeFingerprints(),
    )  # fmt: skip
    twin = put_officer(own, replace(make_officer("P1"), phone=OFFICERS[1].phone))
    before = set(town.staff_claims())
    walker = Walker()
    waits = WallClock(town.clock.now, lambda s: town.clock.advance(seconds=s))
    assert not rehash(town.product, walker, waits)
    assert walker.marks.left_out() in (("officer P1",), ("officer O1",))
    assert before <= set(town.staff_claims())
    put_officer(own, replace(twin, phone=None))
    assert town.run()
    town.check_staff(town.warm)


def test_who_is_changed_meanwhile_is_claimed_as_they_are_then(town: Town) -> None:
    """An officer leaves between being read and being claimed: the phone is free."""
    over_already(town)
    asked = KmsFingerprints.by_kms

    def leaving(hashes: KmsFingerprints, purpose: KeyPurpose, value: str) -> str:
        if value == OFFICERS[2].phone:
            put_officer(town.warm.directory, replace(OFFICERS[2], active=False))
        return asked(hashes, purpose, value)

    with mock.patch.object(KmsFingerprints, "by_kms", leaving):
        assert town.run()
    put_officer(town.warm.directory, make_officer("P1", phone=OFFICERS[2].phone))


def test_a_phone_that_is_kept_for_a_guest_comes_over(town: Town) -> None:
    """The case that was entered for somebody is theirs, whenever the account is made."""
    phone = "+84912340777"
    guests = DynamoGuests(town.product.get(Settings).people_table, town.product.get(Sealer))
    guest = Guest("G1", 1, phone, "Lù A Sử", town.clock.now())
    write_together(
        Connection(), [guests.keeping(guest, town.warm.hashes.of(KeyPurpose.PHONE, phone))]
    )
    assert town.run()
    fresh = Process(town.product, town.store, town.clock)
    assert guests.behind(fresh.hashes.found_by(KeyPurpose.PHONE, phone)) == "G1"
    made = fresh.create(make_account("N1", phone))
    assert isinstance(made, Account)
    assert made.id == "G1"
    assert fresh.holder(phone) == "G1"


def test_a_new_stage_is_there_already() -> None:
    """Nothing to do, nothing taken away."""
    with product_on_moto() as product:
        process = Process(product, key_store_of(product.get(Settings)), FakeClock())
        assert process.create(BEFORE[0]) == BEFORE[0]
        clock = FakeClock()
        waits = WallClock(clock.now, lambda s: clock.advance(seconds=s))
        assert rehash(product, Walker(), waits)
        assert process.holder(BEFORE[0].phone) == "A0"
        assert product.get(AccountStore).find("A0") is not None
