"""What a kept answer may revive: nothing that is over. The clock is moved between the tries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.support.api import Answer
from tests.support.people import OFFICER, PASSWORD, hash_of, set_password
from tests.support.people_api import ACCOUNT, PeopleApi, people_api


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        yield api


class Story:
    """One request that is sent again under its key."""

    def __init__(self, api: PeopleApi, path: str, body: Any, token: str = "") -> None:
        self.api, self.path, self.body, self.token = api, path, body, token
        self.first = self.again()

    def again(self, key: str = "k") -> Answer:
        return self.api.send("POST", self.path, self.body, self.token, Idempotency_Key=key)


def officer_sign_in(api: PeopleApi) -> Story:
    set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
    body = {"username": "ltmay", "password": PASSWORD}
    id = api.send("POST", "/v1/officer/sessions", body).body["session_id"]
    otp = {"otp": api.people.code_of(f"F#{id}")}
    return Story(api, f"/v1/officer/sessions/{id}/verify", otp)


def officer_refresh(api: PeopleApi) -> Story:
    old = {"refresh_token": officer_sign_in(api).first.body["refresh_token"]}
    return Story(api, "/v1/officer/sessions/refresh", old)


def citizen_sign_in(api: PeopleApi) -> Story:
    api.register()
    id = api.send("POST", "/v1/sessions", {"phone": "0912345678"}).body["session_id"]
    return Story(api, f"/v1/sessions/{id}/verify", {"otp": api.people.code_of(f"S#{id}")})


def citizen_refresh(api: PeopleApi) -> Story:
    old = {"refresh_token": citizen_sign_in(api).first.body["refresh_token"]}
    return Story(api, "/v1/sessions/refresh", old)


def proof(api: PeopleApi) -> Story:
    id = api.send("POST", "/v1/registrations", {"phone": "0912345678"}).body["registration_id"]
    otp = {"otp": api.people.code_of(f"R#{id}")}
    return Story(api, f"/v1/registrations/{id}/verify", otp)


def account(api: PeopleApi) -> Story:
    return Story(api, "/v1/accounts", ACCOUNT, api.prove())


SESSIONS = (officer_sign_in, officer_refresh, citizen_sign_in, citizen_refresh, account)
ALL = (*SESSIONS, proof)


@pytest.mark.parametrize("story", ALL)
def test_a_lost_answer_comes_again_within_a_minute(api: PeopleApi, story: Any) -> None:
    """Whoever lost it on the way goes on with tokens of the same thing."""
    told = story(api)
    api.people.clock.advance(seconds=60)
    again = told.again()
    assert (again.status, again.headers["Idempotent-Replay"]) == (told.first.status, "true")
    assert set(again.body) == set(told.first.body)


@pytest.mark.parametrize("story", ALL)
@pytest.mark.parametrize("seconds", [61, 29 * 60, 15 * 3600, 23 * 3600])
def test_later_it_is_over(api: PeopleApi, story: Any, seconds: int) -> None:
    """410 whatever would still be alive, and nothing of what was made is in the answer."""
    told = story(api)
    api.people.clock.advance(seconds=seconds)
    again = told.again()
    expired = told.token and seconds > 30 * 60
    wanted = (401, "token_expired") if expired else (410, "answer_over")
    if story is proof and seconds > 12 * 3600:
        assert again.status in (404, 410)
    else:
        assert (again.status, again.code) == wanted
    assert not {"access_token", "refresh_token", "registration_token"} & set(again.body)


@pytest.mark.parametrize("story", SESSIONS)
def test_an_ended_session_is_not_revived(api: PeopleApi, story: Any) -> None:
    """Signing out ends what a repeated answer could give."""
    told = story(api)
    side = "/v1/officer" if story in (officer_sign_in, officer_refresh) else "/v1"
    token = told.first.body["access_token"]
    assert api.send("DELETE", f"{side}/sessions/current", token=token).status == 204
    again = told.again()
    assert (again.status, again.code) == (410, "answer_over")


@pytest.mark.parametrize("story", [officer_sign_in, officer_refresh, citizen_sign_in])
def test_only_the_generation_that_was_made_comes_again(api: PeopleApi, story: Any) -> None:
    """An old answer does not give the pair that somebody made by refreshing since."""
    told = story(api)
    side = "/v1/sessions" if story is citizen_sign_in else "/v1/officer/sessions"
    body = {"refresh_token": told.first.body["refresh_token"]}
    newer = api.send("POST", f"{side}/refresh", body)
    assert newer.status == 200
    again = told.again()
    assert (again.status, again.code) == (410, "answer_over")
    newest = {"refresh_token": newer.body["refresh_token"]}
    assert api.send("POST", f"{side}/refresh", newest).status == 200


@pytest.mark.parametrize("story", [officer_sign_in, officer_refresh])
def test_a_revoked_officer_gets_nothing_again(api: PeopleApi, story: Any) -> None:
    """Whoever was taken off the roster meanwhile."""
    told = story(api)
    api.people.roster.records[OFFICER.id] = replace(OFFICER, active=False)
    again = told.again()
    assert (again.status, again.code) == (410, "answer_over")


@pytest.mark.parametrize("story", [citizen_sign_in, citizen_refresh, account])
def test_an_account_that_is_gone_gets_nothing_again(api: PeopleApi, story: Any) -> None:
    """Erased, or joined to another, after the first answer."""
    told = story(api)
    holder = api.people.accounts.holder_of(hash_of("+84912345678"))
    assert holder
    api.people.accounts.store.forget(holder)
    again = told.again()
    assert (again.status, again.code) == (410, "answer_over")


def test_a_request_whose_answer_was_never_kept_is_over_too(api: PeopleApi) -> None:
    """The process died after it had made the tokens; within the idle limit the key is tried."""
    told = officer_refresh(api)
    for id, record in list(api.ledger.records.items()):
        api.ledger.records[id] = replace(record, answer=None)
    api.people.clock.advance(minutes=50)
    again = told.again()
    assert (again.status, again.code) == (410, "answer_over")


def test_a_refusal_is_repeated_for_its_whole_day(api: PeopleApi) -> None:
    """What gave nothing gives nothing anew."""
    id = api.send("POST", "/v1/registrations", {"phone": "0912345678"}).body["registration_id"]
    wrong = "000000" if api.people.code_of(f"R#{id}") != "000000" else "111111"
    told = Story(api, f"/v1/registrations/{id}/verify", {"otp": wrong})
    api.people.clock.advance(hours=2)
    assert (told.again().status, told.again().code) == (422, "wrong_code")
