"""Citizens' sessions over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import PHONE
from tests.support.people_api import PeopleApi, people_api


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        yield api


def test_from_phone_to_signed_in(api: PeopleApi) -> None:
    """The story as an app tells it: register, read, change, sign out, sign in."""
    begun = api.send("POST", "/v1/registrations", {"phone": "0912 345 678"})
    assert begun.status == 202
    assert begun.body["expires_at"] == "2026-08-03T08:10:00+07:00"
    assert begun.body["resend_after"] == 60

    created = api.register()
    assert created.status == 201
    assert created.headers["Location"] == "/v1/me"
    tokens = {"access_token", "refresh_token", "expires_in", "device"}
    assert set(created.body) == {"account_id", *tokens}

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
    otp = api.people.code_of(f"S#{id}")
    signed_in = api.send("POST", f"/v1/sessions/{id}/verify", {"otp": otp})
    assert signed_in.status == 200
    assert set(signed_in.body) == {"session_id", *tokens}
    again = api.send("POST", f"/v1/sessions/{id}/verify", {"otp": otp})
    assert (again.status, again.code) == (409, "code_used")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/accounts"),
        ("DELETE", "/v1/sessions/current"),
        ("GET", "/v1/me"),
        ("PATCH", "/v1/me"),
    ],
)
def test_doors_need_their_own_token(api: PeopleApi, method: str, path: str) -> None:
    """No token, rubbish, or a token of the other kind: 401 before anything is read."""
    registration = api.prove()
    access = api.register().body["access_token"]
    other = access if path == "/v1/accounts" else registration
    for token in ("", "x", other):
        body = None if method in ("GET", "DELETE") else b"{"
        answer = api.send(method, path, body, token)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_refreshing_over_http(api: PeopleApi) -> None:
    """Each refresh token once; the second use of one ends the session."""
    first = api.register().body
    second = api.send("POST", "/v1/sessions/refresh", {"refresh_token": first["refresh_token"]})
    assert second.status == 200
    assert api.send("GET", "/v1/me", token=second.body["access_token"]).status == 200
    for pair in (first, second.body):
        body = {"refresh_token": pair["refresh_token"]}
        answer = api.send("POST", "/v1/sessions/refresh", body)
        assert (answer.status, answer.code) == (401, "session_ended")


def test_a_header_makes_no_other_network(api: PeopleApi) -> None:
    """The network is the gateway's word: whoever writes addresses into headers is one stranger."""
    answers = [
        api.send(
            "POST",
            "/v1/sessions",
            {"phone": "0912345678"},
            X_Forwarded_For=f"203.0.{number}.7",
            X_Real_IP=f"203.0.{number}.7",
            Forwarded=f"for=203.0.{number}.7",
        )
        for number in range(7)
    ]
    assert [answer.status for answer in answers] == [202] * 6 + [429]
    assert answers[-1].headers["Retry-After"] == str(55 * 60)


def test_a_device_is_shown_again(api: PeopleApi) -> None:
    """What came with the tokens opens the way when strangers have used up the network's share."""
    device = api.register().body["device"]
    asking = {"phone": "0912345678"}
    while api.send("POST", "/v1/sessions", asking).status == 202:
        pass
    begun = api.send("POST", "/v1/sessions", {**asking, "device": device})
    assert begun.status == 202
    id = begun.body["session_id"]
    body = {"otp": api.people.code_of(f"S#{id}"), "device": device}
    signed_in = api.send("POST", f"/v1/sessions/{id}/verify", body)
    assert signed_in.status == 200
    refresh = {"refresh_token": signed_in.body["refresh_token"]}
    assert api.send("POST", "/v1/sessions/refresh", refresh).body["device"]
