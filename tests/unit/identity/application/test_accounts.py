"""Making, reading and changing accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.identity.application.accounts import (
    CreateAccount,
    change_account,
    create_account,
    read_account,
)
from chalicelib.identity.domain import registrations
from chalicelib.identity.domain.account_events import AccountEvent
from chalicelib.identity.domain.accounts import Account, Flag, IdentityLevel, Particulars
from chalicelib.identity.domain.consents import ConsentGiven
from chalicelib.identity.domain.personal_ids import Sex
from chalicelib.kernel.errors import Conflict, Invalid, NotFound, TooMany, Unauthenticated
from tests.support.clock import NOW
from tests.support.keys import FakeFingerprints
from tests.support.people import NEEDED_CONSENTS, PHONE, POLICY, People, hash_of

OTHER_PHONE = "+84912345679"
NUMBER = {
    "personal_id": " 010190000123 ",
    "date_of_birth": date(1990, 5, 17),
    "sex": Sex.FEMALE,
}


@pytest.fixture
def people() -> People:
    return People()


def prove(people: People, id: str, phone: str = PHONE) -> None:
    begun = registrations.begin(id, phone, NOW, POLICY.codes)
    people.registrations.put(replace(begun, verified_at=NOW))


def create(people: People, registration: str = "R1", seed: str = "s", **more: Any) -> Account:
    values: dict[str, Any] = {
        "full_name": "Giàng Thị Mẩy",
        "commune": "02647",
        "consents": NEEDED_CONSENTS,
        **more,
    }
    command = CreateAccount(registration, seed=seed, correlation_id="c-1", **values)
    return create_account(people.account_desk, command)


def test_a_proven_phone_makes_an_account(people: People) -> None:
    """With name and commune alone: no number is a condition for feedback."""
    prove(people, "R1")
    account = create(people)
    assert read_account(people.account_desk, account.id) == account
    assert (account.phone, account.level, account.flags) == (PHONE, IdentityLevel.PHONE_PROVEN, ())
    assert [(c.purpose, c.at, c.channel) for c in account.consents] == [
        (given.purpose, NOW, "app") for given in NEEDED_CONSENTS
    ]
    assert [event["type"] for event in people.accounts.store.events] == ["account.created"]


def test_a_declared_number_gives_level_1(people: People) -> None:
    """Trimmed, and kept as text with its leading zero."""
    prove(people, "R1")
    account = create(people, **NUMBER)
    assert account.level is IdentityLevel.DECLARED
    assert account.identity.personal_id == "010190000123"


def test_an_unknown_place_flags_the_account(people: People) -> None:
    """And refuses nobody."""
    prove(people, "R1")
    account = create(people, **{**NUMBER, "personal_id": "999190000123"})
    assert account.flags == (Flag.REVIEW,)


def test_all_faults_come_at_once(people: People) -> None:
    """Whoever fills in a form is told everything the first time."""
    prove(people, "R1")
    with pytest.raises(Invalid) as caught:
        create(
            people,
            full_name=" ",
            commune="99999",
            email="x",
            personal_id="1",
            consents=[ConsentGiven("x", 1)],
        )
    assert sorted((fault.path, fault.code) for fault in caught.value.faults) == [
        (("commune_code",), "unknown_commune"),
        (("consents",), "consent_missing"),
        (("consents",), "consent_missing"),
        (("consents", 0, "purpose"), "consent_unknown"),
        (("date_of_birth",), "missing"),
        (("email",), "email_form"),
        (("full_name",), "blank"),
        (("personal_id",), "personal_id_form"),
        (("sex",), "missing"),
    ]


def test_the_same_request_again_is_the_same_account(people: People) -> None:
    """Also when the first try was cut off after it had written."""
    prove(people, "R1")
    first = create(people)
    people.clock.advance(seconds=31)
    assert create(people).id == first.id
    assert len(people.accounts.store.events) == 1


def test_a_phone_has_one_account(people: People) -> None:
    """Only who proves the phone learns that it has one."""
    prove(people, "R1")
    prove(people, "R2")
    create(people)
    with pytest.raises(Conflict, match="phone_taken"):
        create(people, "R2", seed="t")


def test_a_taken_number_is_told_three_times_a_day(people: People) -> None:
    """The fourth ask is refused whether or not the number is taken; tomorrow is another day."""
    prove(people, "R1")
    prove(people, "R2", OTHER_PHONE)
    create(people, **NUMBER)
    for seed in "abc":
        with pytest.raises(Conflict, match="personal_id_taken"):
            create(people, "R2", seed, **NUMBER)
    free = {**NUMBER, "personal_id": "010190000124"}
    for wanted in (NUMBER, free):
        with pytest.raises(TooMany, match="personal_id_asked_too_often"):
            create(people, "R2", "d", **wanted)
    assert people.accounts.holder_of(hash_of(OTHER_PHONE)) is None
    people.clock.advance(days=1)
    assert create(people, "R2", "e", **free)


def test_without_the_number_the_door_stays_open(people: People) -> None:
    """Who asked too often still gets an account of level 0."""
    prove(people, "R1")
    prove(people, "R2", OTHER_PHONE)
    create(people, **NUMBER)
    for seed in "abcd":
        with pytest.raises((Conflict, TooMany)):
            create(people, "R2", seed, **NUMBER)
    assert create(people, "R2", "e").level is IdentityLevel.PHONE_PROVEN


def test_faulty_asks_do_not_count(people: People) -> None:
    """They are answered without looking, so they tell nothing."""
    prove(people, "R1")
    for _ in range(5):
        with pytest.raises(Invalid):
            create(people, **{**NUMBER, "sex": Sex.MALE})
    assert create(people, **NUMBER)


def test_only_a_proven_registration_counts(people: People) -> None:
    """A token for one that is gone or unproven is a bad token."""
    people.registrations.put(registrations.begin("R1", PHONE, NOW, POLICY.codes))
    for registration in ("R1", "R2"):
        with pytest.raises(Unauthenticated, match="bad_token"):
            create(people, registration)


def test_people_change_their_particulars(people: People) -> None:
    """Name, commune and email; all faults at once; nobody's account is not found."""
    prove(people, "R1")
    account = create(people)
    people.clock.advance(hours=1)
    wanted = Particulars(full_name="Má A Sử", email="a@b.vn")
    changed = change_account(people.account_desk, account.id, wanted)
    assert read_account(people.account_desk, account.id) == changed
    assert (changed.full_name, changed.email, changed.commune) == ("Má A Sử", "a@b.vn", "02647")
    assert changed.updated_at == NOW + timedelta(hours=1)
    with pytest.raises(Invalid) as caught:
        change_account(people.account_desk, account.id, Particulars("", "1", "x"))
    assert len(caught.value.faults) == 3
    with pytest.raises(NotFound, match="account_not_found"):
        change_account(people.account_desk, "A9", wanted)


