"""A year of the working calendar at a glance: each day a cell, special days in words."""

from __future__ import annotations

from calendar import Calendar as MonthGrid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.kernel.languages import Language
from chalicelib.worktime.domain.calendars import Calendar, Day, Reason

_GRID = MonthGrid()
FIRST_YEAR, LAST_YEAR = 2026, 2099


@dataclass(frozen=True)
class YearCell:
    """A day: its number, how it looks (`none`: of another month), and why it is special."""

    number: int
    look: str
    why: str = ""
    day: date | None = None


@dataclass(frozen=True)
class YearMonth:
    """A month in weeks from Monday on."""

    number: int
    weeks: tuple[tuple[YearCell, ...], ...]


@dataclass(frozen=True)
class YearGlance:
    """A year. `provisional`: no official document settles it; `special`: all days that are not as
    the week says, `moved` those of them that another version sees otherwise."""

    year: int
    months: tuple[YearMonth, ...]
    special: tuple[YearCell, ...]
    provisional: bool
    moved: int


def year_glance(
    calendar: Calendar,
    year: int,
    today: date,
    language: Language,
    before: Calendar | None = None,
) -> YearGlance:
    """`before`: the version whose days this one changes; what differs is marked."""
    names = calendar.holidays.names(year, language)
    months = tuple(
        YearMonth(
            month,
            tuple(
                tuple(_cell(calendar, day, month, today, names, before) for day in week)
                for week in _GRID.monthdatescalendar(year, month)
            ),
        )
        for month in range(1, 13)
    )
    special = tuple(cell for cell in _cells(months) if cell.why)
    settled = {notice.year for notice in calendar.notices}
    moved = sum("new" in cell.look for cell in _cells(months))
    return YearGlance(year, months, special, year not in settled, moved)


def _cells(months: tuple[YearMonth, ...]) -> Iterator[YearCell]:
    return (cell for month in months for week in month.weeks for cell in week if cell.day)


def _cell(
    calendar: Calendar,
    day: date,
    month: int,
    today: date,
    names: Mapping[date, str],
    before: Calendar | None,
) -> YearCell:
    if day.month != month:
        return YearCell(day.day, "none")
    seen = calendar.day(day)
    look, why = _look(seen, names)
    if before is not None and before.day(day).hours != seen.hours:
        look, why = "new", why or (seen.source or "")
    return YearCell(day.day, f"{look} today" if day == today else look, why, day)


def _look(seen: Day, names: Mapping[date, str]) -> tuple[str, str]:
    if seen.reason is Reason.NOTICE:
        return ("makeup" if seen.hours else "swap"), seen.source or ""
    if seen.reason is Reason.HOLIDAY:
        return "holiday", names.get(seen.date, "")
    return ("rest" if seen.reason is Reason.WEEKEND else ""), ""
