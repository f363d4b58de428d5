"""The reach and the targets over HTTP: who reads what, and what an edit is held against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor, Role
from tests.support.api import Answer
from tests.support.campaign import HAMLET
from tests.support.cases import CITIZEN, LEADER, SUPERVISOR
from tests.support.good_bodies import TARGETS, VISIT
from tests.support.imports import ADMINISTRATOR
from tests.support.list_files import eligible, list_csv
from tests.support.people import make_account
from tests.support.whole_api import WholeApi, whole_api

COMMUNES_LEADER = Actor(Role.LEADER, "l9", "ubnd-02647")
ELSEWHERE = Actor(Role.SUPERVISOR, "s9", "ubnd-02683")


@pytest.fixture
def api() -> Iterator[WholeApi]:
    """Two accounts of one commune, a visit, and a list of seven people."""
    with whole_api() as api:
        api.people.accounts.store.put(make_account("B1", "+84912000001"))
        entries = [VISIT, {**VISIT, "client_id": "another-visit", "result": "later"}]
        body = {"entries": entries}
        assert api.send("POST", "/v1/team/visits", body, api.token(CITIZEN)).status == 200
        api.imports.run(
            ListKind.ELIGIBLE_CITIZENS, list_csv(ListKind.ELIGIBLE_CITIZENS, *eligible(7))
        )
        api.campaign.count()
        from chalicelib.campaign.application.counting import count_accounts

        count_accounts(api.campaign.count_desk, [CITIZEN.id, "B1"])
        yield api


def reach(api: WholeApi, query: str = "", actor: Actor = SUPERVISOR) -> Answer:
    return api.send("GET", f"/v1/reports/reach{query}", token=api.token(actor))


def put(api: WholeApi, body: Any, seen: int, actor: Actor = ADMINISTRATOR) -> Answer:
    return api.send("PUT", "/v1/admin/targets", body, api.token(actor), If_Match=f'"{seen}"')


def test_the_province_reads_accounts_visits_and_both_denominators(api: WholeApi) -> None:
    """With the day of each."""
    assert put(api, TARGETS, 0).status == 200
    body = reach(api, "?level=commune").body
    assert body["period"] == {"from": "2026-08-01", "to": "2026-08-04"}
    (row,) = body["rows"]
    assert (row["key"], row["name"]) == ("02647", "Phường Lào Cai")
    assert (row["accounts"], row["made"]) == (2, {"alone": 2, "assisted": 0})
    assert {name: n for name, n in row["visits"].items() if n} == {"absent": 1, "later": 1}
    assert row["of_target"] == {"n": 2, "of": 8080}
    assert (row["target"], row["behind"], body["behind"]) == (None, 0, [])
    assert row["of_listed"] == {"n": 2, "of": 7}
    assert row["listed"]["at"].startswith("2026-08-")
    assert row["pace"] == {"n": 2, "of": 3}
    assert row["forecast"] == {"day": "2026-08-30", "accounts": 20}
    total = {name: value for name, value in row.items() if name not in ("key", "name")}
    assert body["total"] == total


def test_the_pace_is_that_of_days_that_have_come(api: WholeApi) -> None:
    """Of a period that is still running, what is to come says nothing of how fast it goes."""
    assert put(api, TARGETS, 0).status == 200
    line = reach(api, "?from=2026-08-01&to=2026-08-31&level=province").body["total"]
    assert line["pace"] == {"n": 2, "of": 3}
    assert line["forecast"] == {"day": "2026-08-30", "accounts": 20}
    later = reach(api, "?from=2026-08-20&to=2026-08-31&level=province").body["total"]
    assert later["pace"]["n"] == 0


def test_who_is_behind_is_named(api: WholeApi) -> None:
    """The farthest first."""
    days = [{"day": "2026-08-03", "accounts": 5}]
    more = [{"day": "2026-08-03", "accounts": 9}]
    items = [
        {"commune_code": "02647", "days": days},
        {"commune_code": "02683", "days": more},
        {"commune_code": "02671", "days": [{"day": "2026-08-03", "accounts": 0}]},
    ]
    assert put(api, {"items": items}, 0).status == 200
    body = reach(api, "?level=commune").body
    assert body["behind"] == ["02683", "02647"]
    assert body["total"]["behind"] == 12
    zero = next(row for row in body["rows"] if row["key"] == "02671")
    assert (zero["of_target"], zero["behind"]) == ({"n": 0, "of": 0}, 0)


@pytest.mark.parametrize("level", ["hamlet", "team"])
def test_a_commune_reads_its_hamlets_and_teams(api: WholeApi, level: str) -> None:
    """Its own, whether it names itself or not; hamlets stand beside their lists."""
    body = reach(api, f"?level={level}", COMMUNES_LEADER).body
    row = next(row for row in body["rows"] if row["key"] == HAMLET)
    assert row["visits"]["absent"] == 1
    listed = [row["listed"] for row in body["rows"] if row["listed"]]
    assert len(listed) == (7 if level == "hamlet" else 0)


@pytest.mark.parametrize(
    ("query", "actor", "told"),
    [
        ("?commune=02647", ELSEWHERE, (403, "report_not_allowed")),
        ("", LEADER, (403, "report_not_allowed")),
        ("?level=hamlet", SUPERVISOR, (422, ("?commune", "missing"))),
        ("?level=team&commune=99999", SUPERVISOR, (422, ("?commune", "unknown_commune"))),
        ("?from=2026-08-02&to=2026-08-02", SUPERVISOR, (422, ("?to", "empty_period"))),
        ("?from=2026-05-01&to=2026-08-02", SUPERVISOR, (422, ("?to", "too_many_days"))),
        ("?from=2026-08", SUPERVISOR, (422, ("?from", "wrong_form"))),
    ],
)
def test_what_may_not_be_read_or_asked_is_said(
    api: WholeApi, query: str, actor: Actor, told: tuple[int, Any]
) -> None:
    """By the parameter."""
    answer = reach(api, query, actor)
    if answer.status == 403:
        assert (answer.status, answer.code) == told
    else:
        (fault,) = answer.faults
        assert (answer.status, fault) == told


def test_targets_are_set_over_the_version_that_was_seen(api: WholeApi) -> None:
    """And read back with it."""
    assert put(api, TARGETS, 1).status == 412
    first = put(api, TARGETS, 0)
    assert (first.status, first.headers["ETag"], first.body["version"]) == (200, '"1"', 1)
    read = api.send("GET", "/v1/admin/targets", token=api.token(SUPERVISOR))
    assert read.body == {"version": 1, **TARGETS}
    assert put(api, {"items": []}, 0).status == 412
    assert put(api, {"items": []}, 1).body == {"version": 2, "items": []}


def test_targets_that_make_no_sense_are_refused_whole(api: WholeApi) -> None:
    """A day twice, a commune that is none, fewer than the day before."""
    day = {"day": "2026-08-30", "accounts": 5}
    twice = {"items": [{"commune_code": "02647", "days": [day, day]}]}
    assert put(api, twice, 0).faults == [("/items/0/days/1/day", "not_unique")]
    unknown = {"items": [{"commune_code": "99999", "days": [day]}]}
    assert put(api, unknown, 0).faults == [("/items/0/commune_code", "unknown_commune")]
    less = {
        "items": [{"commune_code": "02647", "days": [day, {"day": "2026-08-31", "accounts": 4}]}]
    }
    assert put(api, less, 0).faults == [("/items/0/days", "target_falls")]
    assert api.campaign.counts.targets.find().version == 0
