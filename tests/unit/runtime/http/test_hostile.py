"""Hostile and careless input at every door: each attack gets its answer and leaves no trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.kernel.ids import new_seed
from chalicelib.routes import ROUTES
from chalicelib.runtime.http.calls import Access
from chalicelib.runtime.http.route import find
from chalicelib.uploads.domain.uploads import ExaminationResult
from tests.support import people
from tests.support.actors import central
from tests.support.api import Answer
from tests.support.asking import BLOCKED
from tests.support.blocks import make_block
from tests.support.cases import CITIZEN, ELSEWHERE, INTAKE, OFFICER, STRANGER, SUPERVISOR
from tests.support.clock import NOW
from tests.support.commune_reports import REPORT
from tests.support.difficulties import DIFFICULTY, put_difficulty
from tests.support.doors import Door
from tests.support.forged import forged
from tests.support.hostile import DOORS
from tests.support.hostile_attacks import Attack, attacks_on
from tests.support.hostile_values import QUERIES, VALUES
from tests.support.imports import with_a_bad_row
from tests.support.keys import FixedKeyring
from tests.support.organisations import NUMBER, put_organisation
from tests.support.trainings import TRAINING, put_training
from tests.support.uploads import make_upload
from tests.support.whole_api import WholeApi, whole_api

ENDPOINTS = [find(module, route) for module, routes in ROUTES.items() for route in routes]
ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
WAITING, THEIRS = "01J00000000000000000000001", "01J00000000000000000000002"
LEDGER = 4
"""Where the kept answers stand in a trace."""
KNOCKERS = {
    "citizen": CITIZEN,
    "officer": OFFICER,
    "intake": INTAKE,
    "supervisor": SUPERVISOR,
    "administrator": ADMINISTRATOR,
}
ENTITLED = {
    Access.OFFICER: OFFICER,
    Access.ENTRY: INTAKE,
    Access.SUPERVISION: SUPERVISOR,
    Access.LISTS: ADMINISTRATOR,
    Access.ADMINISTRATOR: ADMINISTRATOR,
}
"""By access; else the citizen."""
STAFF = [central(role, f"x-{role}") for role in Role if role not in (Role.CITIZEN, Role.SYSTEM)]


@pytest.fixture(scope="module")
def api() -> Iterator[WholeApi]:
    """One API for all attacks, since none may leave a trace."""
    with whole_api() as api:
        yield api


class Place:
    """Paths with something behind them: the citizen's case, a registration, sign-ins."""

    def __init__(self, api: WholeApi) -> None:
        self.api = api
        self.case = api.office.in_progress().code
        phone = {"phone": "0912345678"}
        self.registration = api.send("POST", "/v1/registrations", phone).body["registration_id"]
        self.proven = self._proven()
        self.session = api.send("POST", "/v1/sessions", phone).body["session_id"]
        people.set_password(api.people.officer_desk, people.OFFICER.id, people.PASSWORD)
        api.office.blocks.blocks[BLOCKED] = make_block(BLOCKED)
        login = {"username": people.OFFICER.username, "password": people.PASSWORD}
        signing_in = api.send("POST", "/v1/officer/sessions", login)
        self.officer_session = signing_in.body["session_id"]
        self.imported = with_a_bad_row(api.imports)
        put_difficulty(api.difficulties)
        put_training(api.trainings)
        put_organisation(api.organisations)
        api.office.uploads.add(make_upload(WAITING, CITIZEN.id))
        sent = replace(make_upload(THEIRS, STRANGER.id), verdict=ExaminationResult(NOW))
        api.office.uploads.add(sent)

    def _proven(self) -> str:
        begun = self.api.send("POST", "/v1/registrations", {"phone": "0912345670"})
        id = str(begun.body["registration_id"])
        otp = {"otp": self.api.people.code_of(f"R#{id}")}
        assert self.api.send("POST", f"/v1/registrations/{id}/verify", otp).status == 200
        return id

    def body(self, raw: bytes) -> bytes:
        """With the uploads that an attack speaks of."""
        ids = {"{waiting}": WAITING, "{theirs}": THEIRS}
        for name, id in ids.items():
            raw = raw.replace(name.encode(), id.encode())
        return raw

    def path(self, route: str) -> str:
        """The route's path, filled in."""
        path = route.partition(" ")[2]
        one = self.officer_session if "officer/" in path else self.session
        one = self.registration if "registrations" in path else one
        one = OFFICER.id if "roster" in path else one
        one = people.OFFICER.id if "admin/officers" in path else one
        places = ("restoration", "last-day", "officers/{id}/posts")
        one = OFFICER.id if any(place in path for place in places) else one
        one = BLOCKED if "admin/blocks" in path else one
        one = TRAINING if "trainings" in path else one
        one = REPORT if "commune-reports" in path else one
        one = DIFFICULTY if "difficulties" in path else one
        one = NUMBER if "organisations" in path else one
        one = self.imported if "admin/imports" in path else one
        path = path.replace("{code}", self.case).replace("{kind}", "officials")
        return path.replace("{id}", one)


