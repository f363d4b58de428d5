"""Working time: hand-worked cases that an official can check with a calendar on the wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from chalicelib.worktime.domain.calendars import Change, Override
from tests.support.calendars import OFFICIAL, at, hours, limit, rows

# Lúc gửi | trong giờ làm việc? | đồng hồ bắt đầu chạy | ghi chú
OPENINGS = """
03/08/2026 00:00:00        | không | 03/08/2026 07:30 | Nửa đêm rạng sáng thứ Hai
03/08/2026 07:29:59.999999 | không | 03/08/2026 07:30 | Một phần triệu giây trước giờ mở cửa
03/08/2026 07:30:00        | có    | 03/08/2026 07:30:00 | Đúng giờ mở cửa
03/08/2026 11:29:59.999999 | có    | 03/08/2026 11:29:59.999999 | Phút chót buổi sáng
03/08/2026 11:30:00        | không | 03/08/2026 13:30 | Đúng giờ nghỉ trưa: đã ngoài giờ
03/08/2026 12:15:00        | không | 03/08/2026 13:30 | Giữa trưa
03/08/2026 13:29:59        | không | 03/08/2026 13:30 | Giây cuối của giờ nghỉ trưa
03/08/2026 13:30:00        | có    | 03/08/2026 13:30 | Đúng giờ làm buổi chiều
03/08/2026 16:59:59.999999 | có    | 03/08/2026 16:59:59.999999 | Phút chót buổi chiều
03/08/2026 17:00:00        | không | 04/08/2026 07:30 | 17 giờ đúng: đã hết giờ
03/08/2026 23:59:59        | không | 04/08/2026 07:30 | Giây cuối của ngày
07/08/2026 17:00:00        | không | 10/08/2026 07:30 | Chiều thứ Sáu
08/08/2026 09:00:00        | không | 10/08/2026 07:30 | Thứ Bảy thường
22/08/2026 09:00:00        | có    | 22/08/2026 09:00 | Thứ Bảy làm bù
21/08/2026 17:00:00        | không | 22/08/2026 07:30 | Chiều thứ Sáu trước thứ Bảy làm bù
22/08/2026 17:00:00        | không | 24/08/2026 07:30 | Chiều thứ Bảy làm bù
28/08/2026 17:00:00        | không | 03/09/2026 07:30 | Trước kỳ nghỉ Quốc khánh
31/08/2026 09:00:00        | không | 03/09/2026 07:30 | Thứ Hai nghỉ hoán đổi
13/02/2026 18:00:00        | không | 23/02/2026 07:30 | Tối trước kỳ nghỉ Tết Bính Ngọ
17/02/2026 10:00:00        | không | 23/02/2026 07:30 | Mùng một Tết
31/12/2025 20:00:00        | không | 05/01/2026 07:30 | Đêm giao thừa dương lịch, 02/01 nghỉ bù
09/01/2026 18:00:00        | không | 10/01/2026 07:30 | Thứ Bảy 10/01 làm bù
31/12/2026 23:59:59.999999 | không | 04/01/2027 07:30 | Khoảnh khắc cuối năm 2026
23/11/2026 17:30:00        | không | 25/11/2026 07:30 | Trước Ngày Văn hóa Việt Nam
"""


@pytest.mark.parametrize(("sent", "inside", "opening", "_remark"), rows(OPENINGS))
def test_when_a_clock_starts(sent, inside, opening, _remark) -> None:
    """Each boundary, night, weekend, holiday and make-up day: half open, to the microsecond."""
    assert OFFICIAL.is_working(at(sent)) is (inside == "có")
    assert OFFICIAL.next_opening(at(sent)) == at(opening)


# Thời hạn | lúc gửi hoặc tiếp nhận | hạn xử lý | ghi chú
DUE = """
3 ngày  | 03/08/2026 08:05 | 06/08/2026 17:00 | Thứ Hai; đếm thứ Ba, thứ Tư, thứ Năm
3 ngày  | 03/08/2026 07:30 | 06/08/2026 17:00 | Đúng giờ mở cửa
3 ngày  | 03/08/2026 11:30 | 06/08/2026 17:00 | Giờ nghỉ trưa: chạy từ 13:30 cùng ngày
3 ngày  | 03/08/2026 16:59:59.999999 | 06/08/2026 17:00 | Phút chót trong giờ
3 ngày  | 03/08/2026 17:00:00 | 07/08/2026 17:00 | 17 giờ đúng: chạy từ sáng thứ Ba
3 ngày  | 03/08/2026 23:59:59 | 07/08/2026 17:00 | Giây cuối của ngày thứ Hai
3 ngày  | 04/08/2026 00:00:00 | 07/08/2026 17:00 | Nửa đêm
3 ngày  | 04/08/2026 02:10 | 07/08/2026 17:00 | Gửi ban đêm
3 ngày  | 07/08/2026 17:00 | 13/08/2026 17:00 | Chiều thứ Sáu: chạy từ thứ Hai 10/08
3 ngày  | 08/08/2026 09:00 | 13/08/2026 17:00 | Thứ Bảy thường
1 ngày  | 21/08/2026 10:00 | 22/08/2026 17:00 | Khẩn cấp: thứ Bảy làm bù là ngày làm việc
1 ngày  | 21/08/2026 17:00 | 24/08/2026 17:00 | Chạy từ thứ Bảy làm bù, hạn thứ Hai
1 ngày  | 22/08/2026 09:00 | 24/08/2026 17:00 | Gửi đúng thứ Bảy làm bù
3 ngày  | 28/08/2026 10:00 | 07/09/2026 17:00 | Bỏ 29/08 đến 02/09; đếm 03, 04, 07/09
1 ngày  | 31/08/2026 09:00 | 04/09/2026 17:00 | Gửi ngày nghỉ hoán đổi: chạy từ 03/09
10 ngày | 17/08/2026 08:00 | 28/08/2026 17:00 | Phức tạp: tính cả thứ Bảy 22/08
7 ngày  | 11/02/2026 09:00 | 27/02/2026 17:00 | Qua Tết: đếm 12, 13, 23, 24, 25, 26, 27/02
3 ngày  | 12/02/2026 17:30 | 25/02/2026 17:00 | Chạy từ 13/02; đếm 23, 24, 25/02
1 ngày  | 17/02/2026 10:00 | 24/02/2026 17:00 | Gửi mùng một Tết: chạy từ 23/02
3 ngày  | 24/04/2026 14:00 | 04/05/2026 17:00 | Giỗ Tổ nghỉ bù 27/04 và lễ 30/04, 01/05
3 ngày  | 31/12/2025 10:00 | 07/01/2026 17:00 | Qua năm mới: bỏ 01/01 và 02/01
1 ngày  | 02/01/2026 10:00 | 06/01/2026 17:00 | Gửi ngày nghỉ bù 02/01
7 ngày  | 05/01/2026 08:00 | 13/01/2026 17:00 | Tính cả thứ Bảy làm bù 10/01
3 ngày  | 30/12/2026 09:00 | 05/01/2027 17:00 | Qua năm 2027
1 ngày  | 23/11/2026 10:00 | 25/11/2026 17:00 | Bỏ 24/11
8 giờ   | 03/08/2026 07:30 | 04/08/2026 08:00 | Một ngày làm việc là 7,5 giờ
8 giờ   | 03/08/2026 17:00 | 05/08/2026 08:00 | 17 giờ đúng: chạy từ sáng thứ Ba
8 giờ   | 03/08/2026 16:59:59 | 05/08/2026 07:59:59 | Một giây còn lại của thứ Hai được tính
8 giờ   | 03/08/2026 12:00 | 04/08/2026 14:00 | Giờ nghỉ trưa: chạy từ 13:30
8 giờ   | 07/08/2026 09:30 | 10/08/2026 10:00 | Qua cuối tuần
8 giờ   | 28/08/2026 16:00 | 03/09/2026 16:30 | Qua kỳ nghỉ Quốc khánh
8 giờ   | 13/02/2026 15:00 | 23/02/2026 15:30 | Qua Tết
8 giờ   | 09/01/2026 16:00 | 10/01/2026 16:30 | Sang thứ Bảy làm bù
8 giờ   | 23/11/2026 13:30 | 25/11/2026 14:00 | Qua 24/11
8 giờ   | 31/12/2026 15:00 | 04/01/2027 15:30 | Qua năm mới
4 giờ   | 03/08/2026 07:30 | 03/08/2026 11:30 | Hết đúng giờ nghỉ trưa: hạn 11:30, không phải 13:30
4 giờ   | 03/08/2026 13:00 | 04/08/2026 08:00 | Chạy từ 13:30; còn nửa giờ sang hôm sau
15 giờ  | 03/08/2026 07:30 | 04/08/2026 17:00 | Hết đúng giờ đóng cửa: hạn 17:00 hôm đó
15 giờ  | 03/08/2026 17:00 | 05/08/2026 17:00 | Hai ngày trọn, từ sáng thứ Ba
"""


@pytest.mark.parametrize(("allowed", "start", "due", "_remark"), rows(DUE))
def test_when_a_limit_ends(allowed, start, due, _remark) -> None:
    """Limits in days and hours against every trap of the calendar, worked by hand."""
    found = OFFICIAL.due(limit(allowed), at(start))
    assert (found, found.tzinfo) == (at(due), UTC)


# Thêm | tính từ hạn cũ | hạn mới | ghi chú
EXTENDED = """
2 ngày | 06/08/2026 17:00 | 10/08/2026 17:00 | Thứ Sáu, thứ Hai
1 ngày | 06/08/2026 10:00 | 07/08/2026 17:00 | Hạn cũ giữa ngày: đếm từ ngày hôm sau
1 ngày | 28/08/2026 17:00 | 03/09/2026 17:00 | 17 giờ của hạn cũ vẫn thuộc ngày 28/08
5 giờ  | 06/08/2026 17:00 | 07/08/2026 14:30 | Bốn giờ buổi sáng, một giờ buổi chiều
1 giờ  | 06/08/2026 11:30 | 06/08/2026 14:30 | Hạn cũ đúng giờ nghỉ trưa
4 giờ  | 31/12/2026 17:00 | 04/01/2027 11:30 | Sang năm mới
"""


@pytest.mark.parametrize(("more", "old", "new", "_remark"), rows(EXTENDED))
def test_counting_from_a_due_time(more, old, new, _remark) -> None:
    """The N-th working day is the N-th after the day of the due time, which does not move."""
    assert OFFICIAL.extended(at(old), limit(more)) == at(new)


# Từ | đến | giờ làm việc | ghi chú
BETWEEN = """
03/08/2026 07:30 | 03/08/2026 17:00 | 7.5  | Một ngày trọn
03/08/2026 00:00 | 04/08/2026 00:00 | 7.5  | Cả ngày lịch
03/08/2026 11:00 | 03/08/2026 14:00 | 1    | Bỏ giờ nghỉ trưa
03/08/2026 17:00 | 04/08/2026 07:30 | 0    | Ban đêm
07/08/2026 16:00 | 10/08/2026 08:30 | 2    | Qua cuối tuần
17/08/2026 00:00 | 24/08/2026 00:00 | 45   | Tuần có thứ Bảy làm bù: sáu ngày
28/08/2026 16:00 | 03/09/2026 08:30 | 2    | Qua kỳ nghỉ Quốc khánh
13/02/2026 16:00 | 23/02/2026 08:30 | 2    | Qua Tết
31/12/2026 16:00 | 04/01/2027 08:30 | 2    | Qua năm mới
01/01/2026 00:00 | 01/01/2027 00:00 | 1867.5 | Năm 2026: 261 ngày thường − 14 ngày lễ + 2 ngày bù
"""


@pytest.mark.parametrize(("start", "end", "worked", "_remark"), rows(BETWEEN))
def test_working_time_between_two_instants(start, end, worked, _remark) -> None:
    """The other direction counts the same, as less."""
    time = timedelta(hours=float(worked))
    assert OFFICIAL.working_time(at(start), at(end)) == time
    assert OFFICIAL.working_time(at(end), at(start)) == -time


# Sau lúc | buổi sáng làm việc kế tiếp | ghi chú
MORNINGS = """
03/08/2026 07:29:59 | 03/08/2026 07:30 | Trước giờ mở cửa
03/08/2026 07:30    | 04/08/2026 07:30 | Đúng giờ mở cửa: sáng hôm sau
03/08/2026 17:00    | 04/08/2026 07:30 | Đúng hạn
21/08/2026 17:00    | 22/08/2026 07:30 | Thứ Bảy làm bù
31/12/2026 17:00    | 04/01/2027 07:30 | Năm mới
"""


@pytest.mark.parametrize(("after", "morning", "_remark"), rows(MORNINGS))
def test_the_next_working_morning(after, morning, _remark) -> None:
    """Not the opening after lunch: reminders come once a working morning."""
    assert OFFICIAL.next_morning(at(after)) == at(morning)


@pytest.mark.parametrize(
    ("allowed", "start", "due"),
    [
        ("3 ngày", "03/08/2026 08:05", "06/08/2026 17:00"),
        ("8 giờ", "03/08/2026 12:00", "04/08/2026 14:00"),
        ("1 ngày", "23/10/2026 10:00", "26/10/2026 17:00"),
        ("8 giờ", "27/03/2026 16:00", "30/03/2026 16:30"),
    ],
)
def test_another_zone_keeps_its_own_wall_clock(allowed, start, due) -> None:
    """Closing is 17:00 on the wall, on both sides of a change to or from summer time."""
    berlin = replace(OFFICIAL, zone="Europe/Berlin")
    assert berlin.due(limit(allowed), at(start, "Europe/Berlin")) == at(due, "Europe/Berlin")


def test_nothing_is_added() -> None:
    """No pause, no move: not even to the next opening."""
    for text in ("03/08/2026 12:00", "03/08/2026 17:00", "08/08/2026 09:00"):
        assert OFFICIAL.add_working(at(text), timedelta(0)) == at(text)


@pytest.mark.parametrize(
    "ask",
    [
        lambda calendar, start: calendar.add_working(start, timedelta(hours=-1)),
        lambda calendar, start: calendar.working_days_after(start, 0),
        lambda calendar, start: calendar.working_days_after(start, 60_000),
        lambda calendar, start: calendar.add_working(start, timedelta(days=200_000)),
    ],
)
def test_what_has_no_answer_is_an_error(ask) -> None:
    """Negative amounts, and what is never reached, end at once and not in a wrong date."""
    with pytest.raises(ValueError, match=r"taken away|from 1|never reached"):
        ask(OFFICIAL, at("03/08/2026 08:00"))


def test_an_office_that_opens_one_day_only() -> None:
    """A year of days off is searched through, and the next opening is found behind it."""
    closed = tuple(() for _ in range(7))
    one = (Override(at("01/07/2027 12:00").date(), Change.WORKED, "QĐ 1"),)
    calendar = replace(OFFICIAL, week=closed, overrides=one, ordinary_hours=hours("08:00-10:00"))
    assert calendar.next_opening(at("01/01/2026 00:00")) == at("01/07/2027 08:00")
    assert calendar.due(limit("2 giờ"), at("01/01/2026 00:00")) == at("01/07/2027 10:00")
