"""Where the wall clock jumps: days with a change of the zone's offset from UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from chalicelib.worktime.domain.year_tables import EPOCH, MICROSECOND, year_table
from tests.support.calendars import hours

# zone, day, opening on the wall, working intervals in UTC
JUMPS = [
    ("Europe/Berlin", "2026-03-29", "01:30-04:00", ["00:30-01:00", "01:00-02:00"]),
    ("Europe/Berlin", "2026-03-29", "01:30-02:30", ["00:30-01:00"]),
    ("Europe/Berlin", "2026-03-29", "02:15-02:45", []),
    ("Europe/Berlin", "2026-10-25", "01:30-03:30", ["23:30-01:00", "01:00-02:30"]),
    ("Europe/Berlin", "2026-10-25", "01:30-02:30", ["23:30-00:30", "01:00-01:30"]),
    ("Australia/Lord_Howe", "2026-04-05", "01:00-02:30", ["14:00-15:00", "15:00-16:00"]),
    ("America/Sao_Paulo", "2018-11-04", "00:00-02:00", ["03:00-04:00"]),
    ("Asia/Ho_Chi_Minh", "2026-03-29", "01:30-04:00", ["18:30-21:00"]),
    ("Pacific/Apia", "2011-12-30", "08:00-16:00", []),
]


@pytest.mark.parametrize(("zone", "day", "opening", "expected"), JUMPS)
def test_an_hour_counts_when_the_wall_shows_it(zone, day, opening, expected) -> None:
    """An hour that is skipped is not worked; one that comes twice is worked twice."""
    table = year_table([(date.fromisoformat(day), hours(opening))], ZoneInfo(zone))
    found = zip(table.opens, table.closes, strict=True)
    assert [f"{_clock(opens)}-{_clock(closes)}" for opens, closes in found] == expected


def test_a_day_without_any_working_time_is_no_working_day() -> None:
    """Samoa had no 30 December 2011: nobody can answer on that day."""
    days = [(date(2011, 12, n), hours("08:00-16:00")) for n in (29, 30, 31)]
    table = year_table(days, ZoneInfo("Pacific/Apia"))
    assert [date.fromordinal(day).day for day in table.days] == [29, 31]


def test_the_table_of_a_year_without_working_days_is_empty() -> None:
    """Nothing to find, and no error before somebody searches beyond it."""
    table = year_table([], ZoneInfo("UTC"))
    at = (datetime(2026, 8, 3, tzinfo=UTC) - EPOCH) // MICROSECOND
    assert (table.total, table.elapsed(at), table.opening(at), table.morning(at)) == (
        0,
        0,
        None,
        None,
    )


def _clock(at: int) -> str:
    return f"{EPOCH + at * MICROSECOND:%H:%M}"
