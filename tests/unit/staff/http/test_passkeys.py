"""Administrators sign in with passkeys, whose devices are real ones in all but hardware."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.identity.domain.account_events import AccountEventType
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.keys import Bearer
from chalicelib.staff.application.office_accounts import account_of
from localstack.demo.security_key import text
from tests.support.actors import central
from tests.support.api import Answer
from tests.support.authenticator import HOST, ORIGIN, Authenticator
from tests.support.keys import make_tokens
from tests.support.passkey_acts import CONFIRM, KEYS, PROOF, WRONG
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

WHO = central(Role.ADMINISTRATOR, OFFICER.id)
ME = "/v1/officer/me"


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        api.people.roster.records[OFFICER.id] = replace(OFFICER, role=Role.ADMINISTRATOR)
        yield api


def ask(api: PeopleApi, path: str, body: dict[str, str], who: Actor = WHO) -> Answer:
    token = make_tokens().issue_access(Bearer(who, "s1"), api.people.clock.now()).token
    return api.send("POST", path, body, token)


def me(api: PeopleApi) -> dict[str, Any]:
    directory: Any = api.people.roster
    found = api.people.office_account_desk(directory)
    account = account_of(found, api.people.roster.records[OFFICER.id])
    return {"names": [one.name for one in account.passkeys], "missing": account.passkeys_missing}


def add(api: PeopleApi, device: Authenticator, name: str = "Khóa USB") -> str:
    """Its id."""
    begun = ask(api, KEYS, PROOF)
    assert begun.status == 201, begun.body
    made = ask(api, CONFIRM, device.make(begun.body["challenge"], name))
    assert made.status == 201, made.body
    return str(made.body["id"])


def start(api: PeopleApi) -> Answer:
    body = {"username": OFFICER.username, "password": PASSWORD}
    return api.send("POST", "/v1/officer/sessions", body)


def show(api: PeopleApi, begun: Answer, body: dict[str, str], **headers: str) -> Answer:
    path = f"/v1/officer/sessions/{begun.body['session_id']}/passkey"
    return api.send("POST", path, body, **headers)


def asked(begun: Answer) -> str:
    return str(begun.body["passkey"]["challenge"])


def test_an_administrator_signs_in_with_a_passkey(api: PeopleApi) -> None:
    """Begun with the password, made by a device, asked for at the next sign-in in the place of a
    code; nothing is sent to anybody."""
    begun, device = ask(api, KEYS, PROOF), Authenticator()
    assert (begun.body["rp_id"], begun.body["known"]) == (HOST, [])
    assert (begun.body["username"], begun.body["user"]) == (OFFICER.username, OFFICER.id)
    assert start(api).body["channel"] == "sms"
    api.people.officer_sessions.events.clear()
    assert ask(api, CONFIRM, device.make(begun.body["challenge"])).status == 201
    signing_in = start(api)
    assert (signing_in.status, signing_in.body["channel"]) == (202, "passkey")
    assert signing_in.body["passkey"]["rp_id"] == HOST
    done = show(api, signing_in, device.sign(asked(signing_in)))
    assert (done.status, done.body["officer"]["id"]) == (200, OFFICER.id)
    told = [e["type"] for e in api.people.officer_sessions.events]
    assert AccountEventType.OFFICER_SIGN_IN_CODE_REQUESTED.value not in told
    again = ask(api, KEYS, PROOF)
    assert again.body["known"] == [text(device.credential)]


def test_two_passkeys_are_wanted(api: PeopleApi) -> None:
    """One is told to be too few, of administrators alone; either of two opens."""
    first, second = Authenticator(), Authenticator()
    assert me(api) == {"names": [], "missing": 2}
    add(api, first, "Điện thoại")
    assert me(api) == {"names": ["Điện thoại"], "missing": 1}
    add(api, second)
    assert me(api) == {"names": ["Điện thoại", "Khóa USB"], "missing": 0}
    for device in (first, second):
        begun = start(api)
        assert show(api, begun, device.sign(asked(begun))).status == 200
    api.people.roster.records[OFFICER.id] = OFFICER
    assert me(api)["missing"] == 0


def _other_origin(device: Authenticator, challenge: str) -> dict[str, str]:
    device.origin = "https://office.example.evil"
    return device.sign(challenge)


def _other_host(device: Authenticator, challenge: str) -> dict[str, str]:
    device.host = "evil"
    return device.sign(challenge)


def _unverified(device: Authenticator, challenge: str) -> dict[str, str]:
    device.verifies = False
    return device.sign(challenge)


def _copied(device: Authenticator, challenge: str) -> dict[str, str]:
    """A copy of the key whose count stood still."""
    device.used = 0
    return device.sign(challenge)


def _of_another(_: Authenticator, challenge: str) -> dict[str, str]:
    return Authenticator().sign(challenge)


def _by_another(device: Authenticator, challenge: str) -> dict[str, str]:
    return {**Authenticator(used=9).sign(challenge), "credential": text(device.credential)}


def _other_challenge(device: Authenticator, _: str) -> dict[str, str]:
    return device.sign(text(b"y" * 32))


def _made(device: Authenticator, challenge: str) -> dict[str, str]:
    """What was signed when the passkey was made is good for nothing else."""
    made = device.make(challenge)
    return {**device.sign(challenge), "client_data": made["client_data"]}


def _rubbish(device: Authenticator, challenge: str) -> dict[str, str]:
    return {**device.sign(challenge), "authenticator_data": "A", "client_data": "____"}


def _other_member(device: Authenticator, challenge: str) -> dict[str, str]:
    return {**device.sign(challenge), "signature": "MAA"}


WRONGLY: tuple[Callable[[Authenticator, str], dict[str, str]], ...] = (
    *(_other_origin, _other_host, _unverified, _copied, _of_another, _by_another),
    *(_other_challenge, _made, _rubbish, _other_member),
)


def test_what_proves_nothing_opens_nothing(api: PeopleApi) -> None:
    """Each is counted like a wrong code, and the right one opens after it."""
    device = Authenticator(used=4)
    add(api, device)
    passed = []
    for wrongly in WRONGLY:
        api.people.clock.advance(minutes=61)
        begun, used = start(api), device.used
        refused = show(api, begun, wrongly(device, asked(begun)))
        if (refused.status, refused.code) != (422, "wrong_passkey"):
            passed.append((wrongly.__name__, refused.status, refused.body))
        device.origin, device.host, device.verifies = ORIGIN, HOST, True
        device.used = max(device.used, used)
        right = show(api, begun, device.sign(asked(begun)))
        if right.status != 200:
            passed.append((wrongly.__name__, right.status, right.body))
    assert not passed


def test_neither_app_nor_code_stands_in_for_a_passkey(api: PeopleApi) -> None:
    """A code that somebody was talked out of opens nothing; nor does what the sign-in keeps."""
    add(api, Authenticator())
    begun = start(api)
    kept = api.people.officer_sessions.find(begun.body["session_id"])
    assert kept
    assert kept.challenge
    path = f"/v1/officer/sessions/{kept.id}/verify"
    refused = api.send("POST", path, {"otp": kept.challenge.code.digits})
    assert (refused.status, refused.code) == (422, "wrong_code")


def test_a_passkey_stands_in_for_no_code(api: PeopleApi) -> None:
    """Where a code was asked for before the passkey was made."""
    before, device = start(api), Authenticator()
    add(api, device)
    refused = show(api, before, device.sign(text(b"")))
    assert (refused.status, refused.code) == (422, "wrong_passkey")


def test_what_was_signed_works_for_one_request(api: PeopleApi) -> None:
    """The same request may come again; what somebody copied of it opens nothing, there or at
    another sign-in."""
    device = Authenticator()
    add(api, device)
    begun, other = start(api), start(api)
    body = device.sign(asked(begun))
    first, again = (show(api, begun, body, Idempotency_Key="k" * 20) for _ in range(2))
    assert first.status == again.status == 200
    assert first.body["session_id"] == again.body["session_id"]
    replayed = show(api, begun, body)
    assert (replayed.status, replayed.code) == (409, "code_used")
    assert show(api, other, body).code == "wrong_passkey"


def test_a_sign_in_by_passkey_ends(api: PeopleApi) -> None:
    """Like any, after its time."""
    device = Authenticator()
    add(api, device)
    begun = start(api)
    api.people.clock.advance(hours=2)
    late = show(api, begun, device.sign(asked(begun)))
    assert (late.status, late.code) == (410, "sign_in_expired")


def test_a_new_passkey_asks_for_the_password_and_for_its_own_challenge(api: PeopleApi) -> None:
    """A session alone adds nothing; a challenge is good once, and for five minutes."""
    assert ask(api, KEYS, WRONG).faults == [("/password", "wrong_password")]
    assert ask(api, CONFIRM, Authenticator().make(text(b"x" * 32))).code == "no_passkey_begun"
    begun = ask(api, KEYS, PROOF)
    for device in (Authenticator(origin="https://evil"), Authenticator(verifies=False)):
        wrong = ask(api, CONFIRM, device.make(begun.body["challenge"]))
        assert (wrong.status, wrong.code) == (422, "wrong_passkey")
    made = Authenticator().make(begun.body["challenge"])
    assert ask(api, CONFIRM, made).status == 201
    assert ask(api, CONFIRM, made).code == "no_passkey_begun"
    begun = ask(api, KEYS, PROOF)
    api.people.clock.advance(minutes=5)
    late = ask(api, CONFIRM, Authenticator().make(begun.body["challenge"]))
    assert (late.status, late.code) == (409, "no_passkey_begun")


def test_ten_are_kept_at_most(api: PeopleApi) -> None:
    for number in range(10):
        add(api, Authenticator(), f"Khóa {number}")
    assert ask(api, KEYS, PROOF).code == "too_many_passkeys"


def test_a_passkey_is_taken_away_by_its_owner(api: PeopleApi) -> None:
    """With the password; then it opens nothing, and without any a code is sent again. Sessions that
    it may have opened end."""
    device = Authenticator()
    id = add(api, device)
    begun = start(api)
    opened = show(api, begun, device.sign(asked(begun))).body
    waiting = start(api)
    assert ask(api, f"{KEYS}/{id}/removal", WRONG).status == 422
    assert ask(api, f"{KEYS}/other/removal", PROOF).code == "passkey_not_found"
    assert ask(api, f"{KEYS}/{id}/removal", PROOF).status == 204
    assert show(api, waiting, device.sign(asked(waiting))).status in {410, 422}
    assert start(api).body["channel"] == "sms"
    body = {"refresh_token": opened["refresh_token"]}
    assert api.send("POST", "/v1/officer/sessions/refresh", body).code == "session_ended"
    told = [e["what"] for e in api.people.credentials.events if e["type"] == "factor.changed"]
    assert told == [{"factor": "passkey"}, {"factor": "passkey_removed"}]


def test_lost_passkeys_are_taken_away_by_two_people(api: PeopleApi) -> None:
    """As a lost app is: all of them, and codes are sent again."""
    add(api, Authenticator())
    path = f"/v1/admin/officers/{OFFICER.id}/factor-reset"
    first, second = (central(Role.ADMINISTRATOR, id) for id in ("a1", "a2"))
    asked_for = ask(api, path, {"reason": "Mất khóa, đã gặp trực tiếp"}, first)
    assert asked_for.status < 300, asked_for.body
    assert start(api).body["channel"] == "passkey"
    token = make_tokens().issue_access(Bearer(second, "s2"), api.people.clock.now()).token
    assert api.send("POST", f"{path}/confirmation", token=token).status < 300
    assert start(api).body["channel"] == "sms"


def test_passkeys_are_for_administrators(api: PeopleApi) -> None:
    who = Actor(Role.OFFICER, OFFICER.id, OFFICER.agency)
    assert ask(api, KEYS, PROOF, who).status == 403
