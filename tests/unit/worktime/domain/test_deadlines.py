"""The clock of a case: hand-worked lives of clocks that an official can check."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import TypeAdapter

from chalicelib.worktime.domain.clock_steps import Happened
from chalicelib.worktime.domain.deadlines import DeadlineClock, start_clock
from tests.support.calendars import CAP, OFFICIAL, at, edited, limit, replay, rows

# Thời hạn | bắt đầu | việc xảy ra | hạn xử lý | ghi chú
LIVES = """
3 ngày | 03/08/2026 08:05 |                                                | 06/08/2026 17:00 | Không có gì xảy ra
3 ngày | 03/08/2026 08:05 | dừng 04/08/2026 09:00; tiếp 05/08/2026 10:00   | 10/08/2026 08:30 | Dừng 8 giờ 30 phút làm việc
3 ngày | 03/08/2026 08:05 | dừng 03/08/2026 09:00; tiếp 04/08/2026 09:00   | 07/08/2026 17:00 | Dừng đúng 7,5 giờ: hạn rơi vào giờ đóng cửa
3 ngày | 03/08/2026 08:05 | dừng 03/08/2026 18:00; tiếp 04/08/2026 07:00   | 06/08/2026 17:00 | Dừng ban đêm: hạn không đổi
3 ngày | 03/08/2026 08:05 | dừng 03/08/2026 11:30; tiếp 03/08/2026 13:30   | 06/08/2026 17:00 | Dừng giờ nghỉ trưa: hạn không đổi
3 ngày | 03/08/2026 08:05 | dừng 08/08/2026 08:00; tiếp 09/08/2026 08:00   | 06/08/2026 17:00 | Dừng cuối tuần, sau hạn: hạn không đổi
3 ngày | 03/08/2026 08:05 | dừng 04/08/2026 09:00; tiếp 04/08/2026 09:00:01 | 07/08/2026 07:30:01 | Dừng một giây
3 ngày | 03/08/2026 20:00 | dừng 03/08/2026 21:00; tiếp 04/08/2026 10:00   | 10/08/2026 10:00 | Dừng trước khi đồng hồ chạy: tính từ 07:30
3 ngày | 26/08/2026 09:00 | dừng 28/08/2026 15:00; tiếp 03/09/2026 09:00   | 04/09/2026 11:00 | Dừng qua kỳ nghỉ Quốc khánh: 3,5 giờ
3 ngày | 20/08/2026 09:00 | dừng 21/08/2026 16:00; tiếp 24/08/2026 08:30   | 26/08/2026 09:30 | Dừng qua thứ Bảy làm bù: 9,5 giờ
3 ngày | 11/02/2026 09:00 | dừng 13/02/2026 16:00; tiếp 23/02/2026 08:30   | 24/02/2026 09:30 | Dừng qua Tết: 2 giờ
3 ngày | 03/08/2026 08:05 | dừng 03/08/2026 09:00; tiếp 03/08/2026 10:00; dừng 03/08/2026 11:00; tiếp 03/08/2026 14:00 | 07/08/2026 09:30 | Hai lần dừng, mỗi lần 1 giờ
8 giờ  | 03/08/2026 07:30 | dừng 03/08/2026 09:00; tiếp 03/08/2026 16:00   | 04/08/2026 15:00 | Dừng 5 giờ trong thời hạn 8 giờ
8 giờ  | 03/08/2026 09:00 | dừng 03/08/2026 10:00; tiếp 03/08/2026 16:30   | 04/08/2026 16:00 | Dừng 4,5 giờ; hạn cũ 04/08 09:30
4 giờ  | 03/08/2026 07:30 | dừng 03/08/2026 08:00; tiếp 03/08/2026 15:00   | 04/08/2026 09:00 | Hạn cũ đúng 11:30; dừng 5 giờ
3 ngày | 03/08/2026 08:05 | dừng 03/08/2026 09:00; tiếp 17/08/2026 09:00   | 13/08/2026 17:00 | Chờ 75 giờ: chỉ 37,5 giờ được tính
3 ngày | 03/08/2026 08:05 | dừng 03/08/2026 09:00; tiếp 10/08/2026 09:00   | 13/08/2026 17:00 | Chờ đúng 37,5 giờ
3 ngày | 03/08/2026 08:05 | dừng 03/08/2026 09:00; tiếp 07/08/2026 09:00; dừng 10/08/2026 09:00; tiếp 17/08/2026 09:00 | 13/08/2026 17:00 | 30 giờ rồi 7,5 giờ: trần chung cho mọi lần
3 ngày | 03/08/2026 08:05 | dừng 03/08/2026 09:00; tiếp 17/08/2026 09:00; dừng 18/08/2026 09:00; tiếp 19/08/2026 09:00 | 13/08/2026 17:00 | Đã hết trần: lần sau không được tính
1 ngày | 03/08/2026 09:00 | dừng 05/08/2026 10:00; tiếp 06/08/2026 10:00   | 05/08/2026 17:00 | Chờ bắt đầu sau hạn cũng dời hạn
3 ngày | 03/08/2026 08:05 | trùng 04/08/2026 07:30; hết trùng 18/08/2026 07:30 | 20/08/2026 17:00 | Trùng 75 giờ: không có trần
3 ngày | 03/08/2026 08:05 | trùng 04/08/2026 07:30; hết trùng 18/08/2026 07:30; dừng 18/08/2026 07:30; tiếp 19/08/2026 07:30 | 21/08/2026 17:00 | Thời gian trùng không ăn vào trần tạm dừng
3 ngày | 03/08/2026 08:05 | gia hạn 2 ngày 06/08/2026 15:00                | 10/08/2026 17:00 | Gia hạn theo ngày, từ hạn cũ
3 ngày | 03/08/2026 08:05 | gia hạn 5 giờ 06/08/2026 15:00                 | 07/08/2026 14:30 | Gia hạn theo giờ, từ hạn cũ
3 ngày | 03/08/2026 08:05 | gia hạn 2 ngày 11/08/2026 15:00                | 10/08/2026 17:00 | Duyệt muộn: vẫn tính từ hạn cũ
3 ngày | 25/08/2026 08:05 | gia hạn 3 ngày 28/08/2026 15:00                | 07/09/2026 17:00 | Gia hạn qua kỳ nghỉ Quốc khánh
3 ngày | 03/08/2026 08:05 | dừng 04/08/2026 09:00; tiếp 04/08/2026 10:00; gia hạn 2 ngày 06/08/2026 15:00 | 11/08/2026 17:00 | Hạn 07/08 08:30, rồi hai ngày sau ngày ấy
3 ngày | 03/08/2026 08:05 | gia hạn 2 ngày 04/08/2026 08:00; dừng 04/08/2026 09:00; tiếp 04/08/2026 10:00 | 11/08/2026 08:30 | Gia hạn trước, dừng 1 giờ sau
3 ngày | 03/08/2026 08:05 | thành 10 ngày 04/08/2026 15:00                 | 17/08/2026 17:00 | Thành phức tạp: 10 ngày từ cùng lúc bắt đầu
3 ngày | 03/08/2026 17:00 | thành 10 ngày 05/08/2026 15:00                 | 18/08/2026 17:00 | Bắt đầu ngoài giờ: vẫn tính từ sáng 04/08
3 ngày | 03/08/2026 08:05 | dừng 04/08/2026 09:00; tiếp 04/08/2026 10:00; gia hạn 2 ngày 06/08/2026 15:00; thành 10 ngày 06/08/2026 16:00 | 20/08/2026 17:00 | Phức tạp: giữ lần dừng và gia hạn
7 ngày | 03/08/2026 08:05 | thành 1 ngày 04/08/2026 15:00                  | 04/08/2026 17:00 | Thành khẩn cấp: hạn ngắn lại
3 ngày | 28/12/2026 08:05 | dừng 29/12/2026 09:00; tiếp 04/01/2027 10:00   | 07/01/2027 08:30 | Dừng qua năm mới: 23,5 giờ
"""  # noqa: E501 - one life a line


def clock_of(allowed: str, start: str) -> DeadlineClock:
    return start_clock("handling", limit(allowed), at(start), OFFICIAL, CAP)


@pytest.mark.parametrize(("allowed", "start", "events", "due", "_remark"), rows(LIVES))
def test_the_due_time_of_a_life(allowed, start, events, due, _remark) -> None:
    """Pauses, duplicates, extensions and new limits, worked by hand."""
    clock = replay(clock_of(allowed, start), events)
    assert clock.due_at == at(due)


@pytest.mark.parametrize(("allowed", "start", "events", "_due", "_remark"), rows(LIVES))
def test_a_clock_survives_its_storage(allowed, start, events, _due, _remark) -> None:
    """The case is stored as JSON: the log that comes back is the log that went in."""
    clock = replay(clock_of(allowed, start), events)
    adapter = TypeAdapter(DeadlineClock)
    stored = json.dumps(adapter.dump_python(clock, mode="json"))
    assert adapter.validate_python(json.loads(stored)) == clock


# Khi đang chờ: lúc nào | đồng hồ đứng? | quá hạn? | ghi chú
WAITING = """
04/08/2026 09:00        | đứng | không | Vừa hỏi
10/08/2026 17:30        | đứng | không | Hạn cũ 06/08 đã qua nhưng đang chờ
11/08/2026 08:59:59     | đứng | không | Một giây trước khi hết trần
11/08/2026 09:00        | chạy | không | Hết 37,5 giờ: đồng hồ chạy tiếp dù vẫn chờ
13/08/2026 17:00        | chạy | không | Đúng hạn mới
13/08/2026 17:00:01     | chạy | quá   | Vẫn chờ, đã quá hạn
"""


@pytest.mark.parametrize(("now", "standing", "overdue", "_remark"), rows(WAITING))
def test_a_wait_up_to_the_cap_and_beyond(now, standing, overdue, _remark) -> None:
    """A case that waits is not overdue before the cap is used up, and may be after it."""
    clock = clock_of("3 ngày", "03/08/2026 08:05").pause(at("04/08/2026 09:00"), OFFICIAL)
    assert clock.due.at == at("13/08/2026 17:00")
    assert clock.due.stands_until == at("11/08/2026 09:00")
    assert clock.due.is_paused(at(now)) is (standing == "đứng")
    assert clock.due.is_overdue(at(now)) is (overdue == "quá")


def test_a_wait_begun_after_the_due_time_is_waiting() -> None:
    """Overdue, then asked: waiting; answered: overdue again, by less."""
    late = clock_of("1 ngày", "03/08/2026 09:00")
    assert late.due.is_overdue(at("05/08/2026 09:59"))
    asked = late.pause(at("05/08/2026 10:00"), OFFICIAL)
    assert not asked.due.is_overdue(at("05/08/2026 16:00"))
    answered = asked.resume(at("06/08/2026 10:00"), OFFICIAL)
    assert answered.due.is_overdue(at("06/08/2026 10:00"))
    assert answered.due_at == at("05/08/2026 17:00")


def test_done_at_the_due_time_is_on_time() -> None:
    """At or before that instant is on time; a microsecond later is late."""
    clock = clock_of("3 ngày", "03/08/2026 08:05")
    assert not clock.due.is_overdue(clock.due_at)
    assert clock.due.is_overdue(clock.due_at + timedelta(microseconds=1))


def test_a_duplicate_stands_without_end() -> None:
    """Nobody can say when it will be due, and it is never overdue."""
    clock = clock_of("3 ngày", "03/08/2026 08:05")
    duplicate = clock.mark_duplicate(at("04/08/2026 09:00"), OFFICIAL)
    assert duplicate.is_standing(at("04/08/2027 09:00"))
    assert not duplicate.due.is_overdue(at("04/08/2027 09:00"))
    assert not duplicate.due.is_paused(at("04/08/2026 09:00"))


def test_the_cap_holds_for_the_whole_case() -> None:
    """What the intake clock used of it, the handling clock and the one after reopening lack."""
    intake = start_clock("intake", limit("8 giờ"), at("03/08/2026 08:00"), OFFICIAL, CAP)
    intake = replay(intake, "dừng 03/08/2026 09:00; tiếp 07/08/2026 09:00")
    accepted = clock_of("3 ngày", "07/08/2026 10:00").carry_pauses(intake)
    assert accepted.due_at == at("12/08/2026 17:00")
    asked = accepted.pause(at("10/08/2026 09:00"), OFFICIAL)
    assert asked.cap_reached_at == at("11/08/2026 09:00")
    assert asked.due_at == at("13/08/2026 17:00")
    answered = asked.resume(at("14/08/2026 09:00"), OFFICIAL)
    assert answered.due_at == at("13/08/2026 17:00")
    reopened = clock_of("3 ngày", "17/08/2026 09:00").carry_pauses(answered)
    waiting = reopened.pause(at("17/08/2026 10:00"), OFFICIAL)
    assert not waiting.is_standing(at("17/08/2026 10:00"))
    assert waiting.due_at == at("20/08/2026 17:00")


def test_a_reopened_case_has_its_full_limit() -> None:
    """The new clock starts where it is reopened, extensions and pauses of the old one gone."""
    old = replay(
        clock_of("3 ngày", "03/08/2026 08:05"),
        "dừng 04/08/2026 09:00; tiếp 04/08/2026 10:00; gia hạn 2 ngày 06/08/2026 15:00",
    )
    again = at("21/08/2026 17:00")
    new = start_clock("handling", limit("3 ngày"), again, OFFICIAL, CAP, reopened=True)
    assert new.carry_pauses(old).due_at == at("26/08/2026 17:00")


def test_pauses_are_carried_between_clocks_that_run() -> None:
    """A clock that stands has no end of its pause to carry; one that has a past takes none over."""
    fresh = clock_of("3 ngày", "05/08/2026 08:05")
    standing = clock_of("3 ngày", "03/08/2026 08:05").pause(at("04/08/2026 09:00"), OFFICIAL)
    with pytest.raises(ValueError, match="running"):
        fresh.carry_pauses(standing)
    past = replay(fresh, "gia hạn 1 ngày 05/08/2026 09:00")
    with pytest.raises(ValueError, match="fresh"):
        past.carry_pauses(fresh)
    assert fresh.carry_pauses(None) is fresh


@pytest.mark.parametrize(
    "events",
    [
        "tiếp 04/08/2026 09:00",
        "hết trùng 04/08/2026 09:00",
        "dừng 04/08/2026 09:00; dừng 04/08/2026 10:00",
        "dừng 04/08/2026 09:00; trùng 04/08/2026 10:00",
        "dừng 04/08/2026 09:00; hết trùng 04/08/2026 10:00",
        "trùng 04/08/2026 09:00; dừng 04/08/2026 10:00",
        "trùng 04/08/2026 09:00; tiếp 04/08/2026 10:00",
        "dừng 04/08/2026 09:00; tiếp 04/08/2026 10:00; tiếp 04/08/2026 11:00",
        "dừng 04/08/2026 09:00; tiếp 04/08/2026 08:59:59",
        "dừng 02/08/2026 09:00",
        "gia hạn 1 ngày 02/08/2026 09:00",
    ],
)
def test_steps_in_the_wrong_order_are_refused(events) -> None:
    """A log that cannot have happened never becomes a date."""
    with pytest.raises(ValueError, match=r"order of time|cannot be"):
        replay(clock_of("3 ngày", "03/08/2026 08:05"), events)


# Thời hạn | bắt đầu | phần trăm thời gian làm việc đến hạn | thời điểm nhắc | ghi chú
SHARES = """
3 ngày | 03/08/2026 07:30 | 50 | 04/08/2026 17:00:00 | Một nửa của 30 giờ hết lúc đóng cửa thứ Ba
3 ngày | 03/08/2026 08:05 | 80 | 06/08/2026 09:07:00 | 29 giờ 25 phút; 80 % là 23 giờ 32 phút
8 giờ  | 03/08/2026 07:30 | 50 | 03/08/2026 11:30:00 | Bốn giờ
3 ngày | 28/08/2026 17:00 | 50 | 04/09/2026 17:00:00 | Từ 03/09 đến hết 08/09: bốn ngày
"""


@pytest.mark.parametrize(("allowed", "start", "percent", "when", "_remark"), rows(SHARES))
def test_a_share_of_the_time_up_to_the_due_time(allowed, start, percent, when, _remark) -> None:
    """When reminders are due; counted from the opening, not from the night before it."""
    assert clock_of(allowed, start).at_share(int(percent), OFFICIAL) == at(when)


def test_the_time_in_which_a_case_stood() -> None:
    """Pauses within the cap and time as a duplicate, of all clocks, within the round asked for."""
    intake = start_clock("intake", limit("8 giờ"), at("03/08/2026 08:00"), OFFICIAL, CAP)
    intake = replay(intake, "dừng 03/08/2026 09:00; tiếp 04/08/2026 09:00")
    clock = clock_of("3 ngày", "04/08/2026 10:00").carry_pauses(intake)
    clock = replay(
        clock,
        "trùng 04/08/2026 10:00; hết trùng 04/08/2026 11:00;"
        "dừng 05/08/2026 07:30; tiếp 17/08/2026 07:30; dừng 18/08/2026 09:00",
    )
    until = at("19/08/2026 17:00")
    stood = timedelta(hours=7.5 + 1 + 30)
    assert clock.standing_time(at("03/08/2026 08:00"), until, OFFICIAL) == stood
    assert clock.standing_time(at("04/08/2026 10:30"), until, OFFICIAL) == timedelta(hours=30.5)
    open_mark = clock_of("3 ngày", "04/08/2026 10:00").mark_duplicate(
        at("04/08/2026 10:00"), OFFICIAL
    )
    one = open_mark.standing_time(at("03/08/2026 08:00"), at("04/08/2026 11:00"), OFFICIAL)
    assert one == timedelta(hours=1)


def test_an_edited_calendar_is_the_same_log_again() -> None:
    """5 August becomes a day off: the due time moves by a day, and the log says why."""
    clock = replay(clock_of("3 ngày", "03/08/2026 08:05"), "gia hạn 2 ngày 04/08/2026 15:00")
    assert clock.due_at == at("10/08/2026 17:00")
    new = clock.recompute(edited(d20260805="off"), at("04/08/2026 16:00"))
    assert (new.due_at, new.calendar) == (at("11/08/2026 17:00"), 2)
    assert new.steps[-1].what is Happened.RECOMPUTED
    assert new.steps[-1].due_before == at("10/08/2026 17:00")
    same = new.recompute(edited(d20260805="off"), at("04/08/2026 17:00"))
    assert same is new


def test_a_step_under_an_edited_calendar_recomputes_first() -> None:
    """A command may come before the recomputation: the log keeps both, in order."""
    clock = clock_of("3 ngày", "03/08/2026 08:05")
    asked = clock.pause(at("04/08/2026 09:00"), edited(d20260805="off"))
    assert [step.what for step in asked.steps[1:]] == [Happened.RECOMPUTED, Happened.PAUSED]
    assert (asked.calendar, asked.due_at) == (2, at("14/08/2026 17:00"))


def test_pauses_of_earlier_clocks_are_recounted_too() -> None:
    """A day off within the intake's pause gives its hours of the cap back."""
    intake = start_clock("intake", limit("8 giờ"), at("03/08/2026 08:00"), OFFICIAL, CAP)
    intake = replay(intake, "dừng 03/08/2026 09:00; tiếp 07/08/2026 09:00")
    clock = clock_of("3 ngày", "07/08/2026 10:00").carry_pauses(intake)
    clock = replay(clock, "dừng 10/08/2026 09:00; tiếp 14/08/2026 09:00")
    assert clock.due_at == at("13/08/2026 17:00")
    new = clock.recompute(edited(d20260805="off"), at("14/08/2026 10:00"))
    assert new.due_at == at("14/08/2026 17:00")


@pytest.mark.parametrize(
    ("start", "events", "provisional"),
    [
        ("03/08/2026 08:05", "", False),
        ("28/12/2026 08:05", "", False),
        ("29/12/2026 08:05", "", True),
        ("31/12/2025 08:05", "", True),
        ("28/12/2026 08:05", "gia hạn 1 ngày 29/12/2026 08:00", True),
        ("28/12/2026 08:05", "dừng 29/12/2026 08:00", True),
    ],
)
def test_dates_of_years_without_a_notice_are_provisional(start, events, provisional) -> None:
    """Also where only the rest of a wait could lead into such a year."""
    assert replay(clock_of("3 ngày", start), events).provisional is provisional


def test_another_zone_counts_by_its_own_days() -> None:
    """The same instant is Monday evening in one province and Monday noon in another."""
    sent = at("03/08/2026 18:00")
    clock = start_clock(
        "handling", limit("1 ngày"), sent, replace(OFFICIAL, zone="Europe/Paris"), CAP
    )
    assert clock.due_at == at("04/08/2026 17:00", "Europe/Paris")
    assert start_clock("handling", limit("1 ngày"), sent, OFFICIAL, CAP).due_at == at(
        "05/08/2026 17:00"
    )
