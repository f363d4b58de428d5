"""The working time of one local year, laid out on the line of UTC.

Inside, an instant is a whole number of microseconds since 1970: exact, and quick to search. A
working interval is half open in local wall time: an instant is working time if the clock on the
wall shows a time from an opening up to, but not at, its closing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from chalicelib.kernel.frozen import frozen

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND


@frozen
class Opening:
    """From when to when an office is open on one day, in local wall time."""

    opens: time
    closes: time


Hours = tuple[Opening, ...]
"""The openings of one day, in order; empty on a day off."""


@frozen
class YearTable:
    """Working intervals and working days of one local year, in the order of time."""

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    worked: tuple[int, ...]
    """The working time of the year up to each closing."""
    days: tuple[int, ...]
    """The ordinals of the working days; `mornings` and `evenings` are their first opening and
    last closing."""
    mornings: tuple[int, ...]
    evenings: tuple[int, ...]

    @property
    def total(self) -> int:
        """The working time of the whole year."""
        return self.worked[-1] if self.worked else 0

    def elapsed(self, at: int) -> int:
        """The working time of the year up to this moment."""
        i = bisect_right(self.opens, at) - 1
        return self.worked[i] - max(self.closes[i] - at, 0) if i >= 0 else 0

    def reach(self, amount: int) -> int:
        """The first moment at which that much (from 1 to `total`) has been worked."""
        i = bisect_left(self.worked, amount)
        return self.closes[i] - (self.worked[i] - amount)

    def opening(self, at: int) -> int | None:
        """The moment itself if it is working time, else the next opening; None if none is left."""
        i = bisect_right(self.closes, at)
        return max(at, self.opens[i]) if i < len(self.opens) else None

    def day(self, ordinal: int) -> tuple[int, int] | None:
        """The first opening and last closing of a day; None on a day off."""
        i = bisect_left(self.days, ordinal)
        worked = i < len(self.days) and self.days[i] == ordinal
        return (self.mornings[i], self.evenings[i]) if worked else None

    def morning(self, at: int) -> int | None:
        """The first opening of a working day strictly after the moment; None if none is left."""
        i = bisect_right(self.mornings, at)
        return self.mornings[i] if i < len(self.mornings) else None


def year_table(days: Iterable[tuple[date, Hours]], zone: ZoneInfo) -> YearTable:
    """Lay out the days of a year, given in order with their hours."""
    by_day = [(day.toordinal(), list(_intervals(day, hours, zone))) for day, hours in days]
    working = [(ordinal, intervals) for ordinal, intervals in by_day if intervals]
    flat = [interval for _, intervals in working for interval in intervals]
    return YearTable(
        opens=tuple(opens for opens, _ in flat),
        closes=tuple(closes for _, closes in flat),
        worked=tuple(accumulate(closes - opens for opens, closes in flat)),
        days=tuple(ordinal for ordinal, _ in working),
        mornings=tuple(intervals[0][0] for _, intervals in working),
        evenings=tuple(intervals[-1][1] for _, intervals in working),
    )


def _intervals(day: date, hours: Hours, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """The day's working intervals in UTC: one per opening, but where the wall clock jumps."""
    if not hours:
        return
    midnight = (day.toordinal() - EPOCH.toordinal()) * _DAY
    for start, end, offset in _stretches(midnight - _DAY, midnight + 2 * _DAY, zone):
        for opening in hours:
            opens = max(start, midnight + _since_midnight(opening.opens) - offset)
            closes = min(end, midnight + _since_midnight(opening.closes) - offset)
            if opens < closes:
                yield opens, closes


def _stretches(start: int, end: int, zone: ZoneInfo) -> Iterator[tuple[int, int, int]]:
    """The time from start to end, cut where the zone's offset from UTC changes."""
    offset, last = _offset(start, zone), _offset(end, zone)
    while offset != last:
        # The change lies after `low` and not after `high`; zones change at whole seconds.
        low, high = start, end
        while high - low > _SECOND:
            middle = low + (high - low) // (2 * _SECOND) * _SECOND
            low, high = (middle, high) if _offset(middle, zone) == offset else (low, middle)
        yield start, high, offset
        start, offset = high, _offset(high, zone)
    yield start, end, offset


def _offset(at: int, zone: ZoneInfo) -> int:
    local = (EPOCH + at * MICROSECOND).astimezone(zone)
    return (local.utcoffset() or timedelta(0)) // MICROSECOND


def _since_midnight(at: time) -> int:
    seconds = (at.hour * 60 + at.minute) * 60 + at.second
    return seconds * _SECOND + at.microsecond
