"""The roster and the leave calendar over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.kernel.actors import CENTRAL_AGENCY, Actor, Role
from tests.support.cases import ELSEWHERE, LEADER, OFFICER, SUPERVISOR
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = Actor(Role.ADMINISTRATOR, "a1", CENTRAL_AGENCY)
WEEK = {"since": "2026-08-03", "until": "2026-08-10"}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def put(api: WholeApi, actor: Actor, *absences: Any, id: str = "o1") -> Any:
    path = f"/v1/officer/roster/{id}/absences"
    return api.send("PUT", path, {"absences": list(absences)}, api.token(actor))


def test_an_officer_sees_the_own_agency_without_addresses(api: WholeApi) -> None:
    """Names, roles and absences; no phone, no email."""
    answer = api.send("GET", "/v1/officer/roster", token=api.token(OFFICER))
    assert [line["id"] for line in answer.body["items"]] == ["l1", "o1", "o2"]
    assert set(answer.body["items"][0]) == {
        "id", "name", "role", "agency", "active", "on_duty", "absences"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "agency", "status"),
    [
        (OFFICER, "so-xay-dung", 200),
        (OFFICER, "so-y-te", 404),
        (OFFICER, "so-gi-do", 404),
        (SUPERVISOR, "so-y-te", 200),
        (ADMINISTRATOR, "ubnd-02680", 200),
        (SUPERVISOR, "so-gi-do", 404),
    ],
)
def test_whose_roster_who_may_read(api: WholeApi, actor: Actor, agency: str, status: int) -> None:
    """Another agency's is not there for those outside the centre."""
    path = f"/v1/officer/roster?agency={agency}"
    assert api.send("GET", path, token=api.token(actor)).status == status


def test_an_absence_is_seen_and_counts_from_then_on(api: WholeApi) -> None:
    """The officer is off duty today, and the stand-in is named."""
    answer = put(api, LEADER, {**WEEK, "stand_in": "o2"})
    assert (answer.status, answer.body["on_duty"]) == (200, False)
    assert answer.body["absences"] == [{**WEEK, "stand_in": "o2"}]
    listed = api.send("GET", "/v1/officer/roster", token=api.token(OFFICER)).body["items"]
    assert answer.body in listed
    assert put(api, LEADER).body["on_duty"] is True


@pytest.mark.parametrize(
    ("actor", "id", "status"),
    [
        (OFFICER, "o1", 200),
        (OFFICER, "o2", 403),
        (LEADER, "o2", 200),
        (LEADER, "o3", 404),
        (ELSEWHERE, "o1", 404),
        (SUPERVISOR, "o1", 200),
        (ADMINISTRATOR, "o3", 200),
        (ADMINISTRATOR, "nobody", 404),
    ],
)
def test_whose_absences_who_may_put(api: WholeApi, actor: Actor, id: str, status: int) -> None:
    """One's own; as leader the agency's; the centre everybody's."""
    assert put(api, actor, WEEK, id=id).status == status


BAD = [
    ([{**WEEK, "until": "2026-08-03"}], ("/absences/0/until", "chain_order")),
    ([WEEK, {"since": "2026-08-09", "until": "2026-08-12"}], ("/absences/1/since", "overlaps")),
    ([{**WEEK, "stand_in": "o1"}], ("/absences/0/stand_in", "no_stand_in")),
    ([{**WEEK, "stand_in": "l1"}], ("/absences/0/stand_in", "no_stand_in")),
    ([{**WEEK, "stand_in": "o3"}], ("/absences/0/stand_in", "no_stand_in")),
    ([{**WEEK, "stand_in": "nobody"}], ("/absences/0/stand_in", "no_stand_in")),
    ([{**WEEK, "since": "tomorrow"}], ("/absences/0/since", "wrong_form")),
]


@pytest.mark.parametrize(("absences", "fault"), BAD)
def test_what_cannot_be_is_refused(api: WholeApi, absences, fault) -> None:
    """Days in disorder or twice; a stand-in who is none."""
    answer = put(api, LEADER, *absences)
    assert (answer.status, answer.faults) == (422, [fault])


def test_nobody_stands_in_in_a_circle(api: WholeApi) -> None:
    """A stand-in may fall ill, but not name the one who is away already."""
    assert put(api, LEADER, {**WEEK, "stand_in": "o2"}).status == 200
    ill = {"since": "2026-08-09", "until": "2026-08-11"}
    refused = put(api, LEADER, {**ill, "stand_in": "o1"}, id="o2")
    assert refused.faults == [("/absences/0/stand_in", "no_stand_in")]
    assert put(api, LEADER, ill, id="o2").status == 200
