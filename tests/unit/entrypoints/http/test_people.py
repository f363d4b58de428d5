"""The routes from a phone number to an account and its sessions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.application.officer_sessions import set_password
from chalicelib.domain.account_events import AccountEvent, Happening
from tests.support.api import Answer, Api, make_container
from tests.support.clock import NOW
from tests.support.keys import make_cursors, make_hasher, make_sealer, make_tokens
from tests.support.people import (
    NEEDED_CONSENTS,
    OFFICER,
    PASSWORD,
    PHONE,
    People,
    make_account,
)

ACCOUNT = {
    "full_name": "Giàng Thị Mẩy",
    "commune_code": "02647",
    "consents": [{"purpose": c.purpose, "version": c.version} for c in NEEDED_CONSENTS],
}
DECLARED = {
    **ACCOUNT,
    "personal_id": "010190000123",
    "date_of_birth": "1990-05-17",
    "sex": "female",
    "email": "may@example.vn",
}


@pytest.fixture
def people() -> People:
    return People()


@pytest.fixture
def api(people: People) -> Iterator[Api]:
    bootstrap.use(
        make_container(
            clock=people.clock,
            tokens=make_tokens(),
            hasher=make_hasher(),
            sealer=make_sealer(),
            cursors=make_cursors(),
            registration_desk=people.registration_desk,
            account_desk=people.account_desk,
            session_desk=people.session_desk,
            officer_desk=people.officer_desk,
        )
    )
    yield Api()
    bootstrap.use(None)


def prove(api: Api, people: People, phone: str = "0912345678") -> str:
    """The registration token of a proven phone."""
    id = api.send("POST", "/v1/registrations", {"phone": phone}).body["registration_id"]
    otp = people.code_of(f"R#{id}")
    answer = api.send("POST", f"/v1/registrations/{id}/verify", {"otp": otp})
    return str(answer.body["registration_token"])


def register(api: Api, people: People, phone: str = "0912345678", **changes: Any) -> Answer:
    body = {**ACCOUNT, **changes}
    return api.send("POST", "/v1/accounts", body, prove(api, people, phone))


def test_from_phone_to_signed_in(api: Api, people: People) -> None:
    """The story as an app tells it: register, read, change, sign out, sign in."""
    begun = api.send("POST", "/v1/registrations", {"phone": "0912 345 678"})
    assert begun.status == 202
    assert begun.body["expires_at"] == "2026-08-03T08:10:00+07:00"
    assert begun.body["resend_after"] == 60

    created = register(api, people)
    assert created.status == 201
    assert created.headers["Location"] == "/v1/me"
    assert set(created.body) == {"account_id", "access_token", "refresh_token", "expires_in"}

    token = created.body["access_token"]
    mine = api.send("GET", "/v1/me", token=token)
    assert mine.body["account_id"] == created.body["account_id"]
    assert (mine.body["phone"], mine.body["identity_level"]) == (PHONE, 0)
    changed = api.send("PATCH", "/v1/me", {"email": "may@example.vn"}, token)
    assert changed.body == {**mine.body, "email": "may@example.vn"}

    assert api.send("DELETE", "/v1/sessions/current", token=token).status == 204
    body = {"refresh_token": created.body["refresh_token"]}
    assert api.send("POST", "/v1/sessions/refresh", body).code == "session_ended"

    asked = api.send("POST", "/v1/sessions", {"phone": "0912345678"})
    assert asked.status == 202
    id = asked.body["session_id"]
    otp = people.code_of(f"S#{id}")
    signed_in = api.send("POST", f"/v1/sessions/{id}/verify", {"otp": otp})
    assert signed_in.status == 200
    assert set(signed_in.body) == {"session_id", "access_token", "refresh_token", "expires_in"}
    again = api.send("POST", f"/v1/sessions/{id}/verify", {"otp": otp})
    assert (again.status, again.code) == (409, "code_used")


def test_what_was_declared_is_shown_to_its_owner(api: Api, people: People) -> None:
    """Every field of the form comes back."""
    created = register(api, people, **DECLARED)
    mine = api.send("GET", "/v1/me", token=created.body["access_token"]).body
    for name in ("full_name", "commune_code", "personal_id", "date_of_birth", "sex", "email"):
        assert mine[name] == DECLARED[name]
    assert mine["identity_level"] == 1
    assert [consent["purpose"] for consent in mine["consents"]] == ["account", "feedback"]


def test_taken_phones_and_numbers_are_conflicts(api: Api, people: People) -> None:
    """Known only to who proved a phone; the fourth ask for a number is a 429."""
    register(api, people, **DECLARED)
    again = register(api, people)
    assert (again.status, again.code) == (409, "phone_taken")
    token = prove(api, people, "0912345679")
    for _ in range(3):
        taken = api.send("POST", "/v1/accounts", DECLARED, token)
        assert (taken.status, taken.code) == (409, "personal_id_taken")
    fourth = api.send("POST", "/v1/accounts", DECLARED, token)
    assert (fourth.status, fourth.code) == (429, "personal_id_asked_too_often")
    assert int(fourth.headers["Retry-After"]) == 15 * 3600 + 55 * 60


def test_wrong_codes_lock(api: Api, people: People) -> None:
    """Five answers of 422 with the tries left, then 429 also for the right code."""
    id = api.send("POST", "/v1/registrations", {"phone": "0912345678"}).body["registration_id"]
    right = people.code_of(f"R#{id}")
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


def test_another_code_can_be_asked_for(api: Api, people: People) -> None:
    """After a minute, and not after the phone is proven."""
    id = api.send("POST", "/v1/registrations", {"phone": "0912345678"}).body["registration_id"]
    early = api.send("POST", f"/v1/registrations/{id}/otp")
    assert (early.status, early.code, early.headers["Retry-After"]) == (
        429,
        "resend_too_early",
        "60",
    )
    people.clock.advance(minutes=1)
    sent = api.send("POST", f"/v1/registrations/{id}/otp")
    assert (sent.status, sent.body["expires_at"]) == (202, "2026-08-03T08:11:00+07:00")
    otp = people.code_of(f"R#{id}")
    assert api.send("POST", f"/v1/registrations/{id}/verify", {"otp": otp}).status == 200
    people.clock.advance(minutes=1)
    assert api.send("POST", f"/v1/registrations/{id}/otp").code == "already_verified"


def test_expired_codes_are_gone(api: Api, people: People) -> None:
    """410, first for the code, then for the registration; the sign-in alike."""
    event = AccountEvent(Happening.ACCOUNT_CREATED, NOW, "c")
    people.accounts.create(make_account(), event)
    registration = api.send("POST", "/v1/registrations", {"phone": "0912345678"}).body
    session = api.send("POST", "/v1/sessions", {"phone": "0912345678"}).body
    paths = {
        f"/v1/registrations/{registration['registration_id']}/verify": "registration_expired",
        f"/v1/sessions/{session['session_id']}/verify": "sign_in_expired",
    }
    people.clock.advance(minutes=5)
    for path in paths:
        answer = api.send("POST", path, {"otp": "000000"})
        assert (answer.status, answer.code) == (410, "code_expired")
    people.clock.advance(minutes=10)
    for path, code in paths.items():
        answer = api.send("POST", path, {"otp": "000000"})
        assert (answer.status, answer.code) == (410, code)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"full_name": ""}, [("/full_name", "too_short")]),
        ({"full_name": "x" * 101}, [("/full_name", "too_long")]),
        ({"full_name": "\u200b"}, [("/full_name", "blank")]),
        ({"full_name": "a\nb"}, [("/full_name", "control_character")]),
        ({"full_name": 1}, [("/full_name", "wrong_type")]),
        ({"full_name": None}, [("/full_name", "wrong_type")]),
        ({"commune_code": "2647"}, [("/commune_code", "wrong_form")]),
        ({"commune_code": "99999"}, [("/commune_code", "unknown_commune")]),
        ({"email": "x"}, [("/email", "email_form")]),
        ({"personal_id": "123"}, [("/personal_id", "personal_id_form")]),
        ({"personal_id": 10190000123}, [("/personal_id", "wrong_type")]),
        (
            {"personal_id": "010190000123"},
            [("/date_of_birth", "missing"), ("/sex", "missing")],
        ),
        (
            {**DECLARED, "sex": "male", "date_of_birth": "1991-05-17"},
            [("/personal_id", "personal_id_sex"), ("/personal_id", "personal_id_birth_year")],
        ),
        ({"sex": "other"}, [("/sex", "not_one_of")]),
        ({"date_of_birth": "17/05/1990"}, [("/date_of_birth", "wrong_form")]),
        ({"date_of_birth": "1990-02-30"}, [("/date_of_birth", "wrong_form")]),
        ({"date_of_birth": "1990-05-17T00:00:00Z"}, [("/date_of_birth", "wrong_type")]),
        ({"date_of_birth": 643075200}, [("/date_of_birth", "wrong_type")]),
        ({"date_of_birth": "2026-08-04"}, [("/date_of_birth", "date_in_future")]),
        ({"consents": []}, [("/consents", "consent_missing")] * 2),
        ({"consents": {}}, [("/consents", "wrong_type")]),
        (
            {"consents": [{"purpose": "account", "version": True}]},
            [("/consents/0/version", "wrong_type")],
        ),
        (
            {"consents": [*ACCOUNT["consents"], {"purpose": "account", "version": 1}]},
            [("/consents/2/purpose", "consent_repeated")],
        ),
        (
            {"consents": [{**consent, "version": 9} for consent in ACCOUNT["consents"]]},
            [
                ("/consents/0/version", "consent_outdated"),
                ("/consents/1/version", "consent_outdated"),
            ],
        ),
        ({"nickname": "x"}, [("/nickname", "unknown_field")]),
        ({"level": 2}, [("/level", "unknown_field")]),
    ],
)
def test_faulty_forms(
    api: Api, people: People, changes: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """Each field by itself, with its pointer and code, and nothing is kept."""
    answer = register(api, people, **changes)
    assert answer.status == 422
    assert sorted(answer.faults) == sorted(faults)
    assert people.accounts.holder_of(PHONE) is None


def test_faults_of_fields_come_together(api: Api, people: People) -> None:
    """Whoever fills in a form is told everything the first time."""
    body = {"full_name": " ", "personal_id": "1", "email": "x", "sex": 1, "x": 1}
    answer = api.send("POST", "/v1/accounts", body, prove(api, people))
    assert sorted(answer.faults) == [
        ("/commune_code", "missing"),
        ("/consents", "missing"),
        ("/email", "email_form"),
        ("/full_name", "blank"),
        ("/personal_id", "personal_id_form"),
        ("/sex", "not_one_of"),
        ("/x", "unknown_field"),
    ]


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
    api: Api, path: str, body: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """Both doors take the same numbers."""
    answer = api.send("POST", path, body)
    assert (answer.status, answer.faults) == (422, faults)


@pytest.mark.parametrize(
    "body",
    [{"full_name": None}, {"commune_code": None}, {"email": ""}, {"phone": "0912345679"}, []],
)
def test_faulty_changes(api: Api, people: People, body: Any) -> None:
    """Only email can be taken away, and the phone is changed elsewhere."""
    token = register(api, people).body["access_token"]
    assert api.send("PATCH", "/v1/me", body, token).status == 422


def test_email_can_be_taken_away(api: Api, people: People) -> None:
    """`null` says so; leaving it out does not, nor does an empty change."""
    token = register(api, people, email="may@example.vn").body["access_token"]
    for body in ({}, {"full_name": "Má A Sử"}):
        assert api.send("PATCH", "/v1/me", body, token).body["email"] == "may@example.vn"
    assert api.send("PATCH", "/v1/me", {"email": None}, token).body["email"] is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/accounts"),
        ("DELETE", "/v1/sessions/current"),
        ("GET", "/v1/me"),
        ("PATCH", "/v1/me"),
    ],
)
def test_doors_need_their_own_token(api: Api, people: People, method: str, path: str) -> None:
    """No token, rubbish, or a token of the other kind: 401 before anything is read."""
    registration = prove(api, people)
    access = register(api, people).body["access_token"]
    other = access if path == "/v1/accounts" else registration
    for token in ("", "x", other):
        body = None if method in ("GET", "DELETE") else b"{"
        answer = api.send(method, path, body, token)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("id", ["R1", "x" * 3000, "%00", "%C4%83"])
def test_what_was_never_begun_is_not_found(api: Api, id: str) -> None:
    """404 whatever the body, and whatever the id."""
    for path in (f"registrations/{id}/verify", f"registrations/{id}/otp", f"sessions/{id}/verify"):
        assert api.send("POST", f"/v1/{path}", {"x": 1}).status == 404


def test_refreshing_over_http(api: Api, people: People) -> None:
    """Each refresh token once; the second use of one ends the session."""
    first = register(api, people).body
    second = api.send("POST", "/v1/sessions/refresh", {"refresh_token": first["refresh_token"]})
    assert second.status == 200
    assert api.send("GET", "/v1/me", token=second.body["access_token"]).status == 200
    for pair in (first, second.body):
        body = {"refresh_token": pair["refresh_token"]}
        answer = api.send("POST", "/v1/sessions/refresh", body)
        assert (answer.status, answer.code) == (401, "session_ended")


def test_officers_sign_in_over_http(api: Api, people: People) -> None:
    """Password, code, tokens, refresh, end; the citizens' paths are closed to them."""
    set_password(people.officer_desk, OFFICER.id, PASSWORD)
    body = {"username": "ltmay", "password": PASSWORD}
    begun = api.send("POST", "/v1/officer/sessions", body)
    assert (begun.status, begun.body["channel"]) == (202, "sms")
    assert begun.body["expires_at"] == "2026-08-03T08:10:00+07:00"
    id = begun.body["session_id"]
    otp = people.code_of(f"F#{id}")
    verified = api.send("POST", f"/v1/officer/sessions/{id}/verify", {"otp": otp})
    assert verified.body["officer"] == {
        "id": "U1",
        "username": "ltmay",
        "name": "Lù Thị Mây",
        "role": "officer",
        "agency": "so-xay-dung",
    }
    token = verified.body["access_token"]
    mine = api.send("GET", "/v1/me", token=token)
    assert (mine.status, mine.code) == (403, "wrong_role")
    refresh = {"refresh_token": verified.body["refresh_token"]}
    assert api.send("POST", "/v1/sessions/refresh", refresh).code == "bad_token"
    assert api.send("POST", "/v1/officer/sessions/refresh", refresh).status == 200
    assert api.send("DELETE", "/v1/officer/sessions/current", token=token).status == 204


def test_officers_wrong_passwords_over_http(api: Api) -> None:
    """401 five times, then 429 with the time to wait, known username or not."""
    body = {"username": "unknown", "password": PASSWORD}
    for _ in range(5):
        answer = api.send("POST", "/v1/officer/sessions", body)
        assert (answer.status, answer.code) == (401, "wrong_credentials")
    locked = api.send("POST", "/v1/officer/sessions", body)
    assert (locked.status, locked.code) == (429, "signing_in_locked")
    assert locked.headers["Retry-After"] == "900"


def test_a_citizen_does_not_end_officers_sessions(api: Api, people: People) -> None:
    """The officers' paths are closed to citizens."""
    token = register(api, people).body["access_token"]
    answer = api.send("DELETE", "/v1/officer/sessions/current", token=token)
    assert (answer.status, answer.code) == (403, "wrong_role")
