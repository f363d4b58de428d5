"""Why this date: what a citizen and an official read."""

from __future__ import annotations

import string

import pytest

from chalicelib.kernel.languages import Language
from chalicelib.worktime.domain.deadlines import DeadlineClock, start_clock
from chalicelib.worktime.domain.explanation_texts import TEXTS
from tests.support.calendars import CAP, OFFICIAL, at, edited, limit, replay, rows


def explained(clock: DeadlineClock, language: Language = Language.VI) -> list[tuple[str, str, str]]:
    """Local time, step and text of each line."""
    lines = clock.explain(OFFICIAL, language)
    return [(f"{OFFICIAL.local(why.at):%d/%m/%Y %H:%M}", why.step, why.text) for why in lines]


def test_a_plain_case_needs_two_lines() -> None:
    """The example of the HTTP contract."""
    clock = start_clock("handling", limit("3 ngày"), at("03/08/2026 09:30"), OFFICIAL, CAP)
    assert explained(clock) == [
        ("03/08/2026 09:30", "start", "Tiếp nhận"),
        ("06/08/2026 17:00", "due", "3 ngày làm việc"),
    ]


VIETNAMESE = """
20/08/2026 18:00 | start     | Tiếp nhận
21/08/2026 07:30 | opening   | Ngoài giờ làm việc: tính từ 07:30 ngày 21/08/2026
22/08/2026 00:00 | worked    | 22/08/2026: làm bù, tính là ngày làm việc (Thông báo nghỉ Quốc khánh năm 2026, làm bù cho thứ Hai 31/08/2026)
23/08/2026 00:00 | skipped   | 23/08/2026: nghỉ hằng tuần
24/08/2026 09:00 | pause     | Tạm dừng chờ bổ sung đến 09:00 ngày 04/09/2026: 37 giờ 30 phút làm việc; hạn lùi đến 17:00 ngày 15/09/2026
29/08/2026 00:00 | skipped   | 29/08–30/08/2026: nghỉ hằng tuần
31/08/2026 00:00 | skipped   | 31/08/2026: nghỉ theo thông báo (Thông báo nghỉ Quốc khánh năm 2026, hoán đổi với thứ Bảy 22/08/2026)
01/09/2026 00:00 | skipped   | 01/09–02/09/2026: nghỉ lễ (Quốc khánh)
03/09/2026 09:00 | cap       | Các lần tạm dừng đã dùng hết 37 giờ 30 phút làm việc: đồng hồ chạy tiếp dù vẫn chờ
04/09/2026 10:00 | extension | Gia hạn 5 giờ làm việc, tính từ hạn cũ 17:00 ngày 15/09/2026: hạn mới 14:30 ngày 16/09/2026
04/09/2026 11:00 | limit     | Đổi thời hạn thành 10 ngày làm việc, tính từ cùng thời điểm bắt đầu
05/09/2026 00:00 | skipped   | 05/09–06/09/2026: nghỉ hằng tuần
12/09/2026 00:00 | skipped   | 12/09–13/09/2026: nghỉ hằng tuần
16/09/2026 14:30 | due       | 10 ngày làm việc
"""  # noqa: E501 - one step a line
ENGLISH = """
20/08/2026 18:00 | start     | Accepted
21/08/2026 07:30 | opening   | Outside working hours: counted from 07:30 on 21/08/2026
22/08/2026 00:00 | worked    | 22/08/2026: make-up working day (Thông báo nghỉ Quốc khánh năm 2026, làm bù cho thứ Hai 31/08/2026)
23/08/2026 00:00 | skipped   | 23/08/2026: weekend
24/08/2026 09:00 | pause     | Paused for the citizen until 09:00 on 04/09/2026: 37 h 30 min of working time; due time moves to 17:00 on 15/09/2026
29/08/2026 00:00 | skipped   | 29/08–30/08/2026: weekend
31/08/2026 00:00 | skipped   | 31/08/2026: off by notice (Thông báo nghỉ Quốc khánh năm 2026, hoán đổi với thứ Bảy 22/08/2026)
01/09/2026 00:00 | skipped   | 01/09–02/09/2026: public holiday (National Day)
03/09/2026 09:00 | cap       | The pauses have used up 37 h 30 min of working time: the clock runs on, still waiting
04/09/2026 10:00 | extension | Extended by 5 working hours, counted from the old due time 17:00 on 15/09/2026: now 14:30 on 16/09/2026
04/09/2026 11:00 | limit     | Limit changed to 10 working days, counted from the same start
05/09/2026 00:00 | skipped   | 05/09–06/09/2026: weekend
12/09/2026 00:00 | skipped   | 12/09–13/09/2026: weekend
16/09/2026 14:30 | due       | 10 working days
"""  # noqa: E501 - one step a line
LIFE = (
    "dừng 24/08/2026 09:00; tiếp 04/09/2026 09:00;"
    "gia hạn 5 giờ 04/09/2026 10:00; thành 10 ngày 04/09/2026 11:00"
)


@pytest.mark.parametrize(("language", "table"), [(Language.VI, VIETNAMESE), (Language.EN, ENGLISH)])
def test_a_whole_life_in_words(language, table) -> None:
    """Night, make-up day, weekends, swapped day, holidays, pause, cap, extension, new limit."""
    clock = start_clock("handling", limit("3 ngày"), at("20/08/2026 18:00"), OFFICIAL, CAP)
    assert explained(replay(clock, LIFE), language) == rows(table)


