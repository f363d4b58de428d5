"""Administration over HTTP: calendar, policies, routing rules, and the recomputation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cases.application.routing import proposed_route
from chalicelib.kernel.actors import Actor, Role
from chalicelib.messages.application.notifications import always
from chalicelib.rule_edits.application.recomputation import keep_up
from chalicelib.rule_edits.domain.recomputation import SETTLING
from tests.support.actors import central
from tests.support.cases import CITIZEN, INTAKE, LEADER, OFFICER, SUPERVISOR
from tests.support.organisations import NUMBER, make_confirmed, put_organisation
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
KINDS = (
    "calendar",
    "policies",
    "routing-rules",
    "category-questions",
    "roll-out",
    "abuse-words",
)
PATHS = [f"/v1/admin/{kind}" for kind in (*KINDS, "recomputation")]
EVERYBODY = (CITIZEN, OFFICER, LEADER, INTAKE, SUPERVISOR, ADMINISTRATOR)


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        keep_up(api.office.recomputation_desk, "tick", always)
        yield api


def get(api: WholeApi, kind: str, query: str = "", actor: Actor = ADMINISTRATOR) -> Any:
    return api.send("GET", f"/v1/admin/{kind}{query}", token=api.token(actor))


def put(
    api: WholeApi,
    kind: str,
    body: Any,
    *,
    query: str = "",
    actor: Actor = ADMINISTRATOR,
    seen: str | None = '"1"',
) -> Any:
    headers = {"If_Match": seen} if seen else {}
    return api.send("PUT", f"/v1/admin/{kind}{query}", body, api.token(actor), **headers)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_read_can_be_sent_back(api: WholeApi, kind: str) -> None:
    """Read, change a member, send: the next version, with who made it; the first stays readable."""
    read = get(api, kind)
    assert (read.status, read.headers["ETag"], read.body["version"]) == (200, '"1"', 1)
    edited = put(api, kind, {**read.body, "source": "Quyết định số 12"}, seen=read.headers["ETag"])
    assert (edited.status, edited.headers["ETag"]) == (200, '"2"')
    assert edited.body == get(api, kind).body
    assert [(line["version"], line["put_by"]) for line in edited.body["history"]] == [
        (2, "a1"),
        (1, None),
    ]
    first = get(api, kind, "?version=1")
    assert (first.headers["ETag"], first.body["source"]) == ('"1"', read.body["source"])
    assert get(api, kind, "?version=3").code == "not_found"


def test_a_rule_document_of_many_faults_tells_the_first_hundred(api: WholeApi) -> None:
    """As the contract's document promises of every problem."""
    bad = {"day": "2026-W31-1", "kind": "off", "source": "QĐ 1"}
    answer = put(api, "calendar", {**get(api, "calendar").body, "overrides": [bad] * 250})
    assert (answer.status, len(answer.faults)) == (422, 100)


def test_a_version_for_later_is_not_in_force_yet(api: WholeApi) -> None:
    """The answer says which version counts today."""
    document = get(api, "calendar").body
    edited = put(api, "calendar", {**document, "valid_from": "2027-01-01"})
    assert (edited.body["version"], edited.body["in_force"]) == (2, 1)


@pytest.mark.parametrize("actor", EVERYBODY, ids=lambda actor: actor.role.value)
@pytest.mark.parametrize("path", PATHS)
def test_who_reads_and_who_edits(api: WholeApi, actor: Actor, path: str) -> None:
    """Supervisors read all and edit reminders; administrators edit all; nobody else gets in."""
    kind = path.rpartition("/")[2]
    reads = actor.role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
    assert get(api, kind, actor=actor).status == (200 if reads else 403)
    body = {"state": "running"} if kind == "recomputation" else get(api, kind).body
    edits = actor.role is Role.ADMINISTRATOR or (reads and kind == "policies")
    assert put(api, kind, body, actor=actor).status == (200 if edits else 403)


@pytest.mark.parametrize("kind", KINDS)
def test_the_version_that_was_seen_must_be_named(api: WholeApi, kind: str) -> None:
    """428 without, 412 with another one; and 422 of the body comes before both."""
    document = get(api, kind).body
    assert put(api, kind, document, seen=None).status == 428
    assert put(api, kind, document, seen='"7"').status == 412
    assert put(api, kind, {**document, "source": 5}, seen=None).faults == [
        ("/source", "wrong_type")
    ]


