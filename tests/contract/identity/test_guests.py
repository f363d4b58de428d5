"""Phones that are kept for accounts to come: what the fakes promise, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import pytest

from chalicelib.identity.adapters.guests import DynamoGuests
from chalicelib.identity.adapters.people import DynamoAccounts
from chalicelib.identity.application.guests import GuestStore
from chalicelib.identity.application.people import AccountStore, Taken
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.accounts import Account, IdentityLevel
from chalicelib.identity.domain.guests import Guest
from chalicelib.kernel.together import Part, Refused
from chalicelib.runtime.dynamodb import together
from tests.support.clock import NOW
from tests.support.keys import make_sealer
from tests.support.people import PHONE, WOMAN_OF_1990, claims_of, hash_of, make_account
from tests.support.people_stores import FakeAccounts, FakeGuests
from tests.support.tables import cloud, make_table
from tests.support.together import write_together

CREATED = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c-1")
GUEST = Guest("G1", 1, PHONE, "Lù A Sử", NOW)
HASHES = (hash_of(PHONE),)


@dataclass
class Town:
    """Guests and accounts in one place."""

    guests: GuestStore
    accounts: AccountStore
    in_memory: bool

    def write(self, part: Part) -> None:
        if self.in_memory:
            write_together([part])
        else:
            together.write_together(together.Connection(), [part])

    def create(self, account: Account) -> Account | Taken:
        return self.accounts.create(account, claims_of(account), CREATED)


@pytest.fixture(params=["memory", "moto", "emulator"])
def town(request: pytest.FixtureRequest) -> Iterator[Town]:
    if request.param == "memory":
        accounts = FakeAccounts()
        yield Town(FakeGuests(accounts), accounts, in_memory=True)
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        table = make_table("PeopleTable")
        guests, stored = DynamoGuests(table, make_sealer()), DynamoAccounts(table, make_sealer())
        yield Town(guests, stored, in_memory=False)


def test_a_guest_has_the_phone_and_no_account(town: Town) -> None:
    """Signing in knows of nobody."""
    assert town.guests.behind(HASHES[0]) is None
    town.write(town.guests.keeping(GUEST, HASHES))
    assert town.guests.find("G1") == GUEST
    assert town.guests.behind(HASHES[0]) == "G1"
    assert town.accounts.holder_of(HASHES[0]) is None
    assert town.accounts.find("G1") is None


def test_a_phone_is_kept_once(town: Town) -> None:
    """Neither for a second guest nor where there is an account; the refused one leaves nothing."""
    town.write(town.guests.keeping(GUEST, HASHES))
    with pytest.raises(Refused):
        town.write(town.guests.keeping(replace(GUEST, id="G2"), HASHES))
    assert town.guests.find("G2") is None
    other = make_account("A2", "+84912345679")
    town.create(other)
    with pytest.raises(Refused):
        town.write(town.guests.keeping(replace(GUEST, id="G3"), (hash_of(other.phone),)))
    assert town.guests.behind(hash_of(other.phone)) == "A2"


def test_the_account_takes_the_guests_place(town: Town) -> None:
    """Under the id that was kept, once: the same request again finds it, another is refused."""
    town.write(town.guests.keeping(GUEST, HASHES))
    made = town.create(make_account())
    assert made == make_account("G1")
    assert town.accounts.find("G1") == made
    assert town.accounts.holder_of(HASHES[0]) == "G1"
    assert town.guests.find("G1") is None
    assert town.create(make_account()) == make_account("G1")
    assert town.create(make_account("A2")) is Taken.PHONE
    assert town.guests.behind(HASHES[0]) == "G1"


def test_who_is_refused_for_the_number_leaves_the_guest(town: Town) -> None:
    """The phone stays kept until an account is made."""
    taken = {"identity": WOMAN_OF_1990, "level": IdentityLevel.DECLARED}
    town.create(make_account("A9", "+84912345679", **taken))
    town.write(town.guests.keeping(GUEST, HASHES))
    assert town.create(make_account(**taken)) is Taken.PERSONAL_ID
    assert town.guests.find("G1") == GUEST
    assert town.guests.behind(HASHES[0]) == "G1"


def test_of_many_at_once_one_gets_the_phone(town: Town) -> None:
    """Cases that are entered and registrations race: whoever has the phone has one id."""

    def keep(number: int) -> str | None:
        try:
            town.write(town.guests.keeping(replace(GUEST, id=f"G{number}"), HASHES))
        except Refused:
            return town.guests.behind(HASHES[0])
        return f"G{number}"

    def register(number: int) -> str | None:
        made = town.create(make_account(f"A{number}"))
        return made.id if isinstance(made, Account) else town.guests.behind(HASHES[0])

    with ThreadPoolExecutor(8) as pool:
        kept, registered = pool.map(keep, range(4)), pool.map(register, range(4))
        ids = {*kept, *registered}
    assert len(ids) == 1
    assert town.accounts.holder_of(HASHES[0]) in ids


def test_a_guest_is_claimed_by_another_hash_too(town: Town) -> None:
    """Of a stage that comes over to another key; the phone of somebody else is not."""
    town.write(town.guests.keeping(GUEST, HASHES))
    assert town.guests.claim(GUEST, ("new",))
    assert town.guests.claim(GUEST, ("new",))
    assert town.guests.behind("new") == "G1"
    assert not town.guests.claim(replace(GUEST, id="G2"), ("new",))
