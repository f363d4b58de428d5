"""Officers sign in with password and code."""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.agencies.domain.agencies import ROSTER_ROLES
from chalicelib.identity.application.codes import pending_code
from chalicelib.identity.application.sign_ins import CodeAnswer
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import DomainError, Invalid, NotFound, TooMany, Unauthenticated
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import store
from chalicelib.runtime.workers import contracts
from chalicelib.staff.application.officer_sessions import (
    OfficerCodeSent,
    SignedInOfficer,
    StartOfficerSignIn,
    end_officer_session,
    finish_officer_sign_in,
    refresh_officer_session,
    start_officer_sign_in,
)
from chalicelib.staff.domain.credentials import Credentials
from tests.support.actors import CENTRAL_AGENCY
from tests.support.audit import OPERATOR
from tests.support.clock import NOW
from tests.support.keys import make_tokens
from tests.support.people import OFFICER, PASSWORD, POLICY, People, set_password


@pytest.fixture
def people() -> People:
    people = People()
    set_password(people.officer_desk, OFFICER.id, PASSWORD)
    return people


def start(
    people: People, username: str = "ltmay", password: str = PASSWORD, seed: str = "s"
) -> OfficerCodeSent:
    command = StartOfficerSignIn(username, password, None, seed, "c-1")
    return start_officer_sign_in(people.officer_desk, command)


def sign_in(people: People, seed: str = "s") -> SignedInOfficer:
    sent = start(people, seed=seed)
    code = people.code_of(f"F#{sent.id}")
    return finish_officer_sign_in(people.officer_desk, sent.id, CodeAnswer(code, "r1"))


def refresh(people: People, signed_in: SignedInOfficer) -> SignedInOfficer:
    token = signed_in.tokens.refresh_token
    return refresh_officer_session(people.officer_desk, token, new_seed())


def test_a_hash_of_before_is_made_anew_when_its_owner_signs_in(people: People) -> None:
    """By the password that was right, once, and nobody is told anything."""
    old = f"scrypt$16$8$1${_text(bytes(16))}${_text(_scrypt(PASSWORD))}"
    people.credentials.put(Credentials(OFFICER.id, 2, old))
    told = len(people.credentials.events)
    assert refused(people) == "wrong_credentials"
    assert people.credentials.find(OFFICER.id) == Credentials(OFFICER.id, 2, old)
    for seed in ("s-1", "s-2"):
        start(people, seed=seed)
        present = people.credentials.find(OFFICER.id)
        assert present
        assert present.version == 3
        assert present.password_hash.startswith("$argon2id$")
    assert len(people.credentials.events) == told


