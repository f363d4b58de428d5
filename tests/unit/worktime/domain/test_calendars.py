"""The calendar: what kind of day each day is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.worktime.domain.calendars import Reason
from tests.support.calendars import OFFICIAL, at, edited, hours, rows

# Lịch nghỉ năm 2026: ngày | làm việc? | vì sao
DAYS = """
31/12/2025 | làm  | ordinary | Thứ Tư, ngày làm việc cuối năm 2025
01/01/2026 | nghỉ | holiday  | Tết Dương lịch
02/01/2026 | nghỉ | notice   | Thứ Sáu nghỉ bù, thư viện ngày lễ không biết
03/01/2026 | nghỉ | weekend  | Thứ Bảy
10/01/2026 | làm  | notice   | Thứ Bảy làm bù cho 02/01
13/02/2026 | làm  | ordinary | Thứ Sáu trước Tết (26 tháng Chạp)
14/02/2026 | nghỉ | weekend  | Thứ Bảy trước Tết
16/02/2026 | nghỉ | holiday  | Giao thừa
17/02/2026 | nghỉ | holiday  | Mùng một Tết Bính Ngọ
18/02/2026 | nghỉ | holiday  | Mùng hai
19/02/2026 | nghỉ | holiday  | Mùng ba
20/02/2026 | nghỉ | holiday  | Mùng bốn
23/02/2026 | làm  | ordinary | Thứ Hai sau Tết
26/04/2026 | nghỉ | holiday  | Giỗ Tổ Hùng Vương, trúng Chủ nhật
27/04/2026 | nghỉ | holiday  | Nghỉ bù Giỗ Tổ
30/04/2026 | nghỉ | holiday  | Ngày Chiến thắng
01/05/2026 | nghỉ | holiday  | Quốc tế Lao động
22/08/2026 | làm  | notice   | Thứ Bảy làm bù cho 31/08
29/08/2026 | nghỉ | weekend  | Thứ Bảy thường
31/08/2026 | nghỉ | notice   | Thứ Hai nghỉ, hoán đổi với 22/08
01/09/2026 | nghỉ | holiday  | Quốc khánh
02/09/2026 | nghỉ | holiday  | Quốc khánh
03/09/2026 | làm  | ordinary | Thứ Năm sau lễ
24/11/2026 | nghỉ | notice   | Ngày Văn hóa Việt Nam
"""


@pytest.mark.parametrize(("day", "work", "reason", "_remark"), rows(DAYS))
def test_the_official_days_of_2026(day, work, reason, _remark) -> None:
    """Each day of the notices, and its neighbours, is what the notice says and for that reason."""
    found = OFFICIAL.day(OFFICIAL.day_of(at(f"{day} 12:00")))
    assert (bool(found.hours), found.reason) == (work == "làm", Reason(reason))
    assert (found.source is not None) is (reason == "notice")


def test_a_make_up_day_has_ordinary_hours() -> None:
    """A Saturday has no hours of its own to fall back on, and half a Saturday does not count."""
    morning = hours("07:30-11:30")
    short = replace(OFFICIAL, week=(*OFFICIAL.week[:5], morning, ()))
    assert short.day(date(2026, 8, 15)).hours == morning
    assert short.day(date(2026, 8, 22)).hours == hours("07:30-11:30", "13:30-17:00")


def test_an_override_wins_over_a_holiday() -> None:
    """The government may call people in on a holiday."""
    assert OFFICIAL.day(date(2026, 9, 1)).hours == ()
    assert edited(d20260901="worked").day(date(2026, 9, 1)).hours == OFFICIAL.ordinary_hours


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("01/01/2026 00:00", "31/12/2026 23:59:59", ()),
        ("31/12/2025 23:59", "01/01/2026 00:00", (2025,)),
        ("31/12/2026 10:00", "01/01/2027 00:00", (2027,)),
        ("31/12/2025 10:00", "01/01/2028 00:00", (2025, 2027, 2028)),
    ],
)
def test_years_without_a_notice_are_provisional(start, end, years) -> None:
    """By local days: a quarter to midnight in Lào Cai is still the old year."""
    assert OFFICIAL.provisional_years(at(start), at(end)) == years


def test_calendars_can_be_keys() -> None:
    """Equal calendars are one key of a cache, also after one of them was used."""
    other = replace(OFFICIAL)
    other.next_opening(at("03/08/2026 03:00"))
    assert {OFFICIAL: 1}[other] == 1
    assert edited(d20260805="off") != OFFICIAL


def test_each_year_is_laid_out_once() -> None:
    """Ten thousand deadlines share one table."""
    calendar = replace(OFFICIAL)
    assert calendar.table(2026) is calendar.table(2026)


def test_unusual_days_are_days_off_and_make_up_days() -> None:
    """What an explanation has to mention, and nothing else."""
    found = [day.date.day for day in OFFICIAL.unusual_days(date(2026, 8, 20), date(2026, 8, 31))]
    assert found == [22, 23, 29, 30, 31]


def test_a_local_day_begins_at_its_midnight() -> None:
    """Midnight in Lào Cai is 17:00 the day before in UTC."""
    midnight = OFFICIAL.midnight(date(2026, 8, 3))
    assert midnight == at("03/08/2026 00:00")
    assert OFFICIAL.day_of(midnight - timedelta(microseconds=1)) == date(2026, 8, 2)
