"""Administrators edit the roll-out: the campaign's mornings, calendar and form of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.campaign.application.morning_list import next_morning_list, tell_who_is_behind
from chalicelib.campaign.domain.counts import CountPlace
from chalicelib.campaign.domain.targets import CommuneTarget, Targets
from tests.support.cases import OFFICER, SUPERVISOR
from tests.support.clock import NOW
from tests.support.commune_reports import COMMUNE_LEADER, COMMUNE_OFFICER
from tests.support.imports import ADMINISTRATOR
from tests.support.morning_lists import make_morning_list
from tests.support.whole_api import WholeApi, send_as, whole_api

PATH, REPORTS = "/v1/admin/roll-out", "/v1/admin/commune-reports"
JULY, AUGUST = "2026-07.02647", "2026-08.02647"
SET = AuditEvent(AuditKind.TARGETS_SET, NOW, ADMINISTRATOR, "c-1", {})
TEXTS = {"results": "Cả 12 thôn đã có tổ.", "next_month": "Đến từng nhà."}


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def plan(api: WholeApi) -> Any:
    return deepcopy(send_as(api, ADMINISTRATOR, "GET", PATH).body)


def edit(api: WholeApi, changed: Any, query: str = "", who: Any = ADMINISTRATOR) -> Any:
    seen = f'"{changed["version"]}"'
    return api.send("PUT", f"{PATH}{query}", changed, api.token(who), If_Match=seen)


def move(api: WholeApi, at: datetime) -> None:
    api.clock.advance(seconds=(at - api.clock.now()).total_seconds())


def report(api: WholeApi, id: str, **texts: str) -> Any:
    """As it stands, or as the commune writes it."""
    method, body = ("PUT", {"texts": texts}) if texts else ("GET", {})
    return send_as(api, COMMUNE_OFFICER, method, f"{REPORTS}/{id}", **body)


def test_the_morning_list_goes_out_at_the_edited_time(api: WholeApi) -> None:
    """Not at the one before; nor after the campaign's new end."""
    counts = api.campaign.counts
    counts.targets.put(Targets(1, (CommuneTarget("02647", {date(2026, 8, 3): 9}),)), SET)
    counts.add_once("1", {CountPlace(date(2026, 8, 3), "02647"): Counter({"present": 1})})
    desk = make_morning_list(api.clock, api.office.directory, api.messages, counts, days=None)
    changed = plan(api)
    changed["campaign"] = {
        "first_day": "2026-08-01",
        "last_day": "2026-08-05",
        "morning_list": {"at": "09:15", "until": "10:00"},
    }
    assert edit(api, changed).status == 200
    assert next_morning_list(desk, datetime(2026, 8, 4, tzinfo=UTC)) == datetime(
        2026, 8, 4, 2, 15, tzinfo=UTC
    )
    told = []
    for at in ((4, 0, 45), (4, 2, 15), (6, 2, 15), (7, 2, 15)):
        move(api, datetime(2026, 8, *at, tzinfo=UTC))
        told.append(tell_who_is_behind(desk, "tick-1") > 0)
    assert told == [False, True, True, False]


def test_reports_follow_the_calendar_that_holds_on_their_months_last_day(api: WholeApi) -> None:
    """An edit from August on is of August's; July's day stays, unless it is said otherwise."""
    changed = plan(api)
    changed["valid_from"] = "2026-08-04"
    changed["reports"]["calendar"][0].update(day=12, to="van-phong")
    edited = edit(api, changed).body
    assert [(report(api, id).body["due"], report(api, id).body["to"]) for id in (JULY, AUGUST)] == [
        ("2026-08-20", "so-khcn"),
        ("2026-09-12", "van-phong"),
    ]
    assert edit(api, {**edited, "valid_from": "2026-07-31"}).status == 200
    assert report(api, JULY).body["due"] == "2026-08-12"


def test_a_report_keeps_the_form_that_it_was_written_to(api: WholeApi) -> None:
    """Sent under the one before, it shows what it says; what is begun later has the new one."""
    move(api, datetime(2026, 9, 2, 3, tzinfo=UTC))
    assert report(api, AUGUST, **TEXTS).status == 200
    path = f"{REPORTS}/{AUGUST}/confirmation"
    assert send_as(api, COMMUNE_LEADER, "POST", path, seen=1).body["state"] == "sent"
    changed = plan(api)
    changed["valid_from"] = "2026-08-15"
    form = changed["reports"]["form"]
    form["texts"] = [{"id": "praise", "name": {"vi": "Khen", "en": "Praise"}, "required": True}]
    form["figures"] = form["figures"][:1]
    assert edit(api, changed).status == 200
    kept, other = report(api, AUGUST).body, "2026-08.02683"
    assert {one["id"] for one in kept["texts"]} == {*TEXTS, "difficulties", "proposals"}
    assert len(kept["figures"]) == 12
    seen = send_as(api, SUPERVISOR, "GET", f"{REPORTS}/{other}").body
    assert [[one["id"] for one in seen[name]] for name in ("figures", "texts")] == [
        ["carried_over"],
        ["praise"],
    ]
    refused = report(api, "2026-09.02647", **TEXTS)
    assert {code for _, code in refused.faults} == {"unknown_field"}


def test_a_look_ahead_says_which_days_and_questions_change(api: WholeApi) -> None:
    """And changes nothing."""
    changed = plan(api)
    changed["campaign"]["morning_list"]["at"] = "08:00"
    changed["reports"]["calendar"][0]["day"] = 15
    changed["reports"]["form"]["texts"][1]["required"] = True
    looked = edit(api, changed, "?preview=true").body["items"]
    assert looked == [
        {
            "what": "morning_list",
            "id": "next",
            "before": "2026-08-04T07:30:00+07:00",
            "after": "2026-08-04T08:00:00+07:00",
        },
        {"what": "report", "id": "commune", "before": "2026-08-20", "after": "2026-08-15"},
        {
            "what": "text",
            "id": "difficulties",
            "before": "Khó khăn, vướng mắc / Difficulties",
            "after": "Khó khăn, vướng mắc / Difficulties *",
        },
    ]
    assert plan(api)["version"] == 1


@pytest.mark.parametrize("who", [SUPERVISOR, OFFICER])
def test_administrators_alone_edit_it(api: WholeApi, who: Any) -> None:
    """Supervisors read it."""
    before = plan(api)
    assert edit(api, {**before, "source": "Quyết định số 12"}, who=who).status == 403
    assert plan(api) == before
