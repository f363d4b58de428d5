"""The working calendar of a province: opening hours, holidays, overrides.

Source: docs/handbook.md §4. A calendar is a version of data that an administrator edits; days and
hours are local to its zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.languages import Language
from chalicelib.worktime.domain.public_holidays import PublicHolidays
from chalicelib.worktime.domain.working_time import WorkingTime
from chalicelib.worktime.domain.year_tables import Hours, YearTable, year_table


class Change(StrEnum):
    """What an override makes of a day."""

    OFF = "off"
    WORKED = "worked"


@frozen
class Override:
    """A day that is off or worked against the rule, and the document that says so."""

    day: date
    kind: Change
    source: str


@frozen
class Notice:
    """The official document that settles the days off of a year."""

    year: int
    source: str


class Reason(StrEnum):
    """Why a day is what it is. The first that applies decides, in this order."""

    NOTICE = "notice"
    """An override, off or worked."""
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    """A weekday without opening hours."""
    ORDINARY = "ordinary"


@frozen
class Day:
    """A day, its working hours (none: a day off) and why it has these; `source` of a notice."""

    date: date
    hours: Hours
    reason: Reason
    source: str | None = None


@frozen
class Calendar(WorkingTime):
    """One version of the calendar. Reuse it: it lays out each year once, when first asked."""

    version: int
    valid_from: date
    zone: str
    """An IANA name."""
    week: tuple[Hours, ...]
    """From Monday to Sunday."""
    ordinary_hours: Hours
    """Of make-up working days."""
    overrides: tuple[Override, ...]
    notices: tuple[Notice, ...]
    """Years without one are provisional."""
    source: str
    holidays: PublicHolidays = field(repr=False, compare=False)
    """Of the country: no part of the version."""

    def day(self, day: date) -> Day:
        """What kind of day it is."""
        override = self._overrides.get(day)
        if override is not None:
            hours = self.ordinary_hours if override.kind is Change.WORKED else ()
            return Day(day, hours, Reason.NOTICE, override.source)
        if day in self.holidays.names(day.year, Language.VI):
            return Day(day, (), Reason.HOLIDAY)
        hours = self.week[day.weekday()]
        return Day(day, hours, Reason.ORDINARY if hours else Reason.WEEKEND)

    def unusual_days(self, first: date, last: date) -> Iterator[Day]:
        """The days off and the make-up days from first to last, both included."""
        days = (self.day(first + timedelta(n)) for n in range((last - first).days + 1))
        return (day for day in days if day.reason is not Reason.ORDINARY)

    def provisional_years(self, start: datetime, end: datetime) -> tuple[int, ...]:
        """The years from start to end for which no official notice is loaded."""
        years = range(self.day_of(start).year, self.day_of(end).year + 1)
        settled = {notice.year for notice in self.notices}
        return tuple(year for year in years if year not in settled)

    def day_of(self, instant: datetime) -> date:
        """The local day of an instant."""
        return self.local(instant).date()

    def local(self, instant: datetime) -> datetime:
        """The instant in the calendar's zone."""
        return instant.astimezone(self._zone)

    def midnight(self, day: date) -> datetime:
        """The instant (UTC) at which a local day begins."""
        return datetime.combine(day, time(), self._zone).astimezone(UTC)

    def table(self, year: int) -> YearTable:
        """The working time of a local year, laid out at the first call."""
        if year not in self._tables:
            first, last = date(year, 1, 1), date(year, 12, 31)
            dates = (first + timedelta(n) for n in range((last - first).days + 1))
            days = ((day, self.day(day).hours) for day in dates)
            self._tables[year] = year_table(days, self._zone)
        return self._tables[year]

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _overrides(self) -> dict[date, Override]:
        return {override.day: override for override in self.overrides}

    @cached_property
    def _tables(self) -> dict[int, YearTable]:
        return {}


def are_in_order(hours: Hours) -> bool:
    """Whether each opening closes after it opens, and not after the next one opens."""
    each = all(opening.opens < opening.closes for opening in hours)
    return each and all(before.closes <= after.opens for before, after in pairwise(hours))
