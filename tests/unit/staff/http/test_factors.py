"""Officers sign in with an app that shows codes, or a recovery code."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from chalicelib.kernel.actors import Actor
from chalicelib.kernel.keys import Bearer
from chalicelib.staff.domain.factors import AppFactor, code_at, step_of
from tests.support.api import Answer
from tests.support.keys import make_tokens
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

WHO = Actor(OFFICER.role, OFFICER.id, OFFICER.agency)
OWNS = {"password": PASSWORD}
APP, CONFIRM = "/v1/officer/me/totp", "/v1/officer/me/totp/confirm"


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        yield api


def ask(api: PeopleApi, path: str, body: dict[str, str]) -> Answer:
    """As the officer who is signed in."""
    token = make_tokens().issue_access(Bearer(WHO, "s1"), api.people.clock.now()).token
    return api.send("POST", path, body, token)


def shown(api: PeopleApi, app: AppFactor | None) -> str:
    """What the app shows now."""
    assert app
    return code_at(app, step_of(api.people.clock.now()))


def beginning(api: PeopleApi) -> str:
    credentials = api.people.credentials.find(OFFICER.id)
    assert credentials
    return shown(api, credentials.beginning)


def present(api: PeopleApi) -> str:
    credentials = api.people.credentials.find(OFFICER.id)
    assert credentials
    return shown(api, credentials.app)


def add_app(api: PeopleApi) -> list[str]:
    """The recovery codes."""
    assert ask(api, APP, OWNS).status == 201
    answer = ask(api, CONFIRM, {"otp": beginning(api)})
    assert answer.status == 200
    codes: list[str] = answer.body["recovery_codes"]
    api.people.clock.advance(seconds=90)
    return codes


def start(api: PeopleApi) -> Answer:
    body = {"username": OFFICER.username, "password": PASSWORD}
    return api.send("POST", "/v1/officer/sessions", body)


def finish(api: PeopleApi, begun: Answer, otp: str) -> Answer:
    path = f"/v1/officer/sessions/{begun.body['session_id']}/verify"
    return api.send("POST", path, {"otp": otp})


def test_an_officer_signs_in_with_an_app(api: PeopleApi) -> None:
    """Scanned, confirmed, used: no code is sent to anybody any more."""
    begun = ask(api, APP, OWNS)
    assert begun.body["uri"].startswith("otpauth://totp/LaoCai-S:ltmay?secret=")
    assert begun.body["secret"] in begun.body["uri"]
    picture = ElementTree.fromstring(begun.body["qr_svg"])
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    ask(api, CONFIRM, {"otp": beginning(api)})
    api.people.clock.advance(seconds=90)
    signing_in = start(api)
    assert (signing_in.status, signing_in.body["channel"]) == (202, "app")
    assert api.people.officer_sessions.events == []
    done = finish(api, signing_in, present(api))
    assert done.status == 200
    assert done.body["officer"]["id"] == OFFICER.id


def test_before_its_first_code_an_app_changes_nothing(api: PeopleApi) -> None:
    """Who scanned and never confirmed signs in as before."""
    ask(api, APP, OWNS)
    assert start(api).body["channel"] == "sms"
    wrong = ask(api, CONFIRM, {"otp": "000000"})
    assert (wrong.status, wrong.code) == (422, "wrong_code")
    assert start(api).body["channel"] == "sms"


def test_a_code_seen_by_another_is_used_already(api: PeopleApi) -> None:
    """The same code opens no second sign-in."""
    add_app(api)
    code = present(api)
    first, second = start(api), start(api)
    assert finish(api, first, code).status == 200
    again = finish(api, second, code)
    assert (again.status, again.code) == (422, "wrong_code")


def test_a_recovery_code_opens_once(api: PeopleApi) -> None:
    """In small letters too; the other nine stay, and the audit knows how many."""
    codes = add_app(api)
    assert finish(api, start(api), codes[0].lower()).status == 200
    assert finish(api, start(api), codes[0]).code == "wrong_code"
    assert finish(api, start(api), codes[1]).status == 200
    told = [e["what"] for e in api.people.credentials.events if e["type"] == "factor.changed"]
    assert told == [{"factor": "app"}, {"recovery_codes_left": 9}, {"recovery_codes_left": 8}]


def test_recovery_codes_are_kept_hashed(api: PeopleApi) -> None:
    """What was shown once can be read nowhere."""
    codes = add_app(api)
    kept = repr(api.people.credentials.find(OFFICER.id))
    assert not any(code in kept for code in codes)


def test_guesses_at_an_app_are_counted_and_locked(api: PeopleApi) -> None:
    """As those at a code that is sent: five a sign-in, and over the day."""
    add_app(api)
    begun = start(api)
    for left in (4, 3, 2, 1, 0):
        answer = finish(api, begun, "000000")
        assert (answer.code, answer.body["errors"][0]["code"]) == ("wrong_code", "wrong_code")
        assert f"{left} lần" in answer.body["errors"][0]["message"]
    assert finish(api, begun, present(api)).code == "code_locked"


def test_a_first_app_needs_the_password(api: PeopleApi) -> None:
    """Whoever took a session over would else keep its owner out with an app of their own."""
    for body, fault in (({}, "missing"), ({"password": "x" * 12}, "wrong_password")):
        refused = ask(api, APP, body)
        assert (refused.status, refused.faults) == (422, [("/password", fault)])
    assert ask(api, CONFIRM, {"otp": "204817"}).code == "no_app_begun"
    assert start(api).body["channel"] == "sms"


def test_the_password_is_not_guessed_at_by_way_of_an_app(api: PeopleApi) -> None:
    """Ten wrong ones a day; then the right one is not looked at either."""
    for _ in range(10):
        assert ask(api, APP, {"password": "x" * 12}).faults == [("/password", "wrong_password")]
    locked = ask(api, APP, OWNS)
    assert (locked.status, locked.code) == (429, "too_many_wrong_passwords")


def test_the_password_stands_in_for_no_app(api: PeopleApi) -> None:
    """Who has one proves that one."""
    add_app(api)
    assert ask(api, APP, OWNS).code == "wrong_code"


def test_a_secret_that_was_shown_is_good_for_a_quarter_of_an_hour(api: PeopleApi) -> None:
    """What lies about on a screen for longer is no way in."""
    ask(api, APP, OWNS)
    api.people.clock.advance(seconds=15 * 60)
    over = ask(api, CONFIRM, {"otp": beginning(api)})
    assert (over.status, over.code) == (409, "no_app_begun")


def test_another_app_needs_the_present_one(api: PeopleApi) -> None:
    """A session that somebody took over does not exchange the factor."""
    codes = add_app(api)
    for body in ({}, {"otp": "000000"}):
        refused = ask(api, APP, body)
        assert (refused.status, refused.code) == (422, "wrong_code")
    assert ask(api, APP, {"otp": codes[0]}).status == 201
    renewed = ask(api, CONFIRM, {"otp": beginning(api)})
    assert not set(renewed.body["recovery_codes"]) & set(codes)
    assert finish(api, start(api), codes[1]).code == "wrong_code"


def test_guessing_at_the_own_factor_is_bounded(api: PeopleApi) -> None:
    """Ten a day for whoever is signed in; right ones do not count."""
    add_app(api)
    for _ in range(10):
        assert ask(api, APP, {"otp": "000000"}).code == "wrong_code"
    locked = ask(api, APP, {"otp": present(api)})
    assert (locked.status, locked.code) == (429, "too_many_wrong_codes")


def test_nothing_was_begun(api: PeopleApi) -> None:
    """A code without a secret that was shown."""
    answer = ask(api, CONFIRM, {"otp": "204817"})
    assert (answer.status, answer.code) == (409, "no_app_begun")


def test_a_new_password_keeps_the_app(api: PeopleApi) -> None:
    """An invitation exchanges one factor, never both."""
    add_app(api)
    set_password(api.people.officer_desk, OFFICER.id, "mùa lúa chín trên nương")
    body = {"username": OFFICER.username, "password": "mùa lúa chín trên nương"}
    assert api.send("POST", "/v1/officer/sessions", body).body["channel"] == "app"