@pytest.mark.parametrize(
    ("kind", "reopened", "vietnamese", "english"),
    [
        ("intake", False, "Nhận phản ánh", "Received"),
        ("handling", False, "Tiếp nhận", "Accepted"),
        ("handling", True, "Mở lại, tính lại toàn bộ thời hạn", "Reopened, with the full limit"),
    ],
)
def test_what_started_the_clock(kind, reopened, vietnamese, english) -> None:
    """The first line says why the clock runs at all."""
    start = at("03/08/2026 09:30")
    clock = start_clock(kind, limit("1 giờ"), start, OFFICIAL, CAP, reopened=reopened)
    assert explained(clock)[0][2] == vietnamese
    assert explained(clock, Language.EN)[0][2] == english


STOPPED = """
dừng 04/08/2026 09:00 | Tạm dừng chờ bổ sung; nếu vẫn chờ, đồng hồ chạy tiếp từ 09:00 ngày 11/08/2026 và hạn là 17:00 ngày 13/08/2026
trùng 04/08/2026 09:00 | Là phản ánh trùng: đồng hồ đứng
trùng 04/08/2026 09:00; hết trùng 05/08/2026 09:00:30 | Là phản ánh trùng đến 09:00:30 ngày 05/08/2026: 7 giờ 30 phút 30 giây làm việc; hạn lùi đến 07:30:30 ngày 10/08/2026
dừng 04/08/2026 18:00; tiếp 05/08/2026 07:00 | Tạm dừng chờ bổ sung đến 07:00 ngày 05/08/2026: 0 phút làm việc; hạn lùi đến 17:00 ngày 06/08/2026
"""  # noqa: E501 - one case a line


@pytest.mark.parametrize(("events", "text"), rows(STOPPED))
def test_a_clock_that_stands_or_stood(events, text) -> None:
    """While a wait lasts, what becomes of it is said; afterwards, what became of it."""
    clock = start_clock("handling", limit("3 ngày"), at("03/08/2026 09:30"), OFFICIAL, CAP)
    lines = explained(replay(clock, events))
    assert [line for _, step, line in lines if step in ("pause", "duplicate")] == [text]


def test_an_edited_calendar_in_words() -> None:
    """A date that moved says so, and names its predecessor."""
    calendar = edited(d20260805="off")
    clock = start_clock("handling", limit("3 ngày"), at("03/08/2026 09:30"), OFFICIAL, CAP)
    lines = clock.recompute(calendar, at("04/08/2026 10:00")).explain(calendar, Language.VI)
    assert [(why.step, why.text) for why in lines] == [
        ("start", "Tiếp nhận"),
        (
            "calendar",
            "Tính lại theo lịch làm việc phiên bản 2; hạn trước đó 17:00 ngày 06/08/2026",
        ),
        ("skipped", "05/08/2026: nghỉ theo thông báo (QĐ 1/2026)"),
        ("due", "3 ngày làm việc"),
    ]


def test_tet_and_a_year_without_notice_in_words() -> None:
    """Neighbouring holidays are one line with all names; what is provisional is called so."""
    clock = start_clock("intake", limit("7 ngày"), at("29/12/2026 09:30"), OFFICIAL, CAP)
    assert explained(clock)[-2] == (
        "08/01/2027 17:00",
        "provisional",
        "Ngày dự kiến: chưa có thông báo lịch nghỉ năm 2027",
    )
    before_tet = start_clock("intake", limit("3 ngày"), at("13/02/2026 09:30"), OFFICIAL, CAP)
    assert [text for _, step, text in explained(before_tet) if step == "skipped"] == [
        "14/02–15/02/2026: nghỉ hằng tuần",
        "16/02–20/02/2026: nghỉ lễ (Giao thừa Tết Nguyên Đán; Tết Nguyên Đán; "
        "Mùng hai Tết Nguyên Đán; Mùng ba Tết Nguyên Đán; Mùng bốn Tết Nguyên Đán)",
        "21/02–22/02/2026: nghỉ hằng tuần",
    ]


def test_a_run_of_days_over_new_year_names_both_years() -> None:
    """«31/12/2026–01/01/2027», not a day that ends before it begins."""
    calendar = edited(d20261231="off", d20270101="off")
    clock = start_clock("handling", limit("1 ngày"), at("30/12/2026 09:30"), calendar, CAP)
    texts = [why.text for why in clock.explain(calendar, Language.EN) if why.step == "skipped"]
    assert texts[0] == "31/12/2026–01/01/2027: off by notice (QĐ 1/2026)"


@pytest.mark.parametrize(
    ("text", "vietnamese", "english"),
    [
        ("1 ngày", "1 ngày làm việc", "1 working day"),
        ("3 ngày", "3 ngày làm việc", "3 working days"),
        ("1 giờ", "1 giờ làm việc", "1 working hour"),
        ("8 giờ", "8 giờ làm việc", "8 working hours"),
    ],
)
def test_a_limit_in_words(text, vietnamese, english) -> None:
    """One is not many in English."""
    clock = start_clock("intake", limit(text), at("03/08/2026 09:30"), OFFICIAL, CAP)
    assert explained(clock)[-1][2] == vietnamese
    assert explained(clock, Language.EN)[-1][2] == english


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_both_languages_fill_the_same_gaps(key) -> None:
    """A gap that one language lacks would hide a fact from its readers."""
    vietnamese, english = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in TEXTS[key]
    )
    assert vietnamese == english
