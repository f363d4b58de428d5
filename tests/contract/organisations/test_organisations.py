"""One organisation a number, whoever comes at once: fakes and DynamoDB alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib.identity.adapters.guests import DynamoGuests
from chalicelib.identity.application.guests import GuestDesk, GuestStore
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.quotas import Limiter
from chalicelib.organisations.application.organisations import (
    AskForOrganisation,
    DecideOnOrganisation,
    InviteRepresentative,
    OrganisationDesk,
    ask_for_organisation,
    decide_on_organisation,
    invite_representative,
    own_organisations,
    remove_representative,
)
from chalicelib.organisations.domain.organisations import Organisation
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
from chalicelib.runtime.dynamodb.entries import DynamoEntries
from chalicelib.runtime.dynamodb.limiter import DynamoLimiter
from chalicelib.runtime.dynamodb.schemas import ORGANISATION
from chalicelib.uploads.adapters.records import DynamoUploadStore
from chalicelib.uploads.application.uploads import UploadDesk
from tests.support.cases import INTAKE
from tests.support.clock import FakeClock
from tests.support.directory import make_directory
from tests.support.entries import MemoryEntries
from tests.support.keys import FakeFingerprints, make_sealer
from tests.support.limits import FakeLimiter
from tests.support.organisations import NUMBER, make_organisation_desk
from tests.support.people import POLICY, make_account
from tests.support.people_stores import FakeAccounts, FakeGuests
from tests.support.tables import cloud, make_table
from tests.support.uploads import FakeUploadBytes, FakeUploadStore, make_upload

PEOPLE = [f"A{number}" for number in range(6)]


@pytest.fixture(params=["memory", "moto", "emulator"])
def desk(request: pytest.FixtureRequest) -> Iterator[OrganisationDesk]:
    accounts, clock = FakeAccounts(), FakeClock()
    for number, id in enumerate(PEOPLE):
        accounts.store.put(make_account(id, f"+8491234560{number}"))

    def made(store: Any, guests: GuestStore, uploads: Any, limiter: Limiter) -> OrganisationDesk:
        hidden = GuestDesk(guests, FakeFingerprints(), POLICY)
        files = UploadDesk(uploads, FakeUploadBytes(), clock, limiter, make_directory((), clock))
        for number, id in enumerate(PEOPLE):
            uploads.add(make_upload(file_of(number), id))
            files.files.incoming[file_of(number)] = b"a licence"  # type: ignore[attr-defined]
        return make_organisation_desk(clock, store, accounts, hidden, files, limiter)

    if request.param == "memory":
        store: MemoryEntries[Organisation] = MemoryEntries("organisations")
        yield made(store, FakeGuests(accounts), FakeUploadStore(), FakeLimiter())
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        table, kind = make_table("DirectoryTable"), DirectoryKind.ORGANISATIONS
        entries = DynamoEntries(table, kind, ORGANISATION, Organisation, make_sealer())
        guests = DynamoGuests(make_table("PeopleTable"), make_sealer())
        uploads = DynamoUploadStore(make_table("CasesTable"))
        yield made(entries, guests, uploads, DynamoLimiter(make_table("LedgerTable")))


def file_of(number: int) -> str:
    return f"01J0000000000000000000000{number}"


def ask(desk: OrganisationDesk, number: int) -> str:
    who = Actor(Role.CITIZEN, PEOPLE[number])
    command = AskForOrganisation(who, NUMBER, "Apatit", [file_of(number)], f"seed-{number}", "c-1")
    try:
        return ask_for_organisation(desk, command).asked_by
    except Conflict as refused:
        return refused.code


def listed(desk: OrganisationDesk, account: str) -> list[Organisation]:
    return list(own_organisations(desk, account, 20, None).items)


def test_of_many_who_ask_at_once_one_gets_the_number(desk: OrganisationDesk) -> None:
    """The others' files stay free, and the same request again gets what it made."""
    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        answers = list(pool.map(lambda number: ask(desk, number), range(len(PEOPLE))))
    winners = [answer for answer in answers if answer in PEOPLE]
    assert Counter(answers)["organisation_taken"] == len(PEOPLE) - 1
    assert len(winners) == 1
    assert [bool(listed(desk, id)) for id in PEOPLE] == [id == winners[0] for id in PEOPLE]
    files = desk.uploads.uploads.find(
        [file_of(number) for number in range(len(PEOPLE))], fresh=True
    )
    tied = [file.owner for file in files.values() if file.attached_to]
    assert tied == winners
    assert ask(desk, PEOPLE.index(winners[0])) == winners[0]


def test_an_organisation_is_confirmed_and_represented(desk: OrganisationDesk) -> None:
    """A phone that nobody has is kept for the account that will have it; who is removed loses the
    organisation from their list."""
    ask(desk, 0)
    waiting = listed(desk, "A0")[0]
    confirmed = decide_on_organisation(
        desk, DecideOnOrganisation(INTAKE, waiting, True, None, None, "c-2")
    )
    assert listed(desk, "A0") == [confirmed]
    first = Actor(Role.CITIZEN, "A0")
    invite = InviteRepresentative(first, NUMBER, "0987654321", "seed-9", "c-3")
    both = invite_representative(desk, invite)
    assert invite_representative(desk, invite) == both
    guest = both.representatives[1].account
    assert desk.guests.guests.find(guest) is not None
    assert listed(desk, guest) == [both]
    remove_representative(desk, first, NUMBER, guest, "c-4")
    assert listed(desk, guest) == []
    assert [one.version for one in listed(desk, "A0")] == [4]
