"""A lost app is taken away by two people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.keys import Bearer
from chalicelib.staff.domain.factors import code_at, step_of
from tests.support.actors import central
from tests.support.api import Answer
from tests.support.keys import make_tokens
from tests.support.people import OFFICER, PASSWORD, set_password
from tests.support.people_api import PeopleApi, people_api

PATH = f"/v1/admin/officers/{OFFICER.id}/factor-reset"
FIRST, SECOND = (central(Role.ADMINISTRATOR, id) for id in ("a1", "a2"))
LEADER = Actor(Role.LEADER, "l1", OFFICER.agency)
OTHER_LEADER = Actor(Role.LEADER, "l2", OFFICER.agency)
OWNER = Actor(Role.LEADER, OFFICER.id, OFFICER.agency)
WHY = "Mất điện thoại, đã gặp trực tiếp"


@pytest.fixture
def api() -> Iterator[PeopleApi]:
    with people_api() as api:
        set_password(api.people.officer_desk, OFFICER.id, PASSWORD)
        add_app(api)
        yield api


def token(api: PeopleApi, who: Actor) -> str:
    return make_tokens().issue_access(Bearer(who, "s1"), api.people.clock.now()).token


def add_app(api: PeopleApi) -> None:
    mine = token(api, replace(OWNER, role=Role.OFFICER))
    api.send("POST", "/v1/officer/me/totp", {"password": PASSWORD}, mine)
    known = api.people.credentials.find(OFFICER.id)
    assert known
    assert known.beginning
    otp = code_at(known.beginning, step_of(api.people.clock.now()))
    assert api.send("POST", "/v1/officer/me/totp/confirm", {"otp": otp}, mine).status == 200


def ask(api: PeopleApi, by: Actor) -> Answer:
    return api.send("POST", PATH, {"reason": WHY}, token(api, by))


def confirm(api: PeopleApi, by: Actor) -> Answer:
    return api.send("POST", f"{PATH}/confirmation", token=token(api, by))


def way(api: PeopleApi) -> str:
    """How the next sign-in proves the second factor."""
    login = {"username": OFFICER.username, "password": PASSWORD}
    return str(api.send("POST", "/v1/officer/sessions", login).body["channel"])


@pytest.mark.parametrize(("first", "second"), [(FIRST, SECOND), (FIRST, LEADER), (LEADER, FIRST)])
def test_two_people_take_the_app_away(api: PeopleApi, first: Actor, second: Actor) -> None:
    """Codes are sent again; the recovery codes are good no more."""
    assert way(api) == "app"
    asked = ask(api, first)
    assert (asked.status, asked.body["officer"]) == (202, OFFICER.id)
    assert way(api) == "app"
    assert confirm(api, second).status == 204
    assert way(api) == "sms"
    known = api.people.credentials.find(OFFICER.id)
    assert known
    assert (known.app, known.recovery, known.reset, known.sessions) == (None, (), None, ())
    assert confirm(api, second).code == "reset_not_found"


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (FIRST, FIRST, "second_person_needed"),
        (LEADER, OTHER_LEADER, "second_person_needed"),
        (FIRST, OWNER, "own_account"),
    ],
)
def test_one_person_alone_does_not(api: PeopleApi, first: Actor, second: Actor, code: str) -> None:
    """Nor two without an administrator, nor the owner."""
    ask(api, first)
    refused = confirm(api, second)
    assert (refused.status, refused.code) == (403, code)
    assert way(api) == "app"


def test_nobody_asks_for_the_own_account(api: PeopleApi) -> None:
    """Whoever is in could else wait for a careless colleague."""
    assert ask(api, OWNER).code == "own_account"


def test_it_is_confirmed_within_a_day(api: PeopleApi) -> None:
    """And not without having been asked for."""
    assert confirm(api, SECOND).code == "reset_not_found"
    ask(api, FIRST)
    api.people.clock.advance(hours=24)
    late = confirm(api, SECOND)
    assert (late.status, late.code) == (404, "reset_not_found")
    assert way(api) == "app"


@pytest.mark.parametrize("change", [{"agency": "so-y-te"}, {"role": Role.INTAKE}])
def test_a_leader_looks_after_the_own_people(api: PeopleApi, change: dict[str, Any]) -> None:
    """As with invitations."""
    api.people.roster.records[OFFICER.id] = replace(OFFICER, **change)
    assert ask(api, LEADER).status == (404 if "agency" in change else 403)


def test_without_an_app_there_is_nothing_to_take_away(api: PeopleApi) -> None:
    """Codes are sent anyway."""
    ask(api, FIRST)
    confirm(api, SECOND)
    refused = ask(api, FIRST)
    assert (refused.status, refused.code) == (409, "no_app")


def test_the_audit_names_both_and_why(api: PeopleApi) -> None:
    """The reason travels sealed."""
    ask(api, FIRST)
    confirm(api, SECOND)
    told: list[Any] = api.people.credentials.events[-2:]
    assert [(one["actor"]["id"], one["what"]["factor"]) for one in told] == [
        ("a1", "reset_asked"),
        ("a2", "reset"),
    ]
    assert WHY not in str(told)
