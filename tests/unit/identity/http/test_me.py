"""The account of whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.people_api import DECLARED, PeopleApi, people_api


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        yield api


def test_what_was_declared_is_shown_to_its_owner(api: PeopleApi) -> None:
    """Every field of the form comes back."""
    created = api.register(**DECLARED)
    mine = api.send("GET", "/v1/me", token=created.body["access_token"]).body
    for name in ("full_name", "commune_code", "personal_id", "date_of_birth", "sex", "email"):
        assert mine[name] == DECLARED[name]
    assert mine["identity_level"] == 1
    assert [consent["purpose"] for consent in mine["consents"]] == ["account", "feedback"]


@pytest.mark.parametrize(
    "body",
    [{"full_name": None}, {"commune_code": None}, {"email": ""}, {"phone": "0912345679"}, []],
)
def test_faulty_changes(api: PeopleApi, body: Any) -> None:
    """Only email can be taken away, and the phone is changed elsewhere."""
    token = api.register().body["access_token"]
    assert api.send("PATCH", "/v1/me", body, token).status == 422


def test_email_can_be_taken_away(api: PeopleApi) -> None:
    """`null` says so; leaving it out does not, nor does an empty change."""
    token = api.register(email="may@example.vn").body["access_token"]
    for body in ({}, {"full_name": "Má A Sử"}):
        assert api.send("PATCH", "/v1/me", body, token).body["email"] == "may@example.vn"
    assert api.send("PATCH", "/v1/me", {"email": None}, token).body["email"] is None
