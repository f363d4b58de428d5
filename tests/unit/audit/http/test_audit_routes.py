"""Reads of cases are written down before their answer leaves; the lists of the audit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.audit.application.entering import enter
from chalicelib.audit.domain.events import line_of
from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import central
from tests.support.audit import make_audit_desk, make_audit_line
from tests.support.cases import CITIZEN, INTAKE, OFFICER, SUPERVISOR
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as made:
        yield made


def get(api: WholeApi, who: Actor, path: str) -> Any:
    return api.send("GET", f"/v1{path}", token=api.token(who))


def reads(api: WholeApi) -> list[tuple[str, str, str]]:
    return [(one["type"], one["subject"], one["actor"]["id"]) for one in api.audit.reads.values()]


def enter_reads(api: WholeApi) -> None:
    """As stream, relay and worker do."""
    found = [line_of(event) for event in api.audit.reads.values()]
    enter(make_audit_desk(api.audit, api.clock), [line for line in found if line])


def test_an_officers_read_is_written_down_and_a_citizens_is_not(api: WholeApi) -> None:
    """Who, what, from which network; what nobody got to see is none."""
    code = api.office.in_progress().code
    assert get(api, CITIZEN, f"/cases/{code}").status == 200
    assert get(api, Actor(Role.OFFICER, "o9", "so-y-te"), f"/officer/cases/{code}").status == 404
    assert reads(api) == []
    assert get(api, OFFICER, f"/officer/cases/{code}").status == 200
    assert reads(api) == [("case.read", code, OFFICER.id)]
    (event,) = api.audit.reads.values()
    assert event["actor"] == {"role": "officer", "id": OFFICER.id, "agency": OFFICER.agency}
    assert event["network"] == "127.0.0.0/24"


def test_without_its_line_there_is_no_answer(api: WholeApi, monkeypatch: Any) -> None:
    """The audit cannot be written: the case is not shown."""

    def away(_: Any) -> None:
        raise ConnectionError

    code = api.office.in_progress().code
    monkeypatch.setattr(api.audit, "write_down", away)
    answer = get(api, OFFICER, f"/officer/cases/{code}")
    assert (answer.status, answer.code) == (500, "internal")
    assert code not in str(answer.body)


def test_a_case_shows_who_read_and_changed_it(api: WholeApi) -> None:
    """The last entered first; this look is a line of its own."""
    code = api.office.in_progress().code
    get(api, INTAKE, f"/officer/cases/{code}")
    get(api, OFFICER, f"/officer/cases/{code}")
    enter_reads(api)
    enter(make_audit_desk(api.audit, api.clock), [make_audit_line("other", subject="other")])
    answer = get(api, SUPERVISOR, f"/officer/cases/{code}/audit?limit=1")
    assert [one["actor"]["id"] for one in answer.body["items"]] == [OFFICER.id]
    cursor = answer.body["next_cursor"]
    rest = get(api, SUPERVISOR, f"/officer/cases/{code}/audit?limit=1&cursor={cursor}")
    assert [one["actor"]["id"] for one in rest.body["items"]] == [INTAKE.id]
    assert rest.body["next_cursor"] is None
    assert reads(api)[-1] == ("audit.read", code, SUPERVISOR.id)


def test_the_audit_is_searched_by_day_actor_and_kind(api: WholeApi) -> None:
    """And what was looked for is said in the line of the look."""
    code = api.office.in_progress().code
    get(api, INTAKE, f"/officer/cases/{code}")
    get(api, OFFICER, f"/officer/cases/{code}")
    enter_reads(api)
    path = f"/admin/audit?actor={OFFICER.id}&kind=case.read&from=2026-08-03&to=2026-08-04"
    answer = get(api, ADMINISTRATOR, path)
    assert [one["subject"] for one in answer.body["items"]] == [code]
    (line,) = answer.body["items"]
    assert (line["day"], line["number"], line["kind"]) == ("2026-08-03", 3, "case.read")
    looked = [*api.audit.reads.values()][-1]["what"]
    assert looked == {
        "from": "2026-08-03",
        "to": "2026-08-04",
        "actor": OFFICER.id,
        "kind": "case.read",
    }
    assert len(get(api, ADMINISTRATOR, "/admin/audit").body["items"]) == 3
    assert get(api, ADMINISTRATOR, "/admin/audit?to=2026-08-03").body["items"] == []


def test_what_is_typed_for_an_actor_stands_in_no_line(api: WholeApi) -> None:
    """Somebody of whom lines are known is named, also where none is shown; a phone is not."""
    code = api.office.in_progress().code
    get(api, OFFICER, f"/officer/cases/{code}")
    enter_reads(api)
    for actor in (OFFICER.id, "0912345678", "010190000123"):
        path = f"/admin/audit?actor={actor}&from=2026-07-01&to=2026-07-02"
        assert get(api, ADMINISTRATOR, path).body["items"] == []
    days = {"from": "2026-07-01", "to": "2026-07-02"}
    assert [one["what"] for one in api.audit.reads.values()][-3:] == [
        {**days, "actor": OFFICER.id},
        {**days, "unknown_actor": True},
        {**days, "unknown_actor": True},
    ]


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("from=2026-08-04&to=2026-08-04", ("?to", "empty_period")),
        ("from=9999-01-01", ("?from", "out_of_range")),
        ("to=0018-01-01", ("?to", "out_of_range")),
        ("kind=case.eaten", ("?kind", "not_one_of")),
        ("actor=Nguy%E1%BB%85n%20V%C4%83n%20An", ("?actor", "wrong_form")),
        ("actor=two%20words", ("?actor", "wrong_form")),
        (f"actor={'x' * 129}", ("?actor", "wrong_form")),
    ],
)
def test_what_cannot_be_searched_is_named(
    api: WholeApi, query: str, fault: tuple[str, str]
) -> None:
    """By its parameter."""
    answer = get(api, ADMINISTRATOR, f"/admin/audit?{query}")
    assert (answer.status, answer.faults) == (422, [fault])


def test_a_day_is_proven_by_its_end(api: WholeApi) -> None:
    """Closed once a later day carries on."""
    enter(make_audit_desk(api.audit, api.clock), [make_audit_line("a")])
    first = get(api, ADMINISTRATOR, "/admin/audit/proof?day=2026-08-03").body
    assert (first["number"], first["closed"]) == (2, False)
    api.clock.advance(days=1)
    enter(make_audit_desk(api.audit, api.clock), [make_audit_line("b")])
    second = get(api, ADMINISTRATOR, "/admin/audit/proof?day=2026-08-03").body
    assert (second["number"], second["closed"]) == (3, True)
    assert get(api, ADMINISTRATOR, "/admin/audit/proof?day=2026-08-02").status == 404
