"""What the case page draws: the weeks up to the due time, and the place."""

from __future__ import annotations

import re
from datetime import datetime

from chalicelib.cases.domain import commands
from chalicelib.cases.pages.weeks import drawn_weeks
from tests.support.browsing import Visitor
from tests.support.case_pages import OFFICER, page
from tests.support.cases import CITIZEN
from tests.support.whole_api import WholeApi


def test_the_weeks_up_to_the_due_time_are_drawn(api: WholeApi) -> None:
    """What is gone, what is left, weekends, and days on which the clock stood: of a case of Monday
    3 August that waited from Tuesday to Wednesday and is seen on Thursday."""
    case = api.office.in_progress()
    api.office.clock.advance(days=1)
    case = api.office.take(case, OFFICER, commands.RequestInfo("Chỗ nào ạ?"))
    api.office.clock.advance(days=1)
    api.office.take(case, CITIZEN, commands.Supplement("Trước cổng trường."))
    api.office.clock.advance(days=1)
    html = Visitor().sign_in_as(api, OFFICER).open(page(case)).html
    drawing = html.split('class="app-days"')[1].split("</svg>")[0]
    looks = re.findall(r'<rect class="(gone|work|off|holiday|pause|today)"', drawing)
    assert looks == [
        *("gone", "gone", "pause", "gone", "pause", "work", "today", "work", "off", "off"),
    ]
    assert ">7 hạn<" in drawing


def test_weeks_of_a_holiday_and_of_a_wait_that_lasts(api: WholeApi) -> None:
    """The day off and the Saturday that makes up for it look different; no more than six weeks."""
    case = api.office.in_progress()
    api.office.clock.advance(days=12)
    case = api.office.in_progress(category="land")
    html = Visitor().sign_in_as(api, OFFICER).open(page(case)).html
    drawing = html.split('class="app-days"')[1].split("</svg>")[0]
    assert ">22 bù<" in drawing
    weeks = drawn_weeks(
        {
            "clock": {
                "why": [{"at": "2026-08-03T08:00:00+07:00"}],
                "due_at": "2026-12-01T17:00:00+07:00",
            },
            "timeline": [{"to": "needs_info", "at": "2026-11-24T08:00:00+07:00"}],
        },
        datetime.fromisoformat("2026-11-26T08:00:00+07:00"),
    )
    assert weeks
    assert len(weeks.days) == 42
    assert [day.number for day in weeks.days if day.paused] == [24, 25, 26]
    assert [day.look for day in weeks.days if day.number == 24][-1] == "holiday"
    assert drawn_weeks({"clock": None}, api.clock.now()) is None


def test_the_place_is_drawn_and_said(api: WholeApi) -> None:
    """On our own boundaries, the commune among its neighbours; in numbers beside it."""
    case = api.office.in_progress(location=(22.4856, 103.9707))
    seen = Visitor().sign_in_as(api, OFFICER).open(page(case))
    assert "22,48560; 103,97070" in seen.text
    assert "Phường Lào Cai. Ghim đỏ: nơi người dân chấm." in seen.text
    paths = [value for tag, name, value in seen.read().attributes if tag == "path" and name == "d"]
    drawn = [one for one in paths if "L" in one]
    assert len(drawn) > 1
    assert all(-40 <= int(n) <= 440 for one in drawn for n in re.findall(r"-?\d+", one))
    assert ("a", "href", "geo:22.4856,103.9707") in seen.read().attributes


def test_without_a_place_the_commune_is_said(api: WholeApi) -> None:
    """And nothing is drawn."""
    seen = Visitor().sign_in_as(api, OFFICER).open(page(api.office.in_progress()))
    assert "Phường Lào Cai" in seen.text
    assert "app-map" not in seen.html
