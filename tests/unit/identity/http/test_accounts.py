"""The form for a new account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.people import PHONE, hash_of
from tests.support.people_api import ACCOUNT, DECLARED, PeopleApi, people_api


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        yield api


def test_taken_phones_and_numbers_are_conflicts(api: PeopleApi) -> None:
    """Known only to who proved a phone; the fourth ask for a number is a 429."""
    api.register(**DECLARED)
    again = api.register()
    assert (again.status, again.code) == (409, "phone_taken")
    token = api.prove("0912345679")
    for _ in range(3):
        taken = api.send("POST", "/v1/accounts", DECLARED, token)
        assert (taken.status, taken.code) == (409, "personal_id_taken")
    fourth = api.send("POST", "/v1/accounts", DECLARED, token)
    assert (fourth.status, fourth.code) == (429, "personal_id_asked_too_often")
    assert int(fourth.headers["Retry-After"]) == 15 * 3600 + 55 * 60


def test_repeated_requests_tell_the_same_with_fresh_tokens(api: PeopleApi) -> None:
    """Whoever lost the answer on the way repeats the request under its key and goes on."""
    first, again = (
        api.send("POST", "/v1/registrations", {"phone": "0912345678"}, Idempotency_Key="k1")
        for _ in range(2)
    )
    assert first.body == again.body
    assert len(api.people.registrations.events) == 1

    id = first.body["registration_id"]
    proof = {"otp": api.people.code_of(f"R#{id}")}
    for _ in range(2):
        answer = api.send("POST", f"/v1/registrations/{id}/verify", proof, Idempotency_Key="k2")
        token = answer.body["registration_token"]

    first, again = (
        api.send("POST", "/v1/accounts", ACCOUNT, token, Idempotency_Key="k3") for _ in range(2)
    )
    assert (first.status, again.status) == (201, 201)
    assert first.body["account_id"] == again.body["account_id"]
    assert first.body["refresh_token"] != again.body["refresh_token"]
    for answer in (first, again):
        assert api.send("GET", "/v1/me", token=answer.body["access_token"]).status == 200

    old = {"refresh_token": first.body["refresh_token"]}
    first, again = (
        api.send("POST", "/v1/sessions/refresh", old, Idempotency_Key="k4") for _ in range(2)
    )
    assert (first.status, again.status) == (200, 200)
    newest = {"refresh_token": again.body["refresh_token"]}
    assert api.send("POST", "/v1/sessions/refresh", newest).status == 200


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
        ({"date_of_birth": "1990-05-17T00:00:00Z"}, [("/date_of_birth", "wrong_form")]),
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
    api: PeopleApi, changes: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    """Each field by itself, with its pointer and code, and nothing is kept."""
    answer = api.register(**changes)
    assert answer.status == 422
    assert sorted(answer.faults) == sorted(faults)
    assert api.people.accounts.holder_of(hash_of(PHONE)) is None


def test_faults_of_fields_come_together(api: PeopleApi) -> None:
    """Whoever fills in a form is told everything the first time."""
    body = {"full_name": " ", "personal_id": "1", "email": "x", "sex": 1, "x": 1}
    answer = api.send("POST", "/v1/accounts", body, api.prove())
    assert sorted(answer.faults) == [
        ("/commune_code", "missing"),
        ("/consents", "missing"),
        ("/email", "email_form"),
        ("/full_name", "blank"),
        ("/personal_id", "personal_id_form"),
        ("/sex", "not_one_of"),
        ("/x", "unknown_field"),
    ]