def test_two_changes_at_once_both_count(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reads again instead of overwriting; endless racing ends in a 429."""
    prove(people, "R1")
    account = create(people)
    save = people.accounts.save

    def be_late(mine: Account, event: AccountEvent | None) -> bool:
        monkeypatch.setattr(people.accounts, "save", save)
        change_account(people.account_desk, account.id, Particulars(email="a@b.vn"))
        return save(mine, event)

    monkeypatch.setattr(people.accounts, "save", be_late)
    change_account(people.account_desk, account.id, Particulars(full_name="Má A Sử"))
    found = read_account(people.account_desk, account.id)
    assert (found.full_name, found.email, found.version) == ("Má A Sử", "a@b.vn", 3)
    monkeypatch.setattr(people.accounts, "save", lambda *_: False)
    with pytest.raises(TooMany, match="too_busy"):
        change_account(people.account_desk, account.id, Particulars(email="c@d.vn"))


@pytest.mark.parametrize(("declared", "calls"), [({}, 0), (NUMBER, 1)])
def test_an_account_asks_for_the_hash_of_its_number_only(
    people: People, declared: dict[str, Any], calls: int
) -> None:
    """That of its phone came with the registration: at most one call a request."""
    fingerprints = people.limits.fingerprints
    assert isinstance(fingerprints, FakeFingerprints)
    phone_hashes = (hash_of(PHONE),)
    begun = registrations.begin("R1", PHONE, NOW, POLICY.codes, phone_hashes)
    people.registrations.put(replace(begun, verified_at=NOW))
    create(people, **declared)
    assert fingerprints.asked == calls
    assert people.accounts.holder_of(hash_of(PHONE))
