"""Registrations over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from tests.support.clock import NOW
from tests.support.people import claims_of, make_account
from tests.support.people_api import PeopleApi, people_api


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        yield api


def test_wrong_codes_lock(api: PeopleApi) -> None:
    """Five answers of 422 with the tries left, then 429 also for the right code."""
    id = api.send("POST", "/v1/registrations", {"phone": "0912345678"}).body["registration_id"]
    right = api.people.code_of(f"R#{id}")
    wrong = "000000" if right != "000000" else "111111"
    path = f"/v1/registrations/{id}/verify"
    for left in (4, 3, 2, 1, 0):
        answer = api.send("POST", path, {"otp": wrong}, Accept_Language="en")
        assert (answer.status, answer.code) == (422, "wrong_code")
        assert answer.body["errors"] == [
            {
                "pointer": "/otp",
                "code": "wrong_code",
                "message": f"Wrong code; {left} tries are left.",
            }
        ]
    locked = api.send("POST", path, {"otp": right})
    assert (locked.status, locked.code) == (429, "code_locked")
    assert locked.headers["Retry-After"] == "900"


def test_a_code_works_once(api: PeopleApi) -> None:
    """Its request may be repeated under its key; any other with the same code is refused."""
    id = api.send("POST", "/v1/registrations", {"phone": "0912345678"}).body["registration_id"]
    path, body = f"/v1/registrations/{id}/verify", {"otp": api.people.code_of(f"R#{id}")}
    first = api.send("POST", path, body, Idempotency_Key="the-first-one")
    assert first.status == 200
    repeated = api.send("POST", path, body, Idempotency_Key="the-first-one")
    assert (repeated.status, repeated.headers["Idempotent-Replay"]) == (200, "true")
    for key in ({}, {"Idempotency_Key": "another-one"}, {"Idempotency_Key": "another-one"}):
        again = api.send("POST", path, body, **key)
        assert (again.status, again.code) == (409, "code_used")


def test_another_code_can_be_asked_for(api: PeopleApi) -> None:
    """After a minute, and not after the phone is proven."""
    id = api.send("POST", "/v1/registrations", {"phone": "0912345678"}).body["registration_id"]
    early = api.send("POST", f"/v1/registrations/{id}/otp")
    assert (early.status, early.code, early.headers["Retry-After"]) == (
        429,
        "resend_too_early",
        "60",
    )
    api.people.clock.advance(minutes=1)
    sent = api.send("POST", f"/v1/registrations/{id}/otp")
    assert (sent.status, sent.body["expires_at"]) == (202, "2026-08-03T08:11:00+07:00")
    otp = api.people.code_of(f"R#{id}")
    assert api.send("POST", f"/v1/registrations/{id}/verify", {"otp": otp}).status == 200
    api.people.clock.advance(minutes=1)
    assert api.send("POST", f"/v1/registrations/{id}/otp").code == "already_verified"


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, [("/phone", "missing")]),
        ({"phone": 912345678}, [("/phone", "wrong_type")]),
        ({"phone": ""}, [("/phone", "too_short")]),
        ({"phone": "0912ABCDEF"}, [("/phone", "phone_invalid")]),
        ({"phone": "02143820000"}, [("/phone", "phone_not_mobile")]),
        ({"phone": "+8613812345678"}, [("/phone", "phone_country")]),
        ({"phone": "0912345678", "otp": "1"}, [("/otp", "unknown_field")]),
    ],
)
@pytest.mark.parametrize("path", ["/v1/registrations", "/v1/sessions"])
def test_faulty_phones(
    api: PeopleApi, path: str, body: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """Both doors take the same numbers."""
    answer = api.send("POST", path, body)
    assert (answer.status, answer.faults) == (422, faults)


@pytest.mark.parametrize("id", ["R1", "x" * 3000, "%00", "%C4%83"])
def test_what_was_never_begun_is_not_found(api: PeopleApi, id: str) -> None:
    """404 whatever the body, and whatever the id."""
    for path in (f"registrations/{id}/verify", f"registrations/{id}/otp", f"sessions/{id}/verify"):
        assert api.send("POST", f"/v1/{path}", {"x": 1}).status == 404


def test_expired_codes_are_gone(api: PeopleApi) -> None:
    """410, first for the code, then for the registration; the sign-in alike."""
    event = AccountEvent(AccountEventType.ACCOUNT_CREATED, NOW, "c")
    api.people.accounts.create(make_account(), claims_of(make_account()), event)
    registration = api.send("POST", "/v1/registrations", {"phone": "0912345678"}).body
    session = api.send("POST", "/v1/sessions", {"phone": "0912345678"}).body
    paths = {
        f"/v1/registrations/{registration['registration_id']}/verify": "registration_expired",
        f"/v1/sessions/{session['session_id']}/verify": "sign_in_expired",
    }
    api.people.clock.advance(minutes=5)
    for path in paths:
        answer = api.send("POST", path, {"otp": "000000"})
        assert (answer.status, answer.code) == (410, "code_expired")
    api.people.clock.advance(minutes=10)
    for path, code in paths.items():
        answer = api.send("POST", path, {"otp": "000000"})
        assert (answer.status, answer.code) == (410, code)
