"""Where officers are signed in: the list, one session ended, all of them, and after a password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.kernel.ids import new_seed
from tests.support.api import Answer
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

SIGN_IN, OWN = "/v1/officer/sessions", "/v1/officer/me/sessions"
WANTED = "mùa lúa chín trên nương"
LOGIN = {"username": OFFICER.username, "password": PASSWORD}


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        yield api


def begin(api: PeopleApi, password: str = PASSWORD) -> str:
    return str(api.send("POST", SIGN_IN, {**LOGIN, "password": password}).body["session_id"])


def finish(api: PeopleApi, session: str) -> Answer:
    otp = {"otp": api.people.code_of(f"F#{session}")}
    return api.send("POST", f"{SIGN_IN}/{session}/verify", otp)


def sign_in(api: PeopleApi) -> Any:
    return finish(api, begin(api)).body


def id_of(opened: Any) -> str:
    return str(opened["refresh_token"].partition(".")[0])


def shown(api: PeopleApi, opened: Any) -> list[tuple[str, bool]]:
    answer = api.send("GET", OWN, token=opened["access_token"])
    assert answer.status == 200, answer.body
    return [(one["id"], one["current"]) for one in answer.body["items"]]


def refreshed(api: PeopleApi, opened: Any) -> Answer:
    body = {"refresh_token": opened["refresh_token"]}
    return api.send("POST", f"{SIGN_IN}/refresh", body, Idempotency_Key=new_seed())


def test_each_session_is_shown_with_when_it_was_used(api: PeopleApi) -> None:
    """The one that was used last first; one that was left alone for too long is shown no more."""
    first = sign_in(api)
    api.people.clock.advance(minutes=30)
    second = sign_in(api)
    assert shown(api, second) == [(id_of(second), True), (id_of(first), False)]
    api.people.clock.advance(minutes=5)
    newer = refreshed(api, first)
    assert newer.status == 200
    assert shown(api, second) == [(id_of(first), False), (id_of(second), True)]
    api.people.clock.advance(minutes=57)
    assert shown(api, refreshed(api, newer.body).body) == [(id_of(first), True)]


def test_one_session_is_ended_by_its_owner(api: PeopleApi) -> None:
    """Twice changes nothing; somebody else's is not there."""
    first, second = sign_in(api), sign_in(api)
    path = f"{OWN}/{id_of(first)}"
    for _ in range(2):
        assert api.send("DELETE", path, token=second["access_token"]).status == 204
    assert refreshed(api, first).code == "session_ended"
    assert refreshed(api, second).status == 200
    for other in ("01K1QZ7M3VX2T9R4B8C6D5E0FG", "x"):
        gone = api.send("DELETE", f"{OWN}/{other}", token=second["access_token"])
        assert (gone.status, gone.code) == (404, "session_not_found")


def test_signing_out_everywhere_ends_all_and_what_was_begun(api: PeopleApi) -> None:
    """Here too. A sign-in whose code is still out opens nothing."""
    opened, begun = [sign_in(api) for _ in range(3)], begin(api)
    api.people.clock.advance(seconds=1)
    assert api.send("DELETE", OWN, token=opened[0]["access_token"]).status == 204
    assert [refreshed(api, one).code for one in opened] == ["session_ended"] * 3
    late = finish(api, begun)
    assert (late.status, late.code) == (410, "sign_in_expired")
    assert sign_in(api)


def test_another_password_ends_all_other_sessions(api: PeopleApi) -> None:
    """Whoever has the old one is out, and a sign-in that was begun with it opens nothing."""
    mine, other, begun = sign_in(api), sign_in(api), begin(api)
    api.people.clock.advance(seconds=1)
    body = {"present": PASSWORD, "wanted": WANTED}
    changed = api.send("PUT", "/v1/officer/me/password", body, mine["access_token"])
    assert changed.status == 204
    assert refreshed(api, other).code == "session_ended"
    assert finish(api, begun).code == "sign_in_expired"
    assert refreshed(api, mine).status == 200
    assert shown(api, mine) == [(id_of(mine), True)]


def test_a_wrong_password_ends_nothing(api: PeopleApi) -> None:
    """Nor is anything else changed."""
    mine, other = sign_in(api), sign_in(api)
    body = {"present": "x" * 12, "wanted": WANTED}
    assert api.send("PUT", "/v1/officer/me/password", body, mine["access_token"]).status == 422
    assert refreshed(api, other).status == 200


def test_the_twenty_first_session_ends_the_oldest(api: PeopleApi) -> None:
    """So that the list names all there are; the others end by themselves only."""
    opened = []
    for _ in range(21):
        opened.append(sign_in(api))
        api.people.clock.advance(minutes=4)
    codes = [refreshed(api, one).code for one in opened[:2]]
    assert codes == ["session_ended", "session_expired"]
    assert refreshed(api, opened[-1]).status == 200


def test_who_signs_in_while_everything_is_ended_is_seen(
    api: PeopleApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one who comes between reading and writing the session ends too."""
    mine, credentials = sign_in(api), api.people.credentials
    put, late = credentials.put, list[Any]()

    def meets(*args: Any, **more: Any) -> bool:
        if not late:
            late.append(None)
            late[0] = sign_in(api)
        return put(*args, **more)

    monkeypatch.setattr(credentials, "put", meets)
    assert api.send("DELETE", OWN, token=mine["access_token"]).status == 204
    assert refreshed(api, late[0]).code == "session_ended"
