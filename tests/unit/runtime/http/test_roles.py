"""Every role × route and every role × action: nobody sees or does what is not theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from chalicelib.cases.http.schemas.transitions import TransitionBody
from chalicelib.kernel.actors import Actor, Role
from chalicelib.routes import ROUTES as SERVED
from tests.support.asking import BODIES, PHOTO, AskedOffice
from tests.support.roles import ACTIONS, OF_THE_PROVINCE, PEOPLE, ROUTES
from tests.support.whole_api import whole_api

TRANSITIONS = "POST /v1/officer/cases/{code}/transitions"
TOLD = {"-": 401, "x": 403, "?": 404}
NOT_THEIRS = {
    "unauthenticated",
    "bad_token",
    "wrong_role",
    "case_not_found",
    "queue_not_allowed",
    "audit_not_allowed",
    "reveal_not_allowed",
    "search_not_allowed",
    "report_not_allowed",
}
"""Codes that say it is the person, not the request."""
ALL_ROUTES = [route for routes in SERVED.values() for route in routes]
ALL_ACTIONS = [
    action
    for body in get_args(get_args(TransitionBody)[0])
    for action in get_args(body.model_fields["action"].annotation)
]


@pytest.fixture(scope="module")
def office() -> Iterator[AskedOffice]:
    with whole_api() as api:
        yield AskedOffice(api)


def test_every_route_and_every_action_has_its_row() -> None:
    """A new one is decided on for every role before it is served."""
    assert set(ALL_ROUTES) - set(ROUTES) == set()
    assert set(ALL_ACTIONS) - set(ACTIONS) == set()
    assert {len(row.replace(" ", "")) for row in ROUTES.values()} == {len(PEOPLE)}


@pytest.mark.parametrize("route", ALL_ROUTES)
def test_who_gets_how_far(office: AskedOffice, route: str) -> None:
    """401, 403, or 404 as if nothing were there; others are served, or told another reason."""
    wrong: list[tuple[object, ...]] = []
    before = office.api.trace()
    for who, column in zip(PEOPLE, ROUTES.get(route, "").replace(" ", ""), strict=False):
        answer = office.ask(route, who)
        after, of_the_body = office.api.trace(), route.endswith("/refresh")
        if column in TOLD:
            right = answer.status == TOLD[column] and after == before
        else:
            theirs = of_the_body or answer.status < 400 or answer.code not in NOT_THEIRS
            right = answer.status < 500 and theirs
        wrong += [] if right else [(who, column, answer.status, answer.code, after == before)]
        before = after
    assert wrong == []


@pytest.mark.parametrize("route", [route for route in ALL_ROUTES if "{code}" in route])
def test_what_is_not_theirs_is_answered_like_what_never_was(
    office: AskedOffice, route: str
) -> None:
    """The same answer, byte for byte: a code cannot be tried out."""
    for who, column in zip(PEOPLE, ROUTES[route].replace(" ", ""), strict=True):
        if column == "?":
            theirs, never = office.ask(route, who), office.ask(route, who, "LC-260803-ZZZZZ")
            assert json.dumps(theirs.body) == json.dumps(never.body)
            assert set(theirs.headers) == set(never.headers)


@pytest.mark.parametrize("action", ALL_ACTIONS)
def test_who_may_take_which_action(office: AskedOffice, action: str) -> None:
    """Only those whom the workflow table names, on cases of their own; the others are told so
    before they are asked for a version."""
    given, wrong = ACTIONS[action][0], []
    path = f"/v1/officer/cases/{office.case}/transitions"
    before = office.api.trace()
    for who, actor in PEOPLE.items():
        if actor is None:
            continue
        answer = office.api.send("POST", path, {"action": action, **given}, office.token(who))
        expected = _expected(who, actor, _entitled(actor, action))
        if (answer.status, answer.code) != expected or office.api.trace() != before:
            wrong.append((who, answer.status, answer.code, expected))
    assert wrong == []


def _entitled(actor: Actor, action: str) -> frozenset[Role]:
    """Nobody whose agency only watches, but for a note; the province's actions, who is of it."""
    watches = actor.agency == "ubnd-02647" and action != "note"
    narrow = not actor.province and action in OF_THE_PROVINCE
    return frozenset() if narrow or watches else ACTIONS[action][1]


def _expected(who: str, actor: Actor, roles: frozenset[Role]) -> tuple[int, str]:
    column = dict(zip(PEOPLE, ROUTES[TRANSITIONS].replace(" ", ""), strict=True))[who]
    if column == "?":
        return 404, "case_not_found"
    if column == "x":
        return 403, "wrong_role"
    return (428, "if_match_required") if actor.role in roles else (403, "action_not_allowed")


@pytest.mark.parametrize("id", [PHOTO, "01J00000000000000000000009"])
def test_uploads_of_others_are_as_unknown_as_those_that_never_were(
    office: AskedOffice, id: str
) -> None:
    """Ids cannot be tried out, and nobody's photo lands in somebody else's case."""
    before = office.api.trace()
    body: dict[str, Any] = {**BODIES["POST /v1/cases"], "uploads": [id]}
    key = {"Idempotency_Key": f"theirs-{id}"}
    answer = office.api.send("POST", "/v1/cases", body, office.token("another citizen"), **key)
    assert answer.faults == [("/uploads/0", "unknown_upload")]
    assert office.api.trace()[:2] == before[:2]
