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
ROWS = [
    pytest.param(route, who, column, id=f"{route}: {who}")
    for route in ALL_ROUTES
    for who, column in zip(PEOPLE, ROUTES.get(route, "").replace(" ", ""), strict=False)
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


@pytest.mark.parametrize(("route", "who", "column"), ROWS)
def test_who_gets_how_far(office: AskedOffice, route: str, who: str, column: str) -> None:
    """401, 403, or 404 as if nothing were there; others are served, or told another reason."""
    before = office.api.trace()
    answer = office.ask(route, who)
    if column in TOLD:
        assert answer.status == TOLD[column]
        assert office.api.trace() == before
    else:
        assert answer.status < 500
        of_the_body = route.endswith("/refresh")
        assert of_the_body or answer.status < 400 or answer.code not in NOT_THEIRS


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
@pytest.mark.parametrize("who", [who for who, actor in PEOPLE.items() if actor])
def test_who_may_take_which_action(office: AskedOffice, who: str, action: str) -> None:
    """Only those whom the workflow table names, on cases of their own; the others are told so
    before they are asked for a version."""
    given, roles = ACTIONS[action]
    actor = PEOPLE[who]
    watches = actor is not None and actor.agency == "ubnd-02647"
    narrow = actor is not None and not actor.province and action in OF_THE_PROVINCE
    roles = frozenset() if narrow or (watches and action != "note") else roles
    assert actor is not None
    path = f"/v1/officer/cases/{office.case}/transitions"
    before = office.api.trace()
    answer = office.api.send("POST", path, {"action": action, **given}, office.token(who))
    assert (answer.status, answer.code) == _expected(who, actor, roles)
    assert office.api.trace() == before


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