@pytest.fixture(scope="module")
def place(api: WholeApi) -> Place:
    return Place(api)


def token_for(api: WholeApi, place: Place, knocker: str) -> str:
    if knocker == "registration":
        return api.registration_token(place.proven)
    return api.token(KNOCKERS[knocker]) if knocker in KNOCKERS else ""


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.route} by {door.knocker}")
def test_every_attack_gets_its_answer(api: WholeApi, place: Place, door: Door) -> None:
    """Status, code and field as the contract says; nothing is kept, nothing that was typed comes
    back."""
    wrong, before = [], api.trace()
    for attack in attacks_on(door):
        answer = knock(api, place, door, attack)
        after = api.trace()
        told = (answer.status, answer.code) == (attack.status, attack.code)
        if not (told and names_the_fault(answer, attack) and same(before, after, attack)):
            wrong.append((attack.name, answer.status, answer.code, answer.faults))
        before = after
    assert wrong == []


def knock(api: WholeApi, place: Place, door: Door, attack: Attack) -> Answer:
    headers = {"If_Match": '"4"', "Idempotency_Key": new_seed(), **attack.headers}
    return api.send(
        door.route.split()[0],
        place.path(door.route),
        place.body(attack.raw),
        token_for(api, place, door.knocker),
        **headers,
    )


def names_the_fault(answer: Answer, attack: Attack) -> bool:
    """Its field alone, by the code that the attack names, if it names one."""
    if attack.fault is None:
        return True
    pointer, code = attack.fault
    return [told for told, _ in answer.faults] == [pointer] and code in ("", answer.faults[0][1])


def same(before: tuple[object, ...], after: tuple[object, ...], attack: Attack) -> bool:
    """Nothing stayed behind, but for the answer that is kept for whoever asks again."""
    return all(
        one == other
        for at, (one, other) in enumerate(zip(before, after, strict=True))
        if at != LEDGER or not attack.readable
    )


def test_every_route_that_takes_a_body_has_a_door() -> None:
    """A new route is attacked like the others."""
    taking = {one.route for one in ENDPOINTS if one.body is not None}
    assert {door.route for door in DOORS} == taking


@pytest.mark.parametrize("one", ENDPOINTS, ids=lambda one: one.route)
def test_nobody_comes_in_without_a_good_token(api: WholeApi, place: Place, one) -> None:
    """Forged, expired, of another stage, another kind or no kind at all: 401, and why."""
    if one.access is Access.PUBLIC:
        return
    before = api.trace()
    for token, code in bad_tokens(api, place, one.access):
        answer = api.send(one.method, place.path(one.route), b"{", token)
        assert (answer.status, answer.code) == (401, code)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert api.trace() == before


def bad_tokens(api: WholeApi, place: Place, access: Access) -> Iterator[tuple[str, str]]:
    good = api.token(ENTITLED.get(access, CITIZEN))
    yield "", "unauthenticated"
    yield api.token(CITIZEN, stage="prod"), "bad_token"
    for _, token in forged(good, FixedKeyring().newest().key):
        yield token, "bad_token"
    if access is Access.REGISTRATION:
        yield good, "bad_token"
    else:
        yield api.registration_token(place.registration), "bad_token"
        yield api.token(CITIZEN, minutes=14), "token_expired"


def _is_of_public_cases(one) -> bool:
    """Whether the case of the place, which is public, is there for everybody."""
    return "/public/" in one.path or one.path.endswith(("/follow", "/disputes"))


@pytest.mark.parametrize("one", ENDPOINTS, ids=lambda one: one.route)
def test_citizens_and_officers_have_paths_of_their_own(api: WholeApi, place: Place, one) -> None:
    """403 for whoever may see that something is there, whatever the body; 404 for others."""
    if one.access in (Access.PUBLIC, Access.REGISTRATION, Access.ANYBODY):
        return
    before = api.trace()
    strangers = STAFF if one.access is Access.CITIZEN else [CITIZEN]
    for stranger in strangers:
        answer = api.send(one.method, place.path(one.route), b"{", api.token(stranger))
        seeing = "{code}" not in one.path or stranger is CITIZEN or _is_of_public_cases(one)
        seeing = seeing or stranger.role in (Role.INTAKE, Role.SUPERVISOR, Role.ADMINISTRATOR)
        expected = (403, "wrong_role") if seeing else (404, "case_not_found")
        assert (answer.status, answer.code) == expected
    assert api.trace() == before


