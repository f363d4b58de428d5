"""Times as people live them: never more than there is."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.kernel.languages import Language
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.words import words_in

NOW = datetime(2026, 8, 28, 9, 40, tzinfo=LOCAL_ZONE)
TIMES = TimeWords(words_in(Language.VI), NOW)


@pytest.mark.parametrize(
    ("minutes", "said", "kind"),
    [
        (0, "còn 0 phút làm việc", "soon"),
        (25, "còn 25 phút làm việc", "soon"),
        (59, "còn 59 phút làm việc", "soon"),
        (60, "còn 1 giờ làm việc", "soon"),
        (110, "còn 1 giờ 50 phút làm việc", "soon"),
        (239, "còn 3 giờ 59 phút làm việc", "soon"),
        (240, "còn 4 giờ làm việc", "soon"),
        (299, "còn 4 giờ làm việc", "soon"),
        (450, "còn 7 giờ làm việc", "soon"),
        (451, "còn 1 ngày làm việc", "calm"),
        (630, "còn 1 ngày 3 giờ làm việc", "calm"),
        (1350, "còn 3 ngày làm việc", "calm"),
        (1799, "còn 3 ngày làm việc", "calm"),
        (2699, "còn 5 ngày làm việc", "calm"),
    ],
)
def test_what_is_left_is_rounded_down(minutes: int, said: str, kind: str) -> None:
    """Minutes, hours, days and hours, days: each in its range."""
    shown = TIMES.due(line(minutes))
    assert shown
    assert (shown.text, shown.kind) == (said, kind)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "đã quá hạn"),
        (-40, "quá hạn 40 phút làm việc"),
        (-570, "quá hạn 1 ngày 2 giờ làm việc"),
        (-900, "quá hạn 2 ngày làm việc"),
    ],
)
def test_what_is_overdue_says_so_in_words(minutes: int, said: str) -> None:
    """Also in the evening, when no working time has passed yet."""
    shown = TIMES.due(line(minutes, overdue=True))
    assert shown
    assert (shown.text, shown.kind) == (said, "over")


def test_what_waits_and_what_is_over_are_told_apart() -> None:
    """Whatever the minutes are."""
    waiting, over = TIMES.due(line(900, paused=True)), TIMES.due(line(None))
    assert waiting
    assert (waiting.kind, waiting.text) == ("wait", "tạm dừng, chờ người dân")
    assert over
    assert over.kind == "done"
    assert TIMES.due({**line(None), "due_at": None}) is None


def test_lines_with_one_due_time_share_its_words() -> None:
    """And others have their own."""
    assert TIMES.due(line(25)) is TIMES.due(line(25))
    others = (line(26), line(25, paused=True), line(25, overdue=True))
    due = [TIMES.due(one) for one in (line(25), *others)]
    due.append(TIMES.due({**line(25), "due_at": "2026-08-29T17:00:00+07:00"}))
    assert len(set(due)) == 5


def test_days_have_names_and_a_year_only_where_it_is_another() -> None:
    """First the time, then the day."""
    assert TIMES.at("2026-08-28T17:00:00+07:00") == "17:00, thứ Sáu 28/08"
    assert TIMES.at("2027-01-03T00:05:00Z") == "07:05, Chủ nhật 03/01/2027"
    assert TIMES.day(date(2026, 9, 3)) == "thứ Năm 03/09"
    assert TIMES.short("2026-08-28T10:00:00Z") == "17:00, 28/08"
    assert TIMES.short("2025-08-28T10:00:00Z") == "17:00, 28/08/2025"


def line(minutes: int | None, *, overdue: bool = False, paused: bool = False) -> dict[str, object]:
    """The due time of a line, as the API says it."""
    return {
        "due_at": "2026-08-28T17:00:00+07:00",
        "working_minutes_left": minutes,
        "overdue": overdue,
        "paused": paused,
    }
