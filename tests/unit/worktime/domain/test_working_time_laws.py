"""Working time: laws that hold for every calendar, and a slow count that must agree.

The slow count walks minute by minute and looks at the clock on the wall; it shares no code with
the engine but the data of the calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chalicelib.worktime.adapters.public_holidays import from_library
from chalicelib.worktime.domain.calendars import Calendar, Change, Override
from chalicelib.worktime.domain.limits import Limit
from chalicelib.worktime.domain.year_tables import Hours, Opening
from tests.support.calendars import OFFICIAL

MINUTE = timedelta(minutes=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC")
# Around the days on which these zones change their clocks, Tết, and New Year.
PLACES = (date(2026, 2, 12), date(2026, 3, 28), date(2026, 4, 4), date(2026, 10, 24))
NEW_YEAR = date(2026, 12, 30)

instants = st.integers(0, 2 * 365 * 86_400 * 10**6).map(lambda n: START + timedelta(microseconds=n))
amounts = st.integers(0, 400 * 3600 * 10**6).map(lambda n: timedelta(microseconds=n))
limits = st.builds(Limit, st.integers(1, 40), st.sampled_from(["days", "hours"]))
places = st.sampled_from([*PLACES, NEW_YEAR])
laws = settings(max_examples=300, deadline=None)
slow = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def openings(draw: st.DrawFn) -> Hours:
    """Up to three openings of a day, at whole minutes."""
    ends = draw(st.lists(st.integers(0, 1439), max_size=6, unique=True).map(sorted))
    times = [time(*divmod(minute, 60)) for minute in ends]
    pairs = zip(times[::2], times[1::2], strict=False)
    return tuple(Opening(opens, closes) for opens, closes in pairs)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar with its own zone, week and overrides, that is open at least now and then."""
    week = draw(
        st.lists(openings(), min_size=7, max_size=7).filter(lambda days: sum(map(bool, days)) > 2)
    )
    days = st.sampled_from(
        [place + timedelta(n) for place in (*PLACES, NEW_YEAR) for n in range(5)]
    )
    changed = draw(st.dictionaries(days, st.sampled_from(Change), max_size=5))
    overrides = tuple(Override(day, kind, "QĐ") for day, kind in changed.items())
    return replace(
        OFFICIAL,
        zone=draw(st.sampled_from(ZONES)),
        week=tuple(week),
        ordinary_hours=draw(openings().filter(bool)),
        overrides=overrides,
    )


def working_minutes(calendar: Calendar, start: datetime, length: int) -> Iterator[datetime]:
    """The beginnings of those among so many minutes at which the wall clock shows working time."""
    zone = ZoneInfo(calendar.zone)
    kinds = {override.day: override.kind for override in calendar.overrides}

    @cache
    def hours_of(day: date) -> Hours:
        if day in kinds:
            return calendar.ordinary_hours if kinds[day] is Change.WORKED else ()
        return () if day in _holidays(day.year) else calendar.week[day.weekday()]

    for minute in (start + n * MINUTE for n in range(length)):
        wall = minute.astimezone(zone)
        if any(one.opens <= wall.time() < one.closes for one in hours_of(wall.date())):
            yield minute


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(from_library(year, "vi"))


@laws
@given(instants, instants, instants)
def test_split_is_whole(a, b, c) -> None:
    """Working time adds up, in whichever order the instants come."""
    whole = OFFICIAL.working_time(a, c)
    assert OFFICIAL.working_time(a, b) + OFFICIAL.working_time(b, c) == whole


@laws
@given(instants, amounts, amounts)
def test_adding_in_parts_is_adding_at_once(start, one, other) -> None:
    """Two pauses move a due time as one of their length does."""
    in_parts = OFFICIAL.add_working(OFFICIAL.add_working(start, one), other)
    at_once = OFFICIAL.add_working(start, one + other)
    assert OFFICIAL.working_time(in_parts, at_once) == timedelta(0)
    assert in_parts == at_once or not one + other or not other


