"""The days and mornings of office mail, whatever policy and calendar say (docs/handbook.md §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from chalicelib.messages.domain.sending import open_at
from chalicelib.rules.domain.digests import DigestTimes
from chalicelib.rules.domain.office_days import OfficeDays
from chalicelib.rules.domain.quiet_hours import QuietHours
from chalicelib.worktime.domain.calendars import Calendar
from tests.support.calendars import OFFICIAL, hours

DIGEST, QUIET = DigestTimes(evening=time(17), morning=time(7, 30)), QuietHours()
DAYS = OfficeDays(DIGEST, QUIET, OFFICIAL)


def local(text: str) -> datetime:
    """`08-04T07:30` of 2026 in the province."""
    return datetime.fromisoformat(f"2026-{text}+07:00")


def opening(*openings: str) -> Calendar:
    """The calendar with other hours on the days of the week that are worked."""
    week = tuple(hours(*openings) if day else () for day in OFFICIAL.week)
    return replace(OFFICIAL, week=week, ordinary_hours=hours(*openings))


@pytest.mark.parametrize(
    ("due", "digest"),
    [
        ("08-04T00:00:00", "08-04T07:30"),
        ("08-04T07:30:00", "08-04T07:30"),
        ("08-04T07:30:59", "08-04T07:30"),
        ("08-04T07:31:00", None),
        ("08-04T11:30:00", None),
        ("08-04T17:00:00", None),
        ("08-04T17:00:01", "08-05T07:30"),
        ("08-07T17:00:00", None),
        ("08-07T17:00:01", "08-10T07:30"),
        ("08-08T07:30:00", "08-10T07:30"),
        ("08-08T10:00:00", "08-10T07:30"),
        ("08-09T23:59:59", "08-10T07:30"),
        ("08-21T17:00:01", "08-22T07:30"),
        ("08-22T07:30:00", "08-22T07:30"),
        ("08-22T10:00:00", None),
        ("08-22T17:00:01", "08-24T07:30"),
        ("08-28T17:00:01", "09-03T07:30"),
        ("08-31T09:00:00", "09-03T07:30"),
        ("09-02T12:00:00", "09-03T07:30"),
        ("11-23T18:00:00", "11-25T07:30"),
        ("12-31T23:59:59", "2027-01-04T07:30"),
    ],
)
def test_reminders_of_the_night_and_of_days_off_belong_to_the_next_working_morning(
    due: str, digest: str | None
) -> None:
    """At every boundary, over weekends, holidays and make-up days; what is due within a working
    day is told at once."""
    expected = None
    if digest:
        expected = local(digest) if len(digest) < 12 else datetime.fromisoformat(f"{digest}+07:00")
    assert DAYS.digest_time(local(due)) == expected


@pytest.mark.parametrize(
    ("calendar", "digest", "quiet", "morning"),
    [
        (("07:30-11:30", "13:30-17:00"), "07:30", "07:00", "07:30"),
        (("08:00-12:00", "13:00-17:00"), "07:30", "07:00", "08:00"),
        (("07:00-11:00", "13:30-17:00"), "07:30", "07:00", "07:30"),
        (("06:30-11:00", "13:30-17:00"), "06:00", "07:00", "07:00"),
        (("07:30-11:30", "13:30-17:00"), "08:00", "07:00", "08:00"),
        (("07:30-11:30", "13:30-17:00"), "07:30", "07:45", "07:45"),
        (("08:30-11:30",), "07:30", "08:00", "08:30"),
    ],
)
def test_the_digest_gathers_the_opening_wherever_it_is_moved(
    calendar: tuple[str, ...], digest: str, quiet: str, morning: str
) -> None:
    """What comes at the opening is in the digest, which goes out once the office is open, the
    policy's time has come and the quiet hours are over; nothing of the night stands alone."""
    days = OfficeDays(
        DigestTimes(time(17), time.fromisoformat(digest)),
        QuietHours(time(22), time.fromisoformat(quiet)),
        opening(*calendar),
    )
    for day in ("08-04", "08-22"):
        out_at = local(f"{day}T{morning}")
        assert days.digest_time(local(f"{day}T{calendar[0][:5]}")) == out_at
        assert days.digest_time(local(f"{day}T00:00")) == out_at
        assert days.digest_time(out_at) == out_at
        assert days.digest_time(local(f"{day}T09:00")) is None


@pytest.mark.parametrize(
    ("closes", "due", "digest"),
    [
        ("17:30", "08-04T17:30:00", None),
        ("17:30", "08-04T17:30:01", "08-05T07:30"),
        ("16:30", "08-04T17:00:00", None),
        ("16:30", "08-04T17:00:01", "08-05T07:30"),
    ],
)
def test_what_is_due_in_working_time_is_told_at_once_wherever_closing_is_moved(
    closes: str, due: str, digest: str | None
) -> None:
    """A deadline at the closing is not put off to the next morning."""
    days = OfficeDays(DIGEST, QUIET, opening("07:30-11:30", f"13:30-{closes}"))
    assert days.digest_time(local(due)) == (local(digest) if digest else None)


@pytest.mark.parametrize(
    ("now", "over_at"),
    [
        ("08-07T23:59:59", None),
        ("08-08T00:00:00", "08-10T07:30"),
        ("08-09T23:59:59", "08-10T07:30"),
        ("08-10T00:00:00", None),
        ("08-22T00:00:00", None),
        ("08-23T10:00:00", "08-24T07:30"),
        ("08-29T10:00:00", "09-03T07:30"),
        ("09-02T23:59:59", "09-03T07:30"),
        ("11-24T10:00:00", "11-25T07:30"),
    ],
)
def test_a_day_off_is_over_at_the_next_working_morning(now: str, over_at: str | None) -> None:
    """A make-up Saturday is a day like others, a Monday that is swapped is none."""
    assert DAYS.over_at(local(now)) == (local(over_at) if over_at else None)


def test_gates_that_are_never_open_together_do_not_keep_a_message_for_good() -> None:
    """The rule's own hours give way to the quiet ones, which they lie in."""
    within, now = QuietHours(time(6), time(5)), local("08-04T10:00")
    assert open_at(now, [within, QUIET]) is None
    assert open_at(local("08-04T05:30"), [within, QUIET]) == local("08-04T07:00")
    assert open_at(local("08-08T05:30"), [within, QUIET, DAYS]) == local("08-10T07:30")