@pytest.mark.parametrize("body", [[], "text", 5, None])
def test_a_document_is_an_object(api: WholeApi, body: Any) -> None:
    """Anything else is told so."""
    raw = b"null" if body is None else body
    assert put(api, "policies", raw).faults == [("", "wrong_type")]


def test_a_supervisor_who_edits_a_limit_is_refused(api: WholeApi) -> None:
    """With a code that says what a supervisor may edit."""
    document = get(api, "policies").body
    answer = put(api, "policies", {**document, "max_returns": 5}, actor=SUPERVISOR)
    assert (answer.status, answer.code) == (403, "only_reminders")


def off(document: dict[str, Any], day: str) -> dict[str, Any]:
    override = {"day": day, "kind": "off", "source": "Công văn 7"}
    return {**document, "overrides": [*document["overrides"], override]}


def test_an_edit_of_the_calendar_from_preview_to_the_moved_case(api: WholeApi) -> None:
    """The preview lists what moves and writes nothing; the edit moves it and tells who asks."""
    case = api.office.in_progress()
    edited = off(get(api, "calendar").body, "2026-08-05")
    preview = put(api, "calendar", edited, query="?preview=true")
    assert preview.body == {
        "version": 2,
        "examined": 1,
        "failed": [],
        "next_cursor": None,
        "items": [
            {
                "code": case.code,
                "agency": "so-xay-dung",
                "due_at": "2026-08-06T17:00:00+07:00",
                "new_due_at": "2026-08-07T17:00:00+07:00",
                "overdue": False,
            }
        ],
    }
    assert get(api, "calendar").body["version"] == 1
    assert put(api, "calendar", edited).status == 200
    assert (
        api.send("GET", f"/v1/officer/cases/{case.code}", token=api.token(OFFICER)).body["clock"][
            "due_at"
        ]
        == "2026-08-06T17:00:00+07:00"
    )
    keep_up(api.office.recomputation_desk, "tick", always)
    progress = get(api, "recomputation").body
    assert (progress["state"], progress["calendar"], progress["moved"]) == ("running", 2, 0)
    api.clock.advance(seconds=SETTLING.total_seconds())
    keep_up(api.office.recomputation_desk, "tick", always)
    assert get(api, "recomputation").body["moved"] == 1
    seen = api.send("GET", f"/v1/cases/{case.code}", token=api.token(CITIZEN)).body
    assert seen["clock"]["due_at"] == "2026-08-07T17:00:00+07:00"
    assert [line["step"] for line in seen["clock"]["why"]].count("calendar") == 1
    assert seen["timeline"][-1]["action"] == "recompute"


def test_a_preview_has_pages(api: WholeApi) -> None:
    """As many open cases a page as asked for; a cursor leads on."""
    for _ in range(3):
        api.office.in_progress()
    edited = off(get(api, "calendar").body, "2026-08-05")
    first = put(api, "calendar", edited, query="?preview=true&limit=2").body
    assert (first["examined"], len(first["items"])) == (2, 2)
    query = f"?preview=true&limit=2&cursor={first['next_cursor']}"
    second = put(api, "calendar", edited, query=query).body
    assert second["examined"] == 1
    assert second["next_cursor"] is None
    codes = {item["code"] for item in (*first["items"], *second["items"])}
    assert len(codes) == 3


def test_the_preview_of_reminders_shows_the_coming_week(api: WholeApi) -> None:
    """A supervisor looks before changing."""
    api.office.in_progress()
    document = get(api, "policies").body
    fewer = [one for one in document["reminders"] if one["id"] != "half"]
    edited = {**document, "reminders": fewer}
    preview = put(api, "policies", edited, query="?preview=true", actor=SUPERVISOR).body
    changes = {(item["reminder"], item["change"]) for item in preview["items"]}
    assert ("half", "gone") in changes
    assert ("four_fifths", "same") in changes


