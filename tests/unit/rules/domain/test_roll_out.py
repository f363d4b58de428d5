"""Campaign days, report calendar and form, as data."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from chalicelib.figures.domain.reports import Figures
from chalicelib.kernel.errors import Invalid
from chalicelib.rules.domain.report_plans import CAMPAIGN_FIGURES, FIGURES, ReportDay
from chalicelib.rules.domain.roll_out import roll_out_from_document, roll_out_to_document
from chalicelib.runtime.data_files import read_document


def document(province: str = "lao_cai") -> Any:
    return deepcopy(read_document(province, "roll_out"))


@pytest.mark.parametrize(
    ("province", "days"),
    [
        ("lao_cai", {"commune": ("so-khcn", 20)}),
        (
            "lai_chau",
            {
                "commune": ("cong-an-tinh", 8),
                "police": ("cong-an-tinh", 10),
                "government": ("chinh-phu", 15),
            },
        ),
    ],
)
def test_each_province_has_its_calendar(province: str, days: dict[str, tuple[str, int]]) -> None:
    """Which report goes to whom by which day; communes report in each. Written out again it is
    the file."""
    plan = roll_out_from_document(document(province))
    assert {one.id: (one.to, one.day) for one in plan.reports.calendar} == days
    assert roll_out_to_document(plan) == document(province)


def test_a_form_may_ask_for_every_figure_of_cases() -> None:
    """A figure that cases get is one that a form may ask for, all but the median."""
    of_cases = {one.name for one in fields(Figures)} - {"median_working_minutes"}
    assert set(FIGURES) - set(CAMPAIGN_FIGURES) == of_cases


@pytest.mark.parametrize(
    ("end", "day", "due"),
    [
        (date(2026, 9, 1), 20, date(2026, 9, 20)),
        (date(2026, 8, 15), 20, date(2026, 8, 20)),
        (date(2026, 8, 15), 15, date(2026, 8, 15)),
        (date(2026, 8, 15), 8, date(2026, 9, 8)),
        (date(2027, 1, 1), 1, date(2027, 1, 1)),
        (date(2026, 12, 15), 10, date(2027, 1, 10)),
    ],
)
def test_a_report_is_due_on_the_first_such_day_after_the_month(
    end: date, day: int, due: date
) -> None:
    """Whichever day the month ends on, over the year's end too."""
    assert ReportDay("commune", "so-khcn", ("Báo cáo", "Report"), day).due(end) == due


@pytest.mark.parametrize(
    ("spoil", "path", "code"),
    [
        (lambda p: p["reports"]["calendar"].clear(), "reports/calendar", "missing"),
        (
            lambda p: p["reports"]["calendar"][0].update(day=31),
            "reports/calendar/0/day",
            "out_of_range",
        ),
        (
            lambda p: p["reports"]["calendar"].extend(p["reports"]["calendar"] * 20),
            "reports/calendar",
            "too_long",
        ),
        (
            lambda p: p["reports"]["form"]["figures"][0].update(id="wishes"),
            "reports/form/figures/0/id",
            "not_one_of",
        ),
        (
            lambda p: p["reports"]["form"]["texts"].append(p["reports"]["form"]["texts"][0]),
            "reports/form/texts",
            "not_unique",
        ),
        (
            lambda p: p["reports"]["form"]["texts"][0].update(id="Kết quả"),
            "reports/form/texts/0/id",
            "wrong_form",
        ),
        (
            lambda p: p["reports"]["reminders"].update(days_after=[0]),
            "reports/reminders/days_after",
            "out_of_range",
        ),
        (lambda p: p["campaign"].update(last_day="2026-07-31"), "campaign/last_day", "chain_order"),
        (
            lambda p: p["campaign"].update(last_day="2036-08-30"),
            "campaign/last_day",
            "date_too_late",
        ),
        (
            lambda p: p["campaign"]["morning_list"].update(until="07:30"),
            "campaign/morning_list/until",
            "chain_order",
        ),
        (lambda p: p.pop("campaign"), "campaign", "missing"),
        (lambda p: p.update(extra=1), "extra", "unknown_field"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(spoil: Any, path: str, code: str) -> None:
    """By the place of what is wrong."""
    spoiled = document()
    spoil(spoiled)
    with pytest.raises(Invalid) as refused:
        roll_out_from_document(spoiled)
    found = [("/".join(map(str, fault.path)), fault.code) for fault in refused.value.faults]
    assert (path, code) in found
