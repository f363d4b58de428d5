"""The table of hostile input on the deployed stack: gateway, functions and tables as they ship.

In process every attack is tried at every door; here each door takes its turn of them, all that
need something stored, and whatever the gateway might answer by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Bearer, Tokens
from chalicelib.local_stage.application.clock import Pipeline
from chalicelib.routes import ROUTES
from chalicelib.runtime.crypto.key_sets import KeyUse
from chalicelib.runtime.crypto.keyring import Keyring
from chalicelib.runtime.crypto.tokens import JwtTokens
from chalicelib.runtime.http.calls import Access
from chalicelib.runtime.http.route import Endpoint, find
from chalicelib.runtime.services import Services
from localstack.demo.stack import RunningStack
from localstack.emulator import wait_until
from operations.places import LocalPlace
from operations.stacks import local_stack
from tests.support.besieged import OWNER, Besieged, Response, enlist, traces
from tests.support.cases import CITIZEN, OFFICER
from tests.support.forged import forged
from tests.support.hostile import DOORS
from tests.support.hostile_attacks import attacks_on
from tests.support.hostile_values import QUERIES

TURN = 4
"""Every fourth attack at each door, beginning with another one at the next."""
AT_ONCE = 4
PATIENCE = 60.0
LOOKS = 4
"""Alike, one after the other, before everything counts as arrived."""
ENDPOINTS = [find(module, route) for module, routes in ROUTES.items() for route in routes]
ENTITLED = {
    Access.OFFICER: "officer",
    Access.ENTRY: "intake",
    Access.SUPERVISION: "supervisor",
    Access.ADMINISTRATOR: "administrator",
    Access.REGISTRATION: "registration",
}
"""By access; else the citizen."""


@dataclass(frozen=True)
class Knock:
    """One request and what it must be told: status and code, and a fault's pointer and code."""

    about: str
    send: Callable[[], Response]
    told: tuple[int, str]
    fault: tuple[str, str] | None = None

    def complaint(self) -> str | None:
        """What came instead, in words."""
        came = self.send()
        status, code = self.told
        as_told = came.told[0] == status and code in ("", came.told[1])
        if as_told and self.fault is not None:
            pointer, fault = self.fault
            as_told = [told for told, _ in came.faults] == [pointer]
            as_told = as_told and fault in ("", came.faults[0][1])
        return None if as_told else f"{self.about}: {came.told} {came.body}"


@pytest.fixture(scope="module")
def product(stack: RunningStack, place: LocalPlace) -> Services:
    """The services of the deployed stack's functions."""
    assert stack
    return local_stack(place).adopt()


@pytest.fixture(scope="module")
def town(stack: RunningStack, product: Services) -> Iterator[Besieged]:
    """Everybody signed in, and nothing on its way any more."""
    besieged = Besieged(stack)
    enlist(product, OWNER)
    seen: list[dict[str, str]] = []

    def quiet() -> bool:
        assert product.get(Pipeline).drain(lambda: True)
        seen.append(traces(product))
        return len(seen) >= LOOKS and all(look == seen[-1] for look in seen[-LOOKS:])

    wait_until(quiet, PATIENCE, "everything to arrive")
    yield besieged
    besieged.leave()


def complaints(product: Services, knocks: Iterable[Knock]) -> list[str]:
    """All of them, a few at a time: who was told anything but what it must be told, and what was
    left behind."""
    before = traces(product)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [told for told in pool.map(Knock.complaint, knocks) if told]
    after = traces(product)
    left = [key for key in {*before, *after} if before.get(key) != after.get(key)]
    return found + [f"left a trace: {key}" for key in sorted(left)]


def test_attacks_at_every_door(product: Services, town: Besieged) -> None:
    """Each door its turn of the table, and all values that only who looks them up can refuse."""
    assert complaints(product, _attacks(town)) == []


def _attacks(town: Besieged) -> Iterator[Knock]:
    for number, door in enumerate(DOORS):
        method, token = door.route.split()[0], town.tokens[door.knocker]
        for turn, attack in enumerate(attacks_on(door)):
            if attack.readable or (turn + number) % TURN == 0:
                path, raw = town.path(door.route), town.body(attack.raw)
                send = partial(town.send, method, path, raw, token, attack.headers)
                about = f"{door.route}: {attack.name}"
                yield Knock(about, send, (attack.status, attack.code), attack.fault)


def test_tokens_that_nobody_comes_in_with(product: Services, town: Besieged) -> None:
    """Forged with the very key, expired, of another stage or kind: 401 at every closed route."""
    assert complaints(product, _forgeries(product, town)) == []