def test_the_preview_of_routing_names_the_communes_together(api: WholeApi) -> None:
    """One line for all that go from their own committees to one department."""
    document = get(api, "routing-rules").body
    rule = {"id": "lights", "agency": "so-xay-dung", "sure": True, "categories": ["lighting_water"]}
    edited = {**document, "rules": [rule, *document["rules"]]}
    items = put(api, "routing-rules", edited, query="?preview=true").body["items"]
    ordinary = [item for item in items if item["urgency"] == "ordinary"]
    (line,) = ordinary
    assert (line["category"], len(line["communes"])) == ("lighting_water", 99)
    after = {"agency": "so-xay-dung", "coordinating": [], "sure": True, "rule": "lights"}
    assert line["after"] == after


def test_the_preview_of_routing_tries_the_last_cases(api: WholeApi) -> None:
    """Which would go another way, by their codes and nothing that anybody wrote."""
    cases = [api.office.submit(description=f"Cột điện số {n} sắp đổ ra đường") for n in range(3)]
    document = get(api, "routing-rules").body
    rule = {"id": "poles", "agency": "so-y-te", "sure": True, "key_words": ["cột điện"]}
    edited = {**document, "rules": [rule, *document["rules"]]}
    preview = put(api, "routing-rules", edited, query="?preview=true&limit=2").body
    assert (preview["items"], preview["examined"], preview["failed"]) == ([], 2, [])
    assert preview["next_cursor"]
    more = put(
        api, "routing-rules", edited, query=f"?preview=true&limit=2&cursor={preview['next_cursor']}"
    ).body
    found = [*preview["cases"], *more["cases"]]
    assert {line["code"] for line in found} == {case.code for case in cases}
    assert more["next_cursor"] is None
    line = found[0]
    assert (line["before"]["agency"], line["after"]["agency"]) == ("so-xay-dung", "so-y-te")
    assert set(line) == {
        *("code", "category", "commune", "urgency", "channel", "before", "after"),
    }


def test_rules_by_organisation_are_tried_on_the_cases_of_organisations(api: WholeApi) -> None:
    """Edited, they decide; where somebody is left without a rule, or a number is mistyped, the edit
    is refused at its place."""
    put_organisation(api.organisations, make_confirmed())
    theirs = api.office.submit(reporter=CITIZEN.id, organisation=NUMBER).code
    own = api.office.submit(reporter=CITIZEN.id).code
    document = get(api, "routing-rules").body
    rule = {"id": "bodies", "agency": "so-y-te", "sure": True, "reporter_kinds": ["organisation"]}
    named = {**rule, "id": "named", "reporter_kinds": [], "organisations": [NUMBER]}
    for one in (rule, named):
        edited = {**document, "rules": [one, *document["rules"]]}
        preview = put(api, "routing-rules", edited, query="?preview=true").body
        assert (preview["items"], [line["code"] for line in preview["cases"]]) == ([], [theirs])
    kept = put(api, "routing-rules", {**document, "rules": [named, *document["rules"]]})
    assert kept.body["rules"][0]["organisations"] == [NUMBER]
    routes = [proposed_route(api.office.desk, api.office.store.cases[one]) for one in (theirs, own)]
    assert [route and route.agency for route in routes] == ["so-y-te", "so-xay-dung"]
    hole = put(api, "routing-rules", {**document, "rules": [rule]}, seen='"2"')
    assert (hole.status, hole.body["errors"][0]["code"]) == (422, "sender_without_rule")
    assert "person" in hole.body["errors"][0]["message"]
    typo = {**named, "organisations": ["5300100275"]}
    wrong = put(api, "routing-rules", {**document, "rules": [typo, *document["rules"]]}, seen='"2"')
    told = [(one["pointer"], one["code"]) for one in wrong.body["errors"]]
    assert told == [("/rules/0/organisations", "organisation_number_check")]


def test_the_recomputation_is_stopped_and_goes_on(api: WholeApi) -> None:
    """By an administrator; a state that is none is refused."""
    api.office.in_progress()
    put(api, "calendar", off(get(api, "calendar").body, "2026-08-05"))
    keep_up(api.office.recomputation_desk, "tick", always)
    assert put(api, "recomputation", {"state": "stopped"}).body["state"] == "stopped"
    assert put(api, "recomputation", {"state": "running"}).body["state"] == "running"
    assert put(api, "recomputation", {"state": "done"}).faults == [("/state", "not_one_of")]