def _scrypt(password: str) -> bytes:
    plain = unicodedata.normalize("NFKC", password).encode()
    return hashlib.scrypt(plain, salt=bytes(16), n=16, r=8, p=1, dklen=32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def refused(people: People, username: str = "ltmay", password: str = "x" * 12) -> str:
    with pytest.raises(DomainError) as caught:
        start(people, username, password)
    return caught.value.code


@pytest.mark.parametrize("role", ROSTER_ROLES)
@pytest.mark.parametrize("agency", [CENTRAL_AGENCY, "ubnd-02647"])
def test_the_token_says_what_the_role_covers(people: People, role: Role, agency: str) -> None:
    """The province for desk, supervisors and administrators of the central agency, else the agency;
    as it is at each refresh."""
    signed_in = sign_in(people)
    people.roster.records["U1"] = replace(OFFICER, role=role, agency=agency)
    token = refresh(people, signed_in).tokens.access_token
    actor = make_tokens().read_access(token, people.clock.now()).actor
    wide = role in (Role.INTAKE, Role.SUPERVISOR, Role.ADMINISTRATOR) and agency == CENTRAL_AGENCY
    assert actor == Actor(role, "U1", agency, province=wide)


def test_password_and_code_give_tokens(people: People) -> None:
    """With role and agency of the roster, for requests that need no other look-up."""
    signed_in = sign_in(people)
    bearer = make_tokens().read_access(signed_in.tokens.access_token, people.clock.now())
    assert bearer.actor == Actor(Role.OFFICER, "U1", "so-xay-dung")
    assert signed_in.officer == OFFICER
    types = [event["type"] for event in people.officer_sessions.events]
    assert types == ["officer_sign_in.code_requested", "session.opened"]


def test_usernames_are_forgiving(people: People) -> None:
    """A phone's keyboard begins with a capital and ends with a blank."""
    assert start(people, " LTMay ").channel is Channel.SMS


@pytest.mark.parametrize(
    ("phone", "channel", "address"),
    [
        (OFFICER.phone, Channel.SMS, OFFICER.phone),
        ("", Channel.EMAIL, OFFICER.email),
    ],
)
def test_the_code_goes_where_the_roster_says(
    people: People, phone: str, channel: Channel, address: str
) -> None:
    """By SMS, or by email for who has no phone there."""
    people.roster.records["U1"] = replace(OFFICER, phone=phone)
    sent = start(people)
    stores = people.code_stores
    pending = pending_code(stores, f"F#{sent.id}")
    assert pending
    assert (sent.channel, pending.channel, pending.address) == (channel, channel, address)
    assert pending.expires_at == sent.expires_at


def test_wrong_passwords_and_unknown_names_look_alike(people: People) -> None:
    """The same answers in the same number, the lock included."""
    people.roster.records["U2"] = replace(OFFICER, id="U2", username="nobodyset")
    people.roster.records["U3"] = replace(OFFICER, id="U3", username="gone", active=False)
    set_password(people.officer_desk, "U3", PASSWORD)
    tries = {
        "ltmay": "wrong password 1",
        "unknown": PASSWORD,
        "nobodyset": PASSWORD,
        "gone": PASSWORD,
    }
    for username, password in tries.items():
        answers = [refused(people, username, password) for _ in range(6)]
        assert answers == ["wrong_credentials"] * 5 + ["signing_in_locked"], username
    assert people.officer_sessions.events == []


def test_each_wrong_password_is_told_by_its_count_whosever_name_it_is(people: People) -> None:
    """At one write, so that no time tells a name; of nobody's name no word of it is told."""
    for username in ("ltmay", "unknown"):
        reads = people.guards.reads
        for _ in range(2):
            refused(people, username)
        assert people.guards.reads == reads + 2, "the guard is not read once more"
    told = [(event["type"], event["what"]) for event in people.guards.events]
    assert told == [
        ("password.wrong", {"officer": officer, "failures": failures})
        for officer in (OFFICER.id, None)
        for failures in (1, 2)
    ]
    assert "unknown" not in {event["subject"] for event in people.guards.events}
    assert len({event["id"] for event in people.guards.events}) == 4


def test_of_wrong_passwords_at_one_moment_none_goes_untold(people: People) -> None:
    """Each that was looked at is a line: four, and the one that locks."""
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: refused(people), range(20)))
    assert set(answers) <= {"wrong_credentials", "signing_in_locked", "too_busy"}
    told = sorted(event["what"]["failures"] for event in people.guards.events)
    assert told == [1, 2, 3, 4, 5]


def test_the_lock_holds_for_the_right_password_and_then_ends(people: People) -> None:
    """Fifteen minutes after the last failure; another username is not touched."""
    for _ in range(5):
        refused(people)
    assert refused(people, password=PASSWORD) == "signing_in_locked"
    people.clock.advance(minutes=14)
    with pytest.raises(TooMany) as caught:
        start(people)
    assert caught.value.retry_after == 60
    people.clock.advance(minutes=1)
    assert start(people)


def test_a_right_password_clears_the_count(people: People) -> None:
    """Four slips, a success, four slips: nobody is locked."""
    for seed in "ab":
        for _ in range(4):
            assert refused(people) == "wrong_credentials"
        assert start(people, seed=seed)


def test_no_number_of_tries_at_once_gets_past_the_lock(people: People) -> None:
    """Each try is counted before its password is looked at."""
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: refused(people), range(40)))
    assert answers.count("wrong_credentials") == 5
    assert set(answers) == {"wrong_credentials", "signing_in_locked"}


def test_wrong_codes_lock_the_sign_in(people: People) -> None:
    """The second factor has its own five tries."""
    sent = start(people)
    for _ in range(5):
        with pytest.raises(Invalid, match="wrong_code"):
            finish_officer_sign_in(people.officer_desk, sent.id, CodeAnswer("x", "r1"))
    answer = CodeAnswer(people.code_of(f"F#{sent.id}"), "r1")
    with pytest.raises(TooMany, match="code_locked"):
        finish_officer_sign_in(people.officer_desk, sent.id, answer)


def test_codes_for_one_officer_are_limited(people: People) -> None:
    """Whoever knows the password still cannot guess codes all day."""
    for number in range(POLICY.codes_per_officer.per_network[0].most):
        start(people, seed=str(number))
    with pytest.raises(TooMany, match="too_many_codes"):
        start(people, seed="one more")


def test_role_and_agency_follow_the_roster_at_refresh(people: People) -> None:
    """A promotion acts within fifteen minutes, and so does a dismissal."""
    signed_in = sign_in(people)
    people.roster.records["U1"] = replace(OFFICER, role=Role.LEADER)
    signed_in = refresh(people, signed_in)
    bearer = make_tokens().read_access(signed_in.tokens.access_token, people.clock.now())
    assert bearer.actor.role is Role.LEADER
    people.roster.records["U1"] = replace(OFFICER, active=False)
    with pytest.raises(Unauthenticated, match="session_ended"):
        refresh(people, signed_in)


