"""Input that is wrong in many places: whoever finds the faults, the answer is as documented."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from chalicelib.kernel.actors import Role
from tests.support.actors import central
from tests.support.cases import CITIZEN, OFFICER
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
Ask = Callable[[WholeApi], Any]


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def _edit(kind: str, spoil: Callable[[Any], Any]) -> Ask:
    def ask(api: WholeApi) -> Any:
        token = api.token(ADMINISTRATOR)
        document = api.send("GET", f"/v1/admin/{kind}", token=token).body
        body = {**document, **spoil(document)}
        return api.send("PUT", f"/v1/admin/{kind}", body, token, If_Match='"1"')

    return ask


def _rules(**members: Any) -> Callable[[Any], Any]:
    return lambda _: {"rules": [{"id": f"r{n}", "sure": True, **members} for n in range(168)]}


def _unknown_fields(**more: str) -> Ask:
    """Of a body that pydantic reads, together with faults of headers."""
    body = {f"x{number}": 1 for number in range(300)}
    return lambda api: api.send("POST", "/v1/cases", body, api.token(CITIZEN), **more)


WRONG: dict[str, tuple[Ask, int]] = {
    "names that routing rules do not know": (
        _edit("routing-rules", _rules(agency="x", categories=["y"], communes=["z"])),
        3 * 168,
    ),
    "form of routing rules": (_edit("routing-rules", _rules(agency=5, urgencies=["y"])), 2 * 168),
    "calendar": (
        _edit("calendar", lambda _: {"overrides": [{"kind": "x"}] * 100}),
        3 * 100,
    ),
    "policy": (
        _edit("policies", lambda _: {f"x{number}": 1 for number in range(250)}),
        250,
    ),
    "a body of unknown fields": (_unknown_fields(Idempotency_Key="k" * 20), 300 + 3),
    "a body of unknown fields and headers": (_unknown_fields(), 300 + 3 + 1),
}


@pytest.mark.parametrize(("ask", "count"), WRONG.values(), ids=WRONG)
def test_the_first_hundred_are_told_and_the_rest_is_counted(
    api: WholeApi, ask: Ask, count: int
) -> None:
    """pydantic, documents and checks against what is there: none is past the contract."""
    answer = ask(api)
    assert answer.status == 422
    assert (len(answer.faults), answer.body["errors_omitted"]) == (100, count - 100)


def test_all_that_is_wrong_with_absences_is_told_at_once(api: WholeApi) -> None:
    """Days in disorder, others that overlap, and a stand-in who is none."""
    week = {"since": "2026-08-03", "until": "2026-08-10"}
    absences = [
        {"since": "2026-09-10", "until": "2026-09-03"},
        week,
        {"since": "2026-08-09", "until": "2026-08-12"},
        {"since": "2026-10-01", "until": "2026-10-02", "stand_in": "nobody"},
        {"since": "2026-09-04", "until": "2026-09-05"},
    ]
    path = f"/v1/officer/roster/{OFFICER.id}/absences"
    answer = api.send("PUT", path, {"absences": absences}, api.token(OFFICER), If_Match='"1"')
    assert answer.faults == [
        ("/absences/0/until", "chain_order"),
        ("/absences/2/since", "overlaps"),
        ("/absences/3/stand_in", "no_stand_in"),
    ]