def _forgeries(product: Services, town: Besieged) -> Iterator[Knock]:
    ring, now = product.get(Keyring).of(KeyUse.TOKENS), product.get(Clock).now()
    key, abroad = ring.newest().key, JwtTokens(ring, "prod")
    late = product.get(Tokens).issue_access(Bearer(CITIZEN, "s1"), now - timedelta(minutes=16))
    for number, one in enumerate(ENDPOINTS):
        if one.access is Access.PUBLIC:
            continue
        good = town.tokens[ENTITLED.get(one.access, "citizen")]
        tokens = list(forged(good, key))
        tokens = [tokens[number % len(tokens)], tokens[-1 - number % len(tokens)]]
        tokens.append(("of another stage", abroad.issue_access(Bearer(OFFICER, "s1"), now).token))
        kind = "citizen" if one.access is Access.REGISTRATION else "registration"
        tokens.append(("of another kind", town.tokens[kind]))
        for about, token in tokens:
            yield _barred(town, one, token, about, (401, "bad_token"))
        yield _barred(town, one, "", "without", (401, "unauthenticated"))
        if one.access is not Access.REGISTRATION:
            yield _barred(town, one, late.token, "expired", (401, "token_expired"))


def _barred(town: Besieged, one: Endpoint, token: str, about: str, told: tuple[int, str]) -> Knock:
    send = partial(town.send, one.method, town.path(one.route), b"{", token)
    return Knock(f"{one.route}: token {about}", send, told)


LEAVING = "DELETE /v1/cases/{code}/follow"
"""Whoever follows no longer, or never did, hears the same of every code."""
OF_PUBLIC_CASES = {
    "PUT /v1/cases/{code}/follow",
    "GET /v1/cases/{code}/disputes",
    "POST /v1/cases/{code}/disputes",
}
"""Open to every citizen, as this case is; that a private one is not there, their own tests hold."""


def test_paths_of_others(product: Services, town: Besieged) -> None:
    """Officers on citizens' paths and the reverse, other people's and other agencies' cases."""
    assert complaints(product, _trespasses(town)) == []


def _trespasses(town: Besieged) -> Iterator[Knock]:
    for one in ENDPOINTS:
        if one.access is Access.CITIZEN:
            yield _barred(town, one, town.tokens["officer"], "of an officer", (403, "wrong_role"))
        elif one.access not in (Access.PUBLIC, Access.REGISTRATION, Access.ANYBODY):
            yield _barred(town, one, town.tokens["citizen"], "of a citizen", (403, "wrong_role"))
        if one.route == LEAVING:
            yield _barred(town, one, town.tokens["stranger"], "of stranger", (204, ""))
        elif one.route in OF_PUBLIC_CASES:
            yield _barred(town, one, town.tokens["elsewhere"], "elsewhere", (403, "wrong_role"))
        elif "{code}" in one.path and one.access is not Access.PUBLIC:
            for who in ("stranger", "elsewhere"):
                yield _barred(town, one, town.tokens[who], f"of {who}", (404, "case_not_found"))
        elif one.access in (Access.ENTRY, Access.SUPERVISION, Access.ADMINISTRATOR):
            yield _barred(town, one, town.tokens["leader"], "of a leader", (403, "wrong_role"))


def test_parameters(product: Services, town: Besieged) -> None:
    """Wrong ones are named, and another list's or a changed cursor is none."""
    assert complaints(product, _queries(town)) == []


def _queries(town: Besieged) -> Iterator[Knock]:
    for route, queries in QUERIES.items():
        token = town.tokens["supervisor" if "officer" in route or "reports" in route else "citizen"]
        for query, status, parameter, code in queries:
            url = f"{town.path(route)}?{query}"
            send = partial(town.send, "GET", url, None, token)
            if status == 400:
                yield Knock(url, send, (status, code))
            else:
                yield Knock(url, send, (status, "invalid"), (parameter, code))


def test_cursors(product: Services, town: Besieged) -> None:
    """Opaque and good for one list of one reader: whatever else is done with it is a bad cursor."""
    mine, citizen = "/v1/me/cases?limit=1", town.tokens["citizen"]
    cursor = town.send("GET", mine, None, citizen).body["next_cursor"]
    middle = len(cursor) // 2
    changed = cursor[:middle] + ("A" if cursor[middle] != "A" else "B") + cursor[middle + 1 :]
    urls = {
        f"{mine}&cursor={changed}": citizen,
        f"{mine}&cursor={cursor[:-4]}": citizen,
        f"{mine}&cursor={cursor}{cursor}": citizen,
        f"{mine}&cursor={cursor}&cursor={cursor}": citizen,
        f"{mine}&cursor={cursor}": town.tokens["stranger"],
        f"/v1/me/notifications?cursor={cursor}": citizen,
        f"/v1/officer/inbox?cursor={cursor}": town.tokens["supervisor"],
    }
    knocks = [
        Knock(url, partial(town.send, "GET", url, None, token), (400, "bad_cursor"))
        for url, token in urls.items()
    ]
    assert town.send("GET", f"{mine}&cursor={cursor}", None, citizen).answer.status == 200
    assert complaints(product, knocks) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/nothing"),
        ("GET", "/v2/health"),
        ("DELETE", "/v1/cases"),
        ("PUT", "/v1/health"),
        ("GET", "/v1/cases/%2e%2e/me"),
    ],
)
def test_what_the_gateway_answers_by_itself(town: Besieged, method: str, path: str) -> None:
    """Unknown routes and methods have the form of all errors."""
    answer = town.send(method, path, b"{}" if method != "GET" else None)
    assert answer.told[0] in (403, 404)
    assert answer.body["code"]
    assert answer.answer.headers["content-type"] == "application/problem+json"
    assert json.dumps(answer.body).count("Traceback") == 0
