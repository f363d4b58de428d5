"""From a phone number to a registration token."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.identity.application.codes import CodeSent
from chalicelib.identity.application.registrations import (
    StartRegistration,
    registration_token,
    resend_code,
    start_registration,
    verify_registration,
)
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.kernel.errors import DomainError, Invalid, NotFound, TooMany
from chalicelib.runtime.workers import contracts
from tests.support.clock import NOW
from tests.support.keys import FakeFingerprints, make_tokens
from tests.support.people import PHONE, POLICY, People, claims_of, hash_of, make_account


@pytest.fixture
def people() -> People:
    return People()


def start(people: People, phone: str = "0912345678", seed: str = "s", **more: str) -> CodeSent:
    command = StartRegistration(phone, more.get("address"), seed, "c-1")
    return start_registration(people.registration_desk, command)


def test_a_registration_leads_to_a_token(people: People) -> None:
    """Phone, code, token: the whole way."""
    sent = start(people)
    code = people.code_of(f"R#{sent.id}")
    with pytest.raises(NotFound, match="registration_not_found"):
        registration_token(people.registration_desk, sent.id)
    issued = verify_registration(people.registration_desk, sent.id, code, "r1")
    assert make_tokens().read_registration(issued.token, NOW) == sent.id
    assert people.registrations.find(sent.id).phone == PHONE
    assert (sent.expires_at - NOW).total_seconds() == 300
    assert sent.resend_after == 60


def test_the_answer_is_the_same_for_a_known_phone(people: People) -> None:
    """Nobody learns by asking who has an account."""
    unknown = start(people)
    event = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c")
    people.accounts.create(make_account(), claims_of(make_account()), event)
    known = start(people, seed="t")
    assert (known.expires_at, known.resend_after) == (unknown.expires_at, unknown.resend_after)
    assert people.code_of(f"R#{known.id}")


def test_each_code_makes_one_event(people: People) -> None:
    """The notifier hears of the first code and of each further one, and of nothing else."""
    sent = start(people)
    with pytest.raises(Invalid):
        verify_registration(people.registration_desk, sent.id, "x", "r1")
    people.clock.advance(minutes=1)
    resend_code(people.registration_desk, sent.id, None, "c-2")
    events = [e for e in people.registrations.events if e["schema"] == "account_event/1"]
    assert [event["id"] for event in events] == [f"R#{sent.id}#1", f"R#{sent.id}#3"]
    assert {event["type"] for event in events} == {"registration.code_requested"}
    assert [event["correlation_id"] for event in events] == ["c-1", "c-2"]


def test_the_same_request_again_is_one_registration(people: People) -> None:
    """Taken over after a crash it answers with what is there."""
    first = start(people)
    people.clock.advance(seconds=31)
    assert start(people) == first
    assert len(people.registrations.events) == 1


def test_a_wrong_code_tells_how_many_tries_are_left(people: People) -> None:
    """Five, then the right one is refused too, on a fresh code as well."""
    sent = start(people)
    left = []
    for _ in range(5):
        with pytest.raises(Invalid, match="wrong_code") as caught:
            verify_registration(people.registration_desk, sent.id, "x", "r1")
        left.append(caught.value.faults[0].params["left"])
    assert left == [4, 3, 2, 1, 0]
    people.clock.advance(minutes=2)
    with pytest.raises(TooMany, match="code_locked"):
        verify_registration(people.registration_desk, sent.id, people.code_of(f"R#{sent.id}"), "r1")
    with pytest.raises(TooMany, match="code_locked"):
        resend_code(people.registration_desk, sent.id, None, "c")


def test_the_audit_is_told_of_each_wrong_code_by_count(people: People) -> None:
    """Whose phone it is nobody knows yet; the right code is no line."""
    sent = start(people)
    for _ in range(2):
        with pytest.raises(Invalid, match="wrong_code"):
            verify_registration(people.registration_desk, sent.id, "x", "r1", correlation_id="c-9")
    verify_registration(people.registration_desk, sent.id, people.code_of(f"R#{sent.id}"), "r2")
    told = [e for e in people.registrations.events if e["schema"] == "audit_event/1"]
    for event in told:
        contracts.check("audit_event/1", event)
    assert [(e["type"], e["subject"], e["what"]) for e in told] == [
        ("code.wrong", f"R#{sent.id}", {"wrong": 1, "locked": False}),
        ("code.wrong", f"R#{sent.id}", {"wrong": 2, "locked": False}),
    ]
    assert told[0]["actor"] == {"role": "citizen", "id": "nobody", "agency": None}
    assert told[0]["correlation_id"] == "c-9"


def test_of_many_who_give_the_code_one_proves_the_phone(people: People) -> None:
    """At the same moment, under other keys; the winner's own repeat is answered again."""
    sent = start(people)
    code = people.code_of(f"R#{sent.id}")

    def answer(number: int) -> str:
        try:
            verify_registration(people.registration_desk, sent.id, code, f"r{number}")
        except DomainError as error:
            return error.code
        return f"r{number}"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(answer, range(8)))
    (winner,) = set(answers) - {"code_used"}
    assert answers.count("code_used") == 7
    verify_registration(people.registration_desk, sent.id, code, winner)