@pytest.mark.parametrize(
    "one", [one for one in ENDPOINTS if "{code}" in one.path], ids=lambda one: one.route
)
def test_a_case_is_not_there_for_who_may_not_see_it(api: WholeApi, place: Place, one) -> None:
    """Other citizens, other agencies, and codes that never were get the same answer, before the
    body is looked at."""
    before = api.trace()
    actor = OFFICER if one.access is Access.OFFICER else CITIZEN
    stranger = ELSEWHERE if one.access is Access.OFFICER else STRANGER
    asked = [] if _is_of_public_cases(one) else [(place.case, stranger)]
    codes = ("LC-260803-ZZZZZ", "lc-260803-7k3qx", "x", "%00", "%F0%9F%95%B3", "..", "9" * 3000)
    asked += [(code, actor) for code in codes]
    answers = []
    for code, reader in asked:
        path = one.path.replace("{code}", code).replace("{id}", "01J").replace("{number}", "1")
        answers.append(api.send(one.method, path, b"{", api.token(reader)))
    assert {(answer.status, answer.code) for answer in answers} == {(404, "case_not_found")}
    bodies = [answer.body for answer in answers]
    assert all(body == bodies[0] for body in bodies)
    assert api.trace() == before


@pytest.mark.parametrize(
    "path",
    [
        "/v1/registrations/{id}/verify",
        "/v1/sessions/{id}/verify",
        "/v1/officer/sessions/{id}/verify",
        "/v1/registrations/{id}/otp",
    ],
)
@pytest.mark.parametrize(
    "id", ["x", "01K1QZ7M3VX2T9R4B8C6D5E0FG", "%00", "%FF", "9" * 3000, "R%23x"]
)
def test_what_is_not_there_is_not_there(api: WholeApi, path: str, id: str) -> None:
    """Ids of any form and length, before the body is looked at."""
    before = api.trace()
    assert api.send("POST", path.replace("{id}", id), b"{").status == 404
    assert api.trace() == before


@pytest.mark.parametrize("id", [THEIRS, WAITING, "x", "%00", "%FF", "9" * 3000, "..%2f..", "R%23x"])
def test_attachments_that_the_case_does_not_have(api: WholeApi, place: Place, id: str) -> None:
    """Whoever may see the case still fetches nothing but its own files."""
    before = api.trace()
    path = f"/v1/cases/{place.case}/attachments/{id}"
    for actor in (CITIZEN, OFFICER, SUPERVISOR):
        answer = api.send("GET", path, token=api.token(actor))
        assert (answer.status, answer.code) == (404, "attachment_not_found")
    assert api.trace() == before


NEEDED = {
    "/v1/admin/audit/proof": "day=2026-08-03&",
    "/officer/invitation": "token=cb017.1.00&",
}
"""Parameters without which a route answers nothing."""


@pytest.mark.parametrize(
    "one", [one for one in ENDPOINTS if one.method == "GET"], ids=lambda one: one.route
)
def test_unknown_parameters_are_told(api: WholeApi, place: Place, one) -> None:
    """Not ignored: who misspells a filter must not believe the list is filtered."""
    actor = ENTITLED.get(one.access, CITIZEN)
    theirs = ("commune-reports", "admin/organisations")
    actor = ADMINISTRATOR if any(place in one.path for place in theirs) else actor
    path = place.path(one.route) + f"?{NEEDED.get(one.path, '')}is_admin=1"
    answer = api.send("GET", path, token=api.token(actor))
    assert (answer.status, answer.faults) == (422, [("?is_admin", "unknown_field")])
    twice = api.send("GET", path + "&is_admin=2", token=api.token(actor))
    assert (twice.status, twice.faults) == (422, [("?is_admin", "not_unique")])


@pytest.mark.parametrize(
    ("route", "query", "status", "parameter", "code"),
    [(route, *one) for route, queries in QUERIES.items() for one in queries],
)
def test_every_wrong_parameter_gets_its_answer(
    api: WholeApi, place: Place, route: str, query: str, status: int, parameter: str, code: str
) -> None:
    """The parameter is named; what cannot be read at all is 400."""
    actor = SUPERVISOR if "officer" in route or "reports" in route else CITIZEN
    answer = api.send("GET", f"{place.path(route)}?{query}", token=api.token(actor))
    assert answer.status == status
    if status == 400:
        assert answer.code == code
    else:
        assert [fault for fault, _ in answer.faults] == [parameter]
        assert code in ("", answer.faults[0][1])


def test_values_and_queries_are_of_routes_that_are_served() -> None:
    """A route that is renamed keeps its hostile values."""
    assert set(VALUES) | set(QUERIES) <= {one.route for one in ENDPOINTS}
