"""The working calendar: opening hours, holidays, overrides. Source: docs/handbook.md §4.

Instants are aware datetimes in UTC; days and hours are those of the calendar's zone.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.limits import Limit

Hours = tuple[tuple[time, time], ...]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Override:
    """A day that is off or worked against the rule, and the document that says so."""

    day: date
    kind: Literal["off", "worked"]
    source: str


@dataclass(frozen=True)
class Skipped:
    """A day on which nobody works, and why: `weekend`, a holiday's name, or a document."""

    day: date
    reason: str
    source: str | None = None


@dataclass(frozen=True)
class _Table:
    """Working intervals of some years, in microseconds since 1970, and the time before each."""

    first: int
    last: int
    opens: tuple[int, ...]
    closes: tuple[int, ...]
    before: tuple[int, ...]
    days: tuple[date, ...]
    """The working days in order."""
    ends: tuple[int, ...]
    """The close of each of them."""
    starts: tuple[int, ...]


@dataclass(frozen=True)
class Calendar:
    """A version of the working calendar."""

    version: int
    valid_from: date
    zone: str
    hours: Hours
    weekdays: tuple[int, ...]
    overrides: tuple[Override, ...]
    noticed_years: tuple[int, ...]
    source: str

    # -- questions about instants ------------------------------------------------------------

    def is_working(self, instant: datetime) -> bool:
        """Whether it lies in a working interval (half open: closing time is outside)."""
        table, at = self._table(instant, instant), _micros(instant)
        i = bisect_right(table.opens, at) - 1
        return i >= 0 and at < table.closes[i]

    def next_opening(self, instant: datetime) -> datetime:
        """The instant itself if it is working time, else the next opening."""
        if self.is_working(instant):
            return instant
        table = self._table(instant, instant, beyond=1)
        return _instant(table.opens[bisect_right(table.opens, _micros(instant))])

    def next_morning(self, instant: datetime) -> datetime:
        """The first opening of a working day strictly after the instant."""
        table = self._table(instant, instant, beyond=1)
        return _instant(table.starts[bisect_right(table.starts, _micros(instant))])

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two instants; negative if `end` is the earlier."""
        table = self._table(min(start, end), max(start, end))
        return (_worked(table, _micros(end)) - _worked(table, _micros(start))) * _MICROSECOND

    def add_working(self, instant: datetime, amount: timedelta) -> datetime:
        """The earliest instant at which that much working time has passed (amount ≥ 0).

        What is used up exactly at closing gives that closing.
        """
        if amount <= timedelta(0):
            return instant
        years = 1 + int(amount / timedelta(hours=1200))
        table = self._table(instant, instant, beyond=years)
        target = _worked(table, _micros(instant)) + amount // _MICROSECOND
        i = bisect_right(table.before, target - 1) - 1
        return _instant(table.opens[i] + target - table.before[i])

    # -- limits ------------------------------------------------------------------------------

    def due(self, limit: Limit, start: datetime) -> datetime:
        """When a limit ends whose clock is started at `start`, in or outside working hours."""
        opening = self.next_opening(start)
        if limit.unit == "hours":
            return self.add_working(opening, timedelta(hours=limit.amount))
        return self.working_days_after(opening, limit.amount)

    def extended(self, due: datetime, limit: Limit) -> datetime:
        """A limit counted from a due time: the N-th working day after its day, or hours on."""
        if limit.unit == "hours":
            return self.add_working(due, timedelta(hours=limit.amount))
        return self.working_days_after(due, limit.amount)

    def working_days_after(self, instant: datetime, days: int) -> datetime:
        """The close of the N-th working day after the instant's day."""
        table = self._table(instant, instant, beyond=1 + days // 200)
        i = bisect_right(table.days, self.day_of(instant)) + days - 1
        return _instant(table.ends[i])

    # -- days --------------------------------------------------------------------------------

    def day_of(self, instant: datetime) -> date:
        """The day in the calendar's zone."""
        return instant.astimezone(self._tz).date()

    def skipped(self, start: date, end: date) -> tuple[Skipped, ...]:
        """The days after `start` and before `end` on which nobody works."""
        between = (start + timedelta(days=n) for n in range(1, (end - start).days))
        return tuple(skip for day in between if (skip := self.why_off(day)) is not None)

    def why_off(self, day: date) -> Skipped | None:
        """Why nobody works on that day; None on a working day."""
        override = self._overrides.get(day)
        if override is not None:
            return Skipped(day, "off", override.source) if override.kind == "off" else None
        holiday = self._holidays(day.year).get(day)
        if holiday is not None:
            return Skipped(day, holiday)
        return None if day.weekday() in self.weekdays else Skipped(day, "weekend")

    def is_provisional(self, start: datetime, end: datetime) -> bool:
        """Whether a day between lies in a year for which no official notice is loaded."""
        years = range(self.day_of(start).year, self.day_of(end).year + 1)
        return any(year not in self.noticed_years for year in years)

    # -- tables ------------------------------------------------------------------------------

    @cached_property
    def _tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _overrides(self) -> dict[date, Override]:
        return {override.day: override for override in self.overrides}

    def _holidays(self, year: int) -> dict[date, str]:
        if year not in self._holiday_cache:
            from holidays.countries.vietnam import Vietnam

            found = Vietnam(years=year, language="vi")
            self._holiday_cache[year] = {day: name for day, name in found.items()}
        return self._holiday_cache[year]

    @cached_property
    def _holiday_cache(self) -> dict[int, dict[date, str]]:
        return {}

    @cached_property
    def _tables(self) -> dict[str, _Table]:
        return {}

    def _table(self, start: datetime, end: datetime, beyond: int = 0) -> _Table:
        first, last = start.year - 1, end.year + 1 + beyond
        table = self._tables.get("all")
        if table is None or first < table.first or last > table.last:
            if table is not None:
                first, last = min(first, table.first), max(last, table.last)
            table = self._tables["all"] = self._built(first, last)
        return table

    def _built(self, first: int, last: int) -> _Table:
        opens: list[int] = []
        closes: list[int] = []
        days: list[date] = []
        day, end = date(first, 1, 1), date(last, 12, 31)
        starts: list[int] = []
        ends: list[int] = []
        while day <= end:
            if self.why_off(day) is None:
                spans = [(self._micros(day, a), self._micros(day, b)) for a, b in self.hours]
                opens += [a for a, _ in spans]
                closes += [b for _, b in spans]
                days.append(day)
                starts.append(spans[0][0])
                ends.append(spans[-1][1])
            day += timedelta(days=1)
        before, total = [], 0
        for a, b in zip(opens, closes, strict=True):
            before.append(total)
            total += b - a
        return _Table(
            first,
            last,
            tuple(opens),
            tuple(closes),
            tuple(before),
            tuple(days),
            tuple(ends),
            tuple(starts),
        )

    def _micros(self, day: date, at: time) -> int:
        return _micros(datetime.combine(day, at, tzinfo=self._tz))


def _micros(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def _instant(micros: int) -> datetime:
    return _EPOCH + micros * _MICROSECOND


def _worked(table: _Table, at: int) -> int:
    """Working time from the table's beginning to that moment."""
    i = bisect_right(table.opens, at) - 1
    if i < 0:
        return 0
    return table.before[i] + min(at, table.closes[i]) - table.opens[i]
