"""Arithmetic with working time. Source: docs/handbook.md §4.

Instants are aware; those given back are in UTC. Working intervals are half open: 17:00:00 sharp
is outside. Every operation is exact to the microsecond and a binary search in the table of a year
(or of a few years, where the time spans them).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, datetime, timedelta

from chalicelib.worktime.domain.limits import Limit
from chalicelib.worktime.domain.year_tables import EPOCH, MICROSECOND, YearTable

LAST_YEAR = 2199
"""Farther ahead nobody searches: what is not reached by then is never reached."""


class WorkingTime(ABC):
    """What counts with working time, given the tables of the years."""

    @abstractmethod
    def day_of(self, instant: datetime) -> date:
        """The local day of an instant."""

    @abstractmethod
    def table(self, year: int) -> YearTable:
        """The working time of a local year."""

    def is_working(self, instant: datetime) -> bool:
        """Whether it lies in a working interval."""
        at = _micros(instant)
        return self.table(self.day_of(instant).year).opening(at) == at

    def working_day(self, instant: datetime) -> tuple[datetime, datetime] | None:
        """The first opening and last closing of the instant's local day; None on a day off."""
        day = self.day_of(instant)
        found = self.table(day.year).day(day.toordinal())
        return (_instant(found[0]), _instant(found[1])) if found else None

    def next_opening(self, instant: datetime) -> datetime:
        """The instant itself if it is working time, else the next opening: a clock's start."""
        return self._first(instant, YearTable.opening)

    def next_morning(self, instant: datetime) -> datetime:
        """The first opening of a working day strictly after the instant."""
        return self._first(instant, YearTable.morning)

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two instants; negative if `end` is the earlier one."""
        first, last = self.day_of(start).year, self.day_of(end).year
        if first > last:
            return -self.working_time(end, start)
        between = sum(self.table(year).total for year in range(first, last))
        before = self.table(first).elapsed(_micros(start))
        return (between + self.table(last).elapsed(_micros(end)) - before) * MICROSECOND

    def add_working(self, instant: datetime, amount: timedelta) -> datetime:
        """The earliest instant by which `amount` of working time has passed.

        What is used up exactly at a closing gives that closing. Raises ValueError for a negative
        amount, or one that is not reached before the year 2200.
        """
        if amount < timedelta(0):
            raise ValueError("working time is added, not taken away")
        year = self.day_of(instant).year
        wanted = self.table(year).elapsed(_micros(instant)) + amount // MICROSECOND
        while wanted > self.table(year).total:
            wanted -= self.table(year).total
            year = _following(year)
        return _instant(self.table(year).reach(wanted)) if amount else _instant(_micros(instant))

    def working_days_after(self, instant: datetime, days: int) -> datetime:
        """The close of the N-th (from 1) working day after the instant's day.

        So the N-th working day is counted from a due time; for a clock that starts see `due`.
        """
        if days < 1:
            raise ValueError("working days are counted from 1")
        day = self.day_of(instant)
        year, table = day.year, self.table(day.year)
        wanted = bisect_right(table.days, day.toordinal()) + days
        while wanted > len(table.days):
            wanted -= len(table.days)
            year = _following(year)
            table = self.table(year)
        return _instant(table.evenings[wanted - 1])

    def due(self, limit: Limit, start: datetime) -> datetime:
        """The due time of a limit whose clock is started then, and so runs from the next opening.

        In days: the close of the N-th working day after the day on which the clock started. In
        hours: through working hours only. "N working days later" than an instant is the same.
        """
        return self.extended(self.next_opening(start), limit)

    def extended(self, due: datetime, limit: Limit) -> datetime:
        """A limit counted from a due time, which does not move to an opening first."""
        if limit.unit == "days":
            return self.working_days_after(due, limit.amount)
        return self.add_working(due, timedelta(hours=limit.amount))

    def _first(self, instant: datetime, find: Callable[[YearTable, int], int | None]) -> datetime:
        year, at = self.day_of(instant).year, _micros(instant)
        while (found := find(self.table(year), at)) is None:
            year = _following(year)
        return _instant(found)


def _following(year: int) -> int:
    if year >= LAST_YEAR:
        raise ValueError("this working time is never reached")
    return year + 1


def _micros(instant: datetime) -> int:
    return (instant - EPOCH) // MICROSECOND


def _instant(at: int) -> datetime:
    return EPOCH + at * MICROSECOND