def test_a_further_code_makes_the_first_useless(people: People) -> None:
    """Only the newest opens."""
    sent = start(people)
    first = people.code_of(f"R#{sent.id}")
    second = first
    while second == first:
        people.clock.advance(minutes=1)
        resend_code(people.registration_desk, sent.id, None, "c")
        second = people.code_of(f"R#{sent.id}")
    with pytest.raises(Invalid, match="wrong_code"):
        verify_registration(people.registration_desk, sent.id, first, "r1")
    verify_registration(people.registration_desk, sent.id, second, "r1")
    assert people.registrations.find(sent.id).verified_at == people.clock.now()


def test_codes_for_one_phone_are_limited(people: People) -> None:
    """However the number is written, and however the code is asked for."""
    most = POLICY.codes_per_phone.per_network[0].most
    sent = start(people)
    for number in range(most - 2):
        start(people, "+84 912 345 678", seed=str(number))
    people.clock.advance(minutes=1)
    resend_code(people.registration_desk, sent.id, None, "c")
    with pytest.raises(TooMany, match="too_many_codes") as caught:
        start(people, seed="one more")
    assert caught.value.retry_after == 54 * 60
    start(people, "0912345679")


def test_a_code_that_is_not_sent_costs_nothing(people: People) -> None:
    """Asking again too early does not use up the phone's quota."""
    sent = start(people)
    for _ in range(20):
        with pytest.raises(TooMany, match="resend_too_early"):
            resend_code(people.registration_desk, sent.id, None, "c")
    start(people, seed="t")


def test_networks_are_limited_generously(people: People) -> None:
    """A whole village behind one network registers; a machine that tries all numbers does not."""
    most = POLICY.codes_per_network[0].most
    for number in range(most):
        start(people, f"09{12000000 + number}", str(number), address="198.51.100.7")
    with pytest.raises(TooMany, match="too_many_codes"):
        start(people, "0931234567", "x", address="198.51.100.7")
    with pytest.raises(TooMany, match="too_many_codes"):
        start(people, "0931234567", "x", address="198.51.100.8")
    start(people, "0931234567", "x", address="198.51.101.7")
    start(people, "0931234568", "y")


@pytest.mark.parametrize("phone", ["", "0912", "+8613812345678"])
def test_a_number_that_is_none_leaves_no_trace(people: People, phone: str) -> None:
    """It is refused before anything is kept or counted."""
    with pytest.raises(Invalid):
        start(people, phone)
    assert people.registrations.events == []


def test_an_unknown_registration_is_not_found(people: People) -> None:
    """Verifying and sending again alike."""
    with pytest.raises(NotFound, match="registration_not_found"):
        verify_registration(people.registration_desk, "R1", "000000", "r1")
    with pytest.raises(NotFound, match="registration_not_found"):
        resend_code(people.registration_desk, "R1", None, "c")


def test_a_registration_hashes_its_phone_once(people: People) -> None:
    """When it begins; resending and the account itself know the hash."""
    fingerprints = people.limits.fingerprints
    assert isinstance(fingerprints, FakeFingerprints)
    sent = start(people)
    assert fingerprints.asked == 1
    people.clock.advance(minutes=2)
    resend_code(people.registration_desk, sent.id, None, "c")
    assert people.registrations.find(sent.id).phone_hashes == (hash_of(PHONE),)
    assert fingerprints.asked == 1
