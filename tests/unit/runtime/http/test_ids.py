"""Whatever a client gives for an id: it becomes a key of a store only in the form of such an id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.kernel.ids import new_seed
from tests.support.api import Answer
from tests.support.asking import BODIES, AskedOffice
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, STRANGER, FakeCaseStore
from tests.support.directory import FakeDirectory
from tests.support.people_stores import FakeStore
from tests.support.roles import ROUTES
from tests.support.uploads import FakeUploadStore
from tests.support.whole_api import whole_api

NO_IDS = (
    "U#01J00000000000000000000001",
    "health",
    "officer#o1",
    "#",
    "a b",
    "ổ gà",
    "\u0000",
    "LC-260803-",
    "lc-260803-7k3qx",
    "x" * 61,
)
FOR_PATHS = (*NO_IDS, "x" * 3000)
LIKE_AN_OFFICERS = {"health", "LC-260803-", "lc-260803-7k3qx"}
"""They are looked up, among officers only."""
STORES: tuple[tuple[type, str], ...] = (
    (FakeCaseStore, "find"),
    (FakeDirectory, "officer"),
    (FakeDirectory, "find_officer"),
    (FakeUploadStore, "find"),
    (FakeStore, "find"),
)


@pytest.fixture(scope="module")
def office() -> Iterator[AskedOffice]:
    with whole_api() as api:
        yield AskedOffice(api)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every id that a store was asked for."""
    asked: list[str] = []

    def recording(find: Callable[..., Any]) -> Callable[..., Any]:
        def record(store: Any, ids: Any, **more: Any) -> Any:
            asked.extend([ids] if isinstance(ids, str) else ids)
            return find(store, ids, **more)

        return record

    for store, name in STORES:
        monkeypatch.setattr(store, name, recording(getattr(store, name)))
    return asked


def _served(route: str) -> str:
    """Who may knock at this route."""
    if "/admin/" in route:
        return "administrator"
    if "/officer/me/" in route or ("/officer/" in route and "sessions" not in route):
        return "officer of the agency"
    own = "{code}" in route or "/organisations/" in route
    return "the citizen of the case" if own else "nobody"


@pytest.mark.parametrize(
    ("route", "name"),
    [(route, name) for route in ROUTES for name in ("{code}", "{id}") if name in route],
)
def test_in_a_path(office: AskedOffice, keys: list[str], route: str, name: str) -> None:
    """404, and no store was asked for what has not the form."""
    places = ("roster", "restoration", "last-day", "officers/{id}/posts")
    of_officers, wrong = any(place in route for place in places), []
    for made_up in FOR_PATHS:
        keys.clear()
        status = _knock(office, route, name, made_up).status
        looked_up = of_officers and made_up in LIKE_AN_OFFICERS
        if (status, made_up in keys) != (404, looked_up):
            wrong.append((made_up[:70], status, made_up in keys))
    assert wrong == []


def _knock(office: AskedOffice, route: str, name: str, made_up: str) -> Answer:
    method, path = route.split()
    filled = path.replace(name, quote(made_up, safe=""))
    filled = filled.replace("{code}", office.case).replace("{id}", office.id_in(path))
    token = office.token(_served(route))
    headers = {"If_Match": '"1"', "Idempotency_Key": f"{len(made_up)}"}
    return office.api.send(method, filled, BODIES.get(route), token, **headers)


def _transition(office: AskedOffice, code: str, actor: Any, **body: Any) -> Answer:
    version = office.api.office.store.cases[code].version
    path = f"/v1/officer/cases/{code}/transitions"
    return office.api.send("POST", path, body, office.api.token(actor), If_Match=f'"{version}"')


def _mark(office: AskedOffice, id: str) -> Answer:
    code = office.api.office.accepted().code
    return _transition(office, code, INTAKE, action="mark_duplicate", parent=id)


def _assign(field: str) -> Callable[[AskedOffice, str], Answer]:
    def assign(office: AskedOffice, id: str) -> Answer:
        given: dict[str, Any] = {"agency": "so-xay-dung", field: [id] if field[0] == "c" else id}
        return _transition(
            office, office.api.office.accepted().code, INTAKE, action="assign", **given
        )

    return assign


def _return(office: AskedOffice, id: str) -> Answer:
    code = office.api.office.assigned().code
    given = {"reason": "Nhầm cơ quan.", "suggested_agency": id}
    return _transition(office, code, OFFICER, action="return", **given)


def _submit(office: AskedOffice, id: str) -> Answer:
    body = {**BODIES["POST /v1/cases"], "uploads": [id]}
    return office.api.send(
        "POST", "/v1/cases", body, office.api.token(STRANGER), Idempotency_Key=new_seed()
    )


def _supplement(office: AskedOffice, id: str) -> Answer:
    code = office.api.office.assigned().code
    _transition(office, code, OFFICER, action="request_info", question="Đoạn nào?")
    body = {"text": "Đoạn trước cổng trường.", "uploads": [id]}
    token = office.api.token(CITIZEN)
    return office.api.send("POST", f"/v1/cases/{code}/supplements", body, token)


def _answer(office: AskedOffice, id: str) -> Answer:
    code = office.api.office.in_progress().code
    given = {"text": "Đã vá xong ổ gà.", "evidence": [id]}
    return _transition(office, code, OFFICER, action="propose_answer", **given)


def _stand_in(office: AskedOffice, id: str) -> Answer:
    week = {"since": "2026-08-03", "until": "2026-08-10", "stand_in": id}
    path = "/v1/officer/roster/o1/absences"
    body, token = {"absences": [week]}, office.api.token(LEADER)
    return office.api.send("PUT", path, body, token, If_Match='"1"')


BODY_FIELDS: dict[str, Callable[[AskedOffice, str], Answer]] = {
    "/parent": _mark,
    "/agency": _assign("agency"),
    "/officer": _assign("officer"),
    "/coordinating/0": _assign("coordinating"),
    "/suggested_agency": _return,
    "/uploads/0": _submit,
    "/uploads/0 of a supplement": _supplement,
    "/evidence/0": _answer,
    "/absences/0/stand_in": _stand_in,
}


@pytest.mark.parametrize("made_up", NO_IDS)
@pytest.mark.parametrize("field", BODY_FIELDS)
def test_in_a_body(office: AskedOffice, keys: list[str], field: str, made_up: str) -> None:
    """422 with the field's name, and no store was asked for what has not the form."""
    answer = BODY_FIELDS[field](office, made_up)
    assert answer.status == 422
    assert [pointer for pointer, _ in answer.faults] == [field.split()[0]]
    assert (made_up in keys) == (field == "/officer" and made_up in LIKE_AN_OFFICERS)


@pytest.mark.parametrize("made_up", [*NO_IDS, "x" * 3000])
@pytest.mark.parametrize("route", ["/v1/sessions/refresh", "/v1/officer/sessions/refresh"])
def test_in_a_refresh_token(office: AskedOffice, keys: list[str], route: str, made_up: str) -> None:
    """A token that names no session in front is none of ours."""
    answer = office.api.send("POST", route, {"refresh_token": f"{made_up}.1.y"})
    assert (answer.status in (401, 422), made_up in keys) == (True, False)


def test_a_parent_of_good_form_that_is_not_there(office: AskedOffice) -> None:
    """The field is named as for any case that cannot be the original."""
    answer = _mark(office, "LC-260803-ZZZZZ")
    assert (answer.status, answer.faults) == (422, [("/parent", "not_a_parent")])
