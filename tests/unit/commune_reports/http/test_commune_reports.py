"""Communes' monthly reports over HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from chalicelib.campaign.domain.counts import CountPlace, visits_measure
from chalicelib.campaign.domain.visits import VisitResult
from chalicelib.commune_reports.domain.forms import CAMPAIGN_FIGURES
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.segments import WHOLE
from tests.support.cases import LEADER, OFFICER, SUPERVISOR
from tests.support.commune_reports import (
    COMMUNE_LEADER,
    COMMUNE_OFFICER,
    COMMUNE_REPORT_CHANGED,
    OVER,
    REPORT,
    make_commune_report,
)
from tests.support.figures import count, put_log
from tests.support.whole_api import WholeApi, send_as

PATH = "/v1/admin/commune-reports"
TEXTS = {"results": "Cả 12 thôn đã có tổ.", "next_month": "Đến từng nhà."}
NEIGHBOUR = Actor(Role.LEADER, "l8", "ubnd-02683")


def send(api: WholeApi, who: Actor, method: str, path: str = "", **more: Any) -> Any:
    return send_as(api, who, method, PATH + path, **more)


def write(api: WholeApi, id: str = OVER, who: Actor = COMMUNE_OFFICER, **more: Any) -> Any:
    texts = more.pop("texts", TEXTS)
    return send(api, who, "PUT", f"/{id}", texts=texts, **more)


def confirm(
    api: WholeApi, seen: int | None = 1, who: Actor = COMMUNE_LEADER, id: str = OVER
) -> Any:
    return send(api, who, "POST", f"/{id}/confirmation", seen=seen)


def listed(api: WholeApi, query: str, who: Actor = SUPERVISOR) -> list[str]:
    return [one["commune"] for one in send(api, who, "GET", f"?{query}").body["items"]]


def count_again(api: WholeApi) -> None:
    """As the worker of the figures does it with each event."""
    api.figures.clear(WHOLE, None)
    put_log(api.figures, count(api.office.store.cases.values()))


def figures(answer: Any) -> dict[str, Any]:
    return {
        one["id"]: one["value"] if one["of"] is None else (one["n"], one["of"])
        for one in answer.body["figures"]
    }


def test_a_report_is_written_by_officers_and_sent_by_the_leader(api: WholeApi) -> None:
    """From nothing to the centre, by a day of the calendar."""
    empty = send(api, COMMUNE_OFFICER, "GET", f"/{OVER}")
    assert (empty.body["state"], empty.body["version"]) == ("missing", 0)
    assert (empty.body["due"], empty.body["to"]) == ("2026-08-20", "so-khcn")
    begun = write(api)
    assert (begun.status, begun.headers["ETag"]) == (200, '"1"')
    sent = confirm(api)
    assert (sent.status, sent.body["state"], sent.body["version"]) == (200, "sent", 2)
    assert (sent.body["sent_by"], sent.body["late"]) == ("l7", False)
    seen = send(api, SUPERVISOR, "GET", f"/{OVER}").body
    assert {one["id"]: one["text"] for one in seen["texts"]} == {
        **dict.fromkeys(("difficulties", "proposals")),
        **TEXTS,
    }


def test_a_report_is_prefilled_with_the_communes_figures(api: WholeApi) -> None:
    """Of the commune alone; until the month is over they are provisional, and taken in anew."""
    api.office.submit()
    api.office.submit(commune="02683")
    count_again(api)
    first = write(api, REPORT)
    assert (figures(first)["received"], first.body["provisional"]) == (1, True)
    api.office.submit()
    count_again(api)
    again = write(api, REPORT, seen=1)
    assert (again.body["version"], figures(again)["received"]) == (2, 2)
    assert (again.body["as_of"], figures(again)["on_time"]) == ("2026-08-04", (0, 0))


def test_the_campaign_in_the_commune_comes_in_too(api: WholeApi) -> None:
    """Visits and accounts of the month and of this commune; against its target."""
    counts = api.campaign.counts.cells
    day, before = date(2026, 8, 2), date(2026, 7, 30)
    counts[CountPlace(day, "02647")].update(alone=3, assisted=4, present=7)
    counts[CountPlace(day, "02647")][visits_measure(VisitResult.ABSENT)] = 5
    counts[CountPlace(day, "02647")][visits_measure(VisitResult.ACCOUNT_MADE)] = 4
    counts[CountPlace(before, "02647")].update(alone=2, present=2)
    counts[CountPlace(day, "02683")].update(alone=9, present=9)
    found = figures(write(api, REPORT))
    assert {name: found[name] for name in CAMPAIGN_FIGURES} == {
        "accounts": 9,
        "accounts_made": 7,
        "visits": 9,
        "reach": (9, 0),
    }


def test_figures_are_final_once_the_month_is_over(api: WholeApi) -> None:
    """What was written before is not confirmed as it was: it is saved once more."""
    assert write(api, REPORT).status == 200
    early = confirm(api, id=REPORT)
    assert (early.status, early.code) == (409, "report_not_closed")
    api.clock.advance(days=29)
    assert confirm(api, id=REPORT).code == "report_not_closed"
    saved = write(api, REPORT, seen=1)
    assert (saved.body["provisional"], saved.body["as_of"]) == (False, "2026-09-01")
    assert confirm(api, seen=2, id=REPORT).body["state"] == "sent"


@pytest.mark.parametrize(
    ("who", "status", "code"),
    [
        (COMMUNE_OFFICER, 403, "leader_confirms"),
        (replace(COMMUNE_OFFICER, role=Role.SUPERVISOR), 403, "leader_confirms"),
        (SUPERVISOR, 403, "leader_confirms"),
        (NEIGHBOUR, 404, "report_not_found"),
        (LEADER, 404, "report_not_found"),
    ],
)
def test_only_the_communes_leader_confirms(
    api: WholeApi, who: Actor, status: int, code: str
) -> None:
    """An officer does not, nor the province; others do not know of it."""
    write(api)
    answer = confirm(api, who=who)
    assert (answer.status, answer.code) == (status, code)
    assert send(api, SUPERVISOR, "GET", f"/{OVER}").body["state"] == "draft"


def test_confirmed_again_it_is_the_same(api: WholeApi) -> None:
    """Whatever version was seen; it is told once, and nothing of it is written any more."""
    write(api)
    first = confirm(api)
    api.clock.advance(days=30)
    for seen in (1, 2, None):
        assert confirm(api, seen=seen).body == first.body
    assert len(api.commune_reports.events) == 2
    late = write(api, seen=2, texts={**TEXTS, "proposals": "Thêm máy."})
    assert (late.status, late.code) == (409, "report_already_sent")
    assert write(api, seen=1).body == first.body


def test_two_leaders_at_once_send_one_report(api: WholeApi) -> None:
    """Both are told so, with the name of the first."""
    write(api)
    leaders = [replace(COMMUNE_LEADER, id=f"l{number}") for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: confirm(api, who=one), leaders))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body["sent_by"] for answer in answers}) == 1
    assert len(api.commune_reports.events) == 2


def test_after_its_day_a_report_is_late_for_good(api: WholeApi) -> None:
    """At the end of the day it is in time; afterwards it is taken, and said."""
    write(api)
    api.clock.advance(days=17, hours=15, minutes=54)
    assert not send(api, SUPERVISOR, "GET", f"/{OVER}").body["late"]
    api.clock.advance(minutes=1)
    assert send(api, SUPERVISOR, "GET", f"/{OVER}").body["late"]
    assert confirm(api).body["late"]
    assert api.commune_reports.events[-1]["what"]["late"] is True  # type: ignore[index]


def test_what_is_required_is_there_before_it_goes(api: WholeApi) -> None:
    """What is missing is named; a text that shows nothing is none."""
    assert confirm(api, seen=None).code == "report_not_begun"
    write(api, texts={"results": "Tốt."})
    answer = confirm(api)
    assert (answer.code, answer.body["missing"]) == ("report_incomplete", "next_month")
    blank = write(api, seen=1, texts={"results": " \u200b", "next_month": "Đến từng nhà."})
    assert (blank.status, blank.faults[0][1]) == (422, "blank")


@pytest.mark.parametrize(
    ("texts", "fault"),
    [
        ({"wishes": "Thêm máy."}, ("/texts/wishes", "unknown_field")),
        ({"results": "x" * 4001}, ("/texts/results", "too_long")),
        ({"results": "a\x07b"}, ("/texts/results", "control_character")),
    ],
)
def test_texts_are_the_forms(api: WholeApi, texts: dict[str, str], fault: tuple[str, str]) -> None:
    """Known, not too long, of characters that show."""
    answer = write(api, texts=texts)
    assert (answer.status, list(answer.faults)) == (422, [fault])
    assert not api.commune_reports.events


def test_a_change_names_the_version_that_it_saw(api: WholeApi) -> None:
    """Two who begin at once: the second is told; so is who saw an older one."""
    assert write(api).status == 200
    other = {**TEXTS, "proposals": "Thêm máy."}
    assert write(api, texts=other).status == 428
    assert write(api, texts=other, seen=1).body["version"] == 2
    assert write(api, texts=TEXTS, seen=1).code == "stale_version"
    assert confirm(api, seen=1).code == "stale_version"
    assert confirm(api, seen=None).status == 428


@pytest.mark.parametrize("id", ["2026-09.02647", "2026-08.99999", "2026-13.02647", "x", "2026-08"])
def test_what_is_no_report_is_not_found(api: WholeApi, id: str) -> None:
    """Of a month to come, of no commune, of no month."""
    assert send(api, SUPERVISOR, "GET", f"/{id}").code == "report_not_found"


def test_the_province_sees_who_has_not_sent(api: WholeApi) -> None:
    """Of the last month that is over, unless another is asked for; a commune sees itself."""
    write(api)
    assert listed(api, "state=draft") == ["02647"]
    confirm(api)
    assert listed(api, "state=sent") == ["02647"]
    missing = listed(api, "state=missing&limit=100")
    assert (len(missing), "02647" in missing) == (98, False)
    assert len(listed(api, "period=2026-08&state=missing")) == 99
    assert listed(api, "", COMMUNE_OFFICER) == ["02647"]
    assert listed(api, "", NEIGHBOUR) == ["02683"]
    assert listed(api, "", OFFICER) == []
    body = send(api, SUPERVISOR, "GET").body
    assert (body["period"], body["due"]) == ("2026-07", "2026-08-20")
    api.clock.advance(days=18)
    assert {
        one["late"] for one in send(api, SUPERVISOR, "GET", "?state=missing").body["items"]
    } == {True}


@pytest.mark.parametrize(
    ("period", "code"),
    [("2026-09", "period_not_begun"), ("2026-13", "wrong_form"), ("x", "wrong_form")],
)
def test_a_month_that_is_none_is_told(api: WholeApi, period: str, code: str) -> None:
    """By the parameter."""
    answer = send(api, SUPERVISOR, "GET", f"?period={period}")
    assert (answer.status, [one[1] for one in answer.faults]) == (422, [code])


def test_all_of_a_month_are_compiled_into_one_sheet(api: WholeApi) -> None:
    """A row for each commune; what is not sent shows nothing of what is in it."""
    write(api)
    confirm(api)
    draft = make_commune_report(commune="02683", texts={"results": "Chưa gửi đâu."})
    assert api.commune_reports.put(draft, None, COMMUNE_REPORT_CHANGED)
    assert send(api, SUPERVISOR, "GET", "?format=xlsx").status == 303
    (content,) = api.offered_files.files.values()
    page = openpyxl.load_workbook(BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert "Hạn gửi: hết ngày 20/08/2026; đã gửi 1/99" in [row[0] for row in rows]
    states = [row[1] for row in rows[-99:]]
    assert (states.count("Đã gửi"), states.count("Chưa gửi")) == (1, 1)
    (sent,) = [row for row in rows if row[1] == "Đã gửi"]
    assert (sent[0], sent[2], sent[-4]) == ("Phường Lào Cai", "03/08/2026", TEXTS["results"])
    assert "Chưa gửi đâu." not in str(rows)
