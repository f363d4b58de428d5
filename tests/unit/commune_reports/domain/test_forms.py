"""The report calendar and the form, as data."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from chalicelib.commune_reports.adapters.plan_files import read_plan
from chalicelib.commune_reports.domain.forms import ReportDay, plan_from_document
from chalicelib.kernel.errors import Invalid
from chalicelib.runtime.data_files import read_document


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
    """Which report goes to whom by which day; communes report in each."""
    assert {one.id: (one.to, one.day) for one in read_plan(province).calendar} == days


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
    ("spoil", "path"),
    [
        (lambda plan: plan["calendar"].clear(), ("calendar",)),
        (lambda plan: plan["calendar"][0].update(day=31), ("calendar", 0, "day")),
        (
            lambda plan: plan["form"]["figures"][0].update(id="wishes"),
            ("form", "figures", 0, "id"),
        ),
        (lambda plan: plan["form"]["texts"].append(plan["form"]["texts"][0]), ("form", "texts")),
    ],
)
def test_a_plan_that_cannot_be_is_refused(spoil: Any, path: tuple[str | int, ...]) -> None:
    """By the place of what is wrong."""
    document = deepcopy(read_document("lao_cai", "commune_reports"))
    spoil(document)
    with pytest.raises(Invalid) as refused:
        plan_from_document(document)
    assert path in [fault.path for fault in refused.value.faults]
