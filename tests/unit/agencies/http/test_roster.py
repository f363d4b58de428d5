"""The roster and the leave calendar over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.runtime.workers import contracts
from tests.support.actors import central
from tests.support.cases import ELSEWHERE, LEADER, OFFICER, SUPERVISOR
from tests.support.directory import put_officer
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
WEEK = {"since": "2026-08-03", "until": "2026-08-10"}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def get(api: WholeApi, actor: Actor, id: str = "o1") -> Any:
    return api.send("GET", f"/v1/officer/roster/{id}/absences", token=api.token(actor))


def put(api: WholeApi, actor: Actor, *absences: Any, id: str = "o1", seen: str = "") -> Any:
    """Of the present version, unless another was `seen`."""
    path = f"/v1/officer/roster/{id}/absences"
    tag = seen or get(api, ADMINISTRATOR, id).headers.get("ETag", '"1"')
    body = {"absences": list(absences)}
    return api.send("PUT", path, body, api.token(actor), If_Match=tag)


def test_an_officer_sees_the_own_agency_without_addresses(api: WholeApi) -> None:
    """Names, roles and absences; no phone, no email."""
    answer = api.send("GET", "/v1/officer/roster", token=api.token(OFFICER))
    assert [line["id"] for line in answer.body["items"]] == ["l1", "o1", "o2"]
    assert set(answer.body["items"][0]) == {
        "id", "name", "role", "agency", "active", "on_duty", "absences", "version"
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


def test_a_change_is_made_to_the_version_that_was_seen(api: WholeApi) -> None:
    """428 without `If-Match`, 412 for another version, and nothing is changed by either."""
    first = get(api, OFFICER)
    assert (first.status, first.headers["ETag"], first.body["version"]) == (200, '"1"', 1)
    path = "/v1/officer/roster/o1/absences"
    unseen = api.send("PUT", path, {"absences": [WEEK]}, api.token(OFFICER))
    assert (unseen.status, unseen.code) == (428, "if_match_required")
    changed = put(api, OFFICER, WEEK, seen=first.headers["ETag"])
    assert (changed.headers["ETag"], changed.body["version"]) == ('"2"', 2)
    late = put(api, LEADER, seen=first.headers["ETag"])
    assert (late.status, late.code) == (412, "stale_version")
    assert get(api, OFFICER).body == changed.body


def test_a_leave_calendar_undoes_no_revocation(api: WholeApi) -> None:
    """Somebody looked at the officer, another took the officer off, the first one writes."""
    seen = get(api, OFFICER)
    officer = api.office.directory.find_officer("o1")
    assert officer is not None
    put_officer(api.office.directory, replace(officer, active=False))
    late = put(api, OFFICER, WEEK, seen=seen.headers["ETag"])
    assert (late.status, late.code) == (412, "stale_version")
    now = get(api, LEADER)
    assert (now.body["active"], now.body["absences"], now.body["version"]) == (False, [], 2)
    assert put(api, LEADER, WEEK, seen=now.headers["ETag"]).body["active"] is False


def test_what_is_remembered_is_not_written_back(api: WholeApi) -> None:
    """Also where the process still remembers the officer as before the revocation."""
    directory = api.office.directory
    officer = directory.find_officer("o1")
    assert officer is not None
    put_officer(directory, replace(officer, active=False))
    directory.officer = lambda id: officer if id == "o1" else None  # type: ignore[method-assign]
    assert put(api, OFFICER, WEEK).body["active"] is False
    kept = directory.find_officer("o1")
    assert kept is not None
    assert (kept.active, len(kept.absences)) == (False, 1)


@pytest.mark.parametrize(
    ("actor", "status"), [(OFFICER, 200), (LEADER, 200), (ELSEWHERE, 404), (SUPERVISOR, 200)]
)
def test_whose_absences_who_may_read(api: WholeApi, actor: Actor, status: int) -> None:
    """Colleagues and the centre."""
    assert get(api, actor).status == status


def test_the_audit_is_told_of_the_absences_before_and_after(api: WholeApi) -> None:
    """By whom, with the write that changes them."""
    assert put(api, OFFICER, WEEK).status == 200
    event = json.loads(json.dumps(api.office.directory.events[-1]))
    contracts.check("audit_event/1", event)
    assert (event["type"], event["subject"]) == ("officer.changed", f"officer#{OFFICER.id}")
    assert event["actor"]["id"] == OFFICER.id
    assert event["what"]["absences"]["before"] == []
    assert event["what"]["absences"]["after"] == ["2026-08-03/2026-08-10/-"]
