"""Reports that are kept, and read on from where they stood.

Whoever asks a question for the first time reads the months that it is about, and keeps what they
come to with the marks up to which the log was read. Whoever asks again reads what has come since.
A closed month has no marks: the book says whether anything was counted in it late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta

from chalicelib.cases.domain.standings import OPEN, Cell, Standing
from chalicelib.figures.application.ports import (
    FigureLog,
    KeptReport,
    LogBook,
    LogPart,
    Mark,
    Month,
    OpenRounds,
)
from chalicelib.figures.domain.reports import Balances, Period

CLOSED_AFTER = timedelta(days=2)
"""So long a month that is over stays open: what comes late comes in the first minutes."""


@dataclass(frozen=True)
class Scope:
    """Which cases a report is about: all, or those of one agency, commune, category."""

    agency: str | None = None
    commune: str | None = None
    category: str | None = None

    def holds(self, standing: Standing) -> bool:
        """Whether the round belongs to it."""
        wanted = (
            (self.agency, standing.agency),
            (self.commune, standing.commune),
            (self.category, standing.category),
        )
        return all(asked is None or asked == found for asked, found in wanted)


@dataclass(frozen=True)
class Question:
    """What a report asks. Where the cut-off is to come, it asks about all that is known (None)."""

    start: date
    end: date | None
    as_of: date | None
    level: str
    scope: Scope

    @property
    def key(self) -> str:
        """The same for the same question."""
        days = (self.start, self.end or "", self.as_of or "")
        scope = (self.scope.agency, self.scope.commune, self.scope.category)
        return "/".join(map(str, (*days, self.level, *(part or "" for part in scope))))

    @property
    def period(self) -> Period:
        """Without an end where there is none yet."""
        return Period(self.start, self.end or date.max, self.as_of or date.max)

    def add(self, balances: Balances, cells: Iterable[tuple[Cell, int]], until: date) -> None:
        """Count the cells before that day."""
        period = self.period
        for cell, count in cells:
            if cell.day < until and self.scope.holds(cell.standing):
                balances.add(cell.standing, count, period)


def question(period: Period, level: str, scope: Scope) -> Question:
    """What a report on the period asks; `period` is cut off at the coming midnight at most."""
    if not period.provisional:
        return Question(period.start, period.end, period.as_of, level, scope)
    end = None if period.end >= period.as_of else period.end
    return Question(period.start, end, None, level, scope)


def answers(
    log: FigureLog, questions: Sequence[Question], coming: date
) -> tuple[list[Balances], tuple[str, ...]]:
    """What the cells come to for each question, and the pages of the log that cannot be read.

    `coming` is the coming midnight: no later one can be asked about.
    """
    book, kept = log.open([one.key for one in questions])
    book = _closed(log, book, coming)
    found, unreadable = list[Balances](), dict[str, None]()
    for one in questions:
        until = min(one.as_of or coming, coming)
        report = kept.get(one.key)
        if report is not None and _holds(report, book, until):
            balances, part = _read_on(log, book, one, report, until)
        else:
            balances, part = _made(log, book, one, until)
        found.append(balances)
        unreadable |= dict.fromkeys(part.unreadable)
    return found, tuple(unreadable)


def settle(log: FigureLog, coming: date) -> None:
    """Close the months that are over, as the next report would."""
    _closed(log, log.open(())[0], coming)


def _closed(log: FigureLog, book: LogBook | None, coming: date) -> LogBook:
    """The book after all months have been closed that are over long enough."""
    today = coming - timedelta(days=1)
    if book is None:
        first = min(log.first_month() or month_of_day(today), month_of_day(today))
        book = log.begin(before(first))
    while today >= date.fromisoformat(f"{after(book.first_open)}-01") + CLOSED_AFTER:
        book = log.close(book.first_open)
    return book


def _holds(report: KeptReport, book: LogBook, until: date) -> bool:
    """Whether the kept report may be read on: the months from `through` on are open, or none of
    them is asked about."""
    goes_on = report.through == book.first_open or after(_last(until)) <= report.through
    known = (report.epoch, report.late) == (book.epoch, book.late_before(report.through))
    return goes_on and known and report.as_of <= until


def _read_on(
    log: FigureLog, book: LogBook, asked: Question, report: KeptReport, until: date
) -> tuple[Balances, LogPart]:
    months = _months(book.first_open, _last(until))
    lanes = [lane for month in months for lane in log.lanes(month)]
    marks = {lane: report.marks.get(lane, Mark()) for lane in lanes}
    part = log.since(marks) if marks else LogPart()
    if not part.cells:
        return report.balances, part
    balances = deepcopy(report.balances)
    asked.add(balances, part.cells, until)
    if any(part.marks[lane].page > marks[lane].page for lane in part.marks):
        _keep(
            log,
            asked,
            replace(report, balances=balances, as_of=until, marks={**marks, **part.marks}),
            part,
        )
    return balances, part


def _made(log: FigureLog, book: LogBook, asked: Question, until: date) -> tuple[Balances, LogPart]:
    last = _last(until)
    first = min(month_of_day(asked.start), book.first_open)
    balances, part = Balances(asked.level), log.months(first, last)
    carried = _open_rounds(log, book, first).standings
    asked.add(balances, ((Cell(date.min, s), n) for s, n in carried.items()), until)
    asked.add(balances, part.cells, until)
    through = min(book.first_open, after(last))
    marks = {lane: mark for lane, mark in part.marks.items() if lane[: len(through)] >= through}
    late = book.late_before(through)
    _keep(
        log, asked, KeptReport(asked.key, balances, until, book.epoch, through, late, marks), part
    )
    return balances, part


def _keep(log: FigureLog, asked: Question, report: KeptReport, part: LogPart) -> None:
    """Not where something is missing, nor where it has read beyond its own cut-off."""
    beyond = asked.as_of is None and any(cell.day >= report.as_of for cell, _ in part.cells)
    if not (part.unreadable or beyond):
        log.keep(report)


def _open_rounds(log: FigureLog, book: LogBook, month: Month) -> OpenRounds:
    """At the month's first midnight; made of those of the month before, and kept.

    All months before must be closed.
    """
    late, kept = book.late_before(month), log.open_rounds(month)
    if kept is not None and (kept.epoch, kept.late) == (book.epoch, late):
        return kept
    earliest = log.first_month()
    if earliest is None or earliest >= month:
        return OpenRounds(month, book.epoch, late, {})
    part = log.months(before(month), before(month))
    standings = Counter(_open_rounds(log, book, before(month)).standings)
    for cell, count in part.cells:
        if cell.standing.status in OPEN:
            standings[cell.standing] += count
    rounds = OpenRounds(month, book.epoch, late, {one: n for one, n in standings.items() if n})
    if not part.unreadable:
        log.keep_open_rounds(rounds)
    return rounds


def _last(until: date) -> Month:
    """The last month with a day before."""
    return month_of_day(until - timedelta(days=1))


def _months(first: Month, last: Month) -> list[Month]:
    months = []
    while first <= last:
        months.append(first)
        first = after(first)
    return months


def month_of_day(day: date) -> Month:
    """In which it lies."""
    return f"{day:%Y-%m}"


def after(month: Month) -> Month:
    """The month after."""
    return month_of_day(date.fromisoformat(f"{month}-01") + timedelta(days=31))


def before(month: Month) -> Month:
    """The month before."""
    return month_of_day(date.fromisoformat(f"{month}-01") - timedelta(days=1))