def test_idle_officers_sign_in_again(people: People) -> None:
    """An hour without a refresh ends the session, and twelve hours end it in any case."""
    signed_in = sign_in(people)
    for _ in range(12):
        people.clock.advance(minutes=59)
        signed_in = refresh(people, signed_in)
    people.clock.advance(minutes=12)
    with pytest.raises(Unauthenticated, match="session_expired"):
        refresh(people, signed_in)
    idle = sign_in(people, "t")
    people.clock.advance(hours=1)
    with pytest.raises(Unauthenticated, match="session_expired"):
        refresh(people, idle)


def test_signing_out_ends_the_session(people: People) -> None:
    """Its refresh token is worth nothing any more."""
    signed_in = sign_in(people)
    bearer = make_tokens().read_access(signed_in.tokens.access_token, people.clock.now())
    end_officer_session(people.officer_desk, bearer.session)
    with pytest.raises(Unauthenticated, match="session_ended"):
        refresh(people, signed_in)


def test_a_new_password_replaces_the_old(people: People) -> None:
    """And must be long enough; the audit is told of the one that was replaced."""
    set_password(people.officer_desk, OFFICER.id, "một mật khẩu khác")
    assert refused(people, password=PASSWORD) == "wrong_credentials"
    assert start(people, password="một mật khẩu khác")
    with pytest.raises(Invalid):
        set_password(people.officer_desk, OFFICER.id, "short")
    (told,) = people.credentials.events
    contracts.check("audit_event/1", told)
    assert (told["type"], told["subject"]) == ("officer.changed", f"officer#{OFFICER.id}")
    assert (told["what"], told["actor"]["id"]) == ({"password": "replaced"}, OPERATOR.id)  # type: ignore[index]


def test_an_unknown_sign_in_is_not_found(people: People) -> None:
    """Its id was made up; a citizen's session id is none here."""
    with pytest.raises(NotFound, match="session_not_found"):
        finish_officer_sign_in(people.officer_desk, "F1", CodeAnswer("000000", "r1"))


def test_what_is_kept_outlasts_the_rules_that_it_is_kept_for(people: People) -> None:
    """A lock or a sign-in of some days is not forgotten after one."""
    days = timedelta(days=3)
    policy = replace(
        POLICY,
        lock_out=replace(POLICY.lock_out, lock=days),
        codes=replace(POLICY.codes, open_for=days),
    )
    desk = people.officer_desk
    desk = replace(desk, policy=policy)
    sent = start_officer_sign_in(desk, StartOfficerSignIn("ltmay", PASSWORD, None, "s", "c-1"))
    until = people.clock.now() + days
    assert desk.sessions.expiries[sent.id] > until  # type: ignore[attr-defined]
    assert all(expiry > until for expiry in desk.guards.expiries.values())  # type: ignore[attr-defined]


def test_the_audit_is_told_of_sign_ins_wrong_codes_and_locks(people: People) -> None:
    """With the write that they come with; a request that comes again tells nothing anew."""
    sent = start(people)
    with pytest.raises(Invalid):
        finish_officer_sign_in(people.officer_desk, sent.id, CodeAnswer("000000", "r0"))
    code = people.code_of(f"F#{sent.id}")
    for _ in range(2):
        signed_in = finish_officer_sign_in(
            people.officer_desk, sent.id, CodeAnswer(code, "r1", correlation_id="c-9")
        )
    end_officer_session(people.officer_desk, signed_in.tokens.session)
    for _ in range(POLICY.lock_out.failures):
        assert refused(people) == "wrong_credentials"
    told = [
        event
        for event in (*people.officer_sessions.events, *people.guards.events)
        if event["schema"] == "audit_event/1"
    ]
    for event in told:
        contracts.check("audit_event/1", json.loads(json.dumps(event)))
    assert [(event["type"], event["what"]) for event in told] == [
        ("code.wrong", {"wrong": 1, "locked": False}),
        ("session.opened", {}),
        ("session.ended", {}),
        *(
            ("password.wrong", {"officer": OFFICER.id, "failures": failures})
            for failures in range(1, POLICY.lock_out.failures)
        ),
        (
            "sign_in.locked",
            {
                "officer": OFFICER.id,
                "failures": POLICY.lock_out.failures,
                "until": store(NOW + POLICY.lock_out.lock),
            },
        ),
    ]
    assert {event["subject"] for event in told[3:]} == {f"officer#{OFFICER.id}"}
    officer = {"role": OFFICER.role.value, "id": OFFICER.id, "agency": OFFICER.agency}
    assert [event["actor"] for event in told[:3]] == [officer] * 3
    assert told[1]["correlation_id"] == "c-9"
