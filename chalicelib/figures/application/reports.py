"""Reports for those who answer for the figures. Source: docs/handbook.md §8."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.agencies.domain.scopes import DESK_ROLES, commune_of
from chalicelib.figures.application.kept_reports import Scope, answers, question
from chalicelib.figures.application.ports import FigureLog
from chalicelib.figures.domain.reports import Figures, Period, midnight_after
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Fault, Forbidden, Invalid
from chalicelib.kernel.instants import local_date

LEVELS = ("province", "agency", "commune", "category")
MOST_MONTHS = 24
"""Of one report."""


@dataclass(frozen=True)
class Report:
    """The total, a line for each key of the level, and the total of the period before.

    What lies in the `unreadable` pages of the log is in none of them.
    """

    period: Period
    level: str
    total: Figures
    rows: dict[str | None, Figures]
    before: Period
    previous: Figures
    unreadable: tuple[str, ...] = ()


def make_report(
    log: FigureLog, reader: Actor, asked: Period, level: str, scope: Scope, now: datetime
) -> Report:
    """One report; raises Forbidden for who may not read it, Invalid for an empty period or one of
    more than 24 months.

    A cut-off to come is taken as the coming midnight, that of the period before too. The centre
    reads everything. A leader reads their agency, as its own intake desk and supervisors do: a
    report without an agency is about that one. Those of a commune read what lies in it.
    """
    _check_length(asked)
    own = _scope_for(reader, scope)
    period, before = asked.seen(now), previous(asked).seen(now)
    asked_both = [question(period, level, own), question(before, "province", own)]
    (balances, earlier), unreadable = answers(log, asked_both, midnight_after(now))
    total, rows = balances.figures()
    return Report(period, level, total, rows, before, earlier.figures()[0], unreadable)


def previous(period: Period) -> Period:
    """The one before, cut off at its end: whole months before whole months, else as many days."""
    start, end = period.start, period.end
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day == end.day and months > 0:
        first = _months_before(start, months)
    else:
        first = start - (end - start)
    return Period(first, start, start)


def month_of(year: int, month: int, first_day: int = 1) -> tuple[date, date]:
    """[from, to) of a report month that begins on `first_day` (15: from the 15th to the 14th)."""
    start = date(year, month, first_day)
    return start, _months_before(start, -1)


def so_far(now: datetime) -> Period:
    """The present calendar month up to and with today, as known at the coming midnight."""
    coming = midnight_after(now)
    return Period(local_date(now).replace(day=1), coming, coming)


def two_months_before(period: Period) -> Period:
    """The same, from the beginning of the second month before it on."""
    return replace(period, start=_months_before(period.start, 2))


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _check_length(period: Period) -> None:
    if period.end <= period.start:
        raise Invalid([Fault(("to",), "empty_period")])
    if period.end > _months_before(period.start, -MOST_MONTHS):
        raise Invalid([Fault(("to",), "period_too_long", {"max": MOST_MONTHS})])


def _scope_for(reader: Actor, scope: Scope) -> Scope:
    if reader.province:
        return scope
    commune = commune_of(reader.agency) if reader.role in DESK_ROLES else None
    if commune is not None and scope.commune in (None, commune):
        return Scope(scope.agency, commune, scope.category)
    own = commune is None and scope.agency in (None, reader.agency)
    if reader.role in (*DESK_ROLES, Role.LEADER) and own:
        return Scope(reader.agency, scope.commune, scope.category)
    raise Forbidden("report_not_allowed")