@laws
@given(instants, amounts)
def test_adding_is_the_inverse_of_counting(start, amount) -> None:
    """What was added is what lies between; and nothing less would have been enough."""
    end = OFFICIAL.add_working(start, amount)
    assert OFFICIAL.working_time(start, end) == amount
    if amount:
        earlier = end - timedelta(microseconds=1)
        assert OFFICIAL.working_time(start, earlier) == amount - timedelta(microseconds=1)


@laws
@given(instants, instants, limits)
def test_who_comes_later_is_not_due_earlier(a, b, allowed) -> None:
    """The same limit never overtakes."""
    first, second = sorted((a, b))
    assert OFFICIAL.due(allowed, first) <= OFFICIAL.due(allowed, second)


@laws
@given(instants, limits)
def test_a_longer_limit_is_due_later(start, allowed) -> None:
    """One more day or hour always makes a difference."""
    longer = Limit(allowed.amount + 1, allowed.unit)
    assert OFFICIAL.due(allowed, start) < OFFICIAL.due(longer, start)


@laws
@given(instants)
def test_a_clock_starts_in_working_time(instant) -> None:
    """At the next opening, with nothing worked in between; there it stays."""
    opening = OFFICIAL.next_opening(instant)
    assert OFFICIAL.is_working(opening)
    assert OFFICIAL.working_time(instant, opening) == timedelta(0)
    assert OFFICIAL.next_opening(opening) == opening


@laws
@given(instants, st.integers(1, 30))
def test_a_limit_in_days_ends_at_a_closing(start, days) -> None:
    """The last instant before it is working time, it itself is not; N working days lie between."""
    due = OFFICIAL.due(Limit(days, "days"), start)
    assert OFFICIAL.is_working(due - timedelta(microseconds=1))
    assert not OFFICIAL.is_working(due)
    day = OFFICIAL.day_of(OFFICIAL.next_opening(start))
    between = [day + timedelta(n) for n in range(1, (OFFICIAL.day_of(due) - day).days + 1)]
    assert sum(bool(OFFICIAL.day(one).hours) for one in between) == days


@slow
@given(calendars(), places, st.integers(0, 3 * 1440), st.integers(0, 5 * 1440))
def test_the_slow_count_agrees_on_working_time(calendar, place, after, length) -> None:
    """Minute by minute, in any zone, over changes of the clock, holidays and overrides."""
    start = datetime.combine(place, time(), UTC) + after * MINUTE
    minutes = sum(1 for _ in working_minutes(calendar, start, length))
    assert calendar.working_time(start, start + length * MINUTE) == minutes * MINUTE


@slow
@given(calendars(), places, st.integers(0, 3 * 1440), st.integers(1, 600))
def test_the_slow_count_agrees_on_adding(calendar, place, after, minutes) -> None:
    """The end of the N-th working minute; the first of them is the opening."""
    start = datetime.combine(place, time(), UTC) + after * MINUTE
    worked = list(islice(working_minutes(calendar, start, 7 * 1440), minutes))
    assume(len(worked) == minutes)
    assert calendar.next_opening(start) == worked[0]
    assert calendar.add_working(start, minutes * MINUTE) == worked[-1] + MINUTE


@slow
@given(calendars(), places, st.integers(0, 3 * 1440), st.integers(1, 3))
def test_the_slow_count_agrees_on_days(calendar, place, after, days) -> None:
    """The close of the N-th day with working minutes after the day on which the clock started."""
    start = datetime.combine(place, time(), UTC) + after * MINUTE
    zone = ZoneInfo(calendar.zone)
    last: dict[date, datetime] = {}
    for minute in working_minutes(calendar, start, 10 * 1440):
        last[minute.astimezone(zone).date()] = minute
        if len(last) > days + 1:
            break
    assume(len(last) > days + 1)
    due = last[sorted(last)[days]] + MINUTE
    assert calendar.due(Limit(days, "days"), start) == due
