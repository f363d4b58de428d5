"""Officers' sessions over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        yield api


def test_officers_sign_in_over_http(api: PeopleApi) -> None:
    """Password, code, tokens, refresh, end; the citizens' paths are closed to them."""
    set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
    body = {"username": "ltmay", "password": PASSWORD}
    begun = api.send("POST", "/v1/officer/sessions", body)
    assert (begun.status, begun.body["channel"]) == (202, "sms")
    assert begun.body["expires_at"] == "2026-08-03T08:10:00+07:00"
    id = begun.body["session_id"]
    otp = api.people.code_of(f"F#{id}")
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


def test_officers_wrong_passwords_over_http(api: PeopleApi) -> None:
    """401 five times, then 429 with the time to wait, known username or not."""
    body = {"username": "unknown", "password": PASSWORD}
    for _ in range(5):
        answer = api.send("POST", "/v1/officer/sessions", body)
        assert (answer.status, answer.code) == (401, "wrong_credentials")
    locked = api.send("POST", "/v1/officer/sessions", body)
    assert (locked.status, locked.code) == (429, "signing_in_locked")
    assert locked.headers["Retry-After"] == "900"


def test_a_citizen_does_not_end_officers_sessions(api: PeopleApi) -> None:
    """The officers' paths are closed to citizens."""
    token = api.register().body["access_token"]
    answer = api.send("DELETE", "/v1/officer/sessions/current", token=token)
    assert (answer.status, answer.code) == (403, "wrong_role")
