"""Figures without AWS."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.standings import Cell, Cells, RoundStatus, Standing
from chalicelib.figures.adapters.figure_records import DynamoFigureRecords
from chalicelib.figures.application.figures import contribution_of
from chalicelib.figures.application.kept_reports import after
from chalicelib.figures.application.ports import (
    Advance,
    Contribution,
    CountedCell,
    FigureRecords,
    FigureStore,
    KeptReport,
    Lane,
    LogBook,
    LogPart,
    Mark,
    Month,
    OpenRounds,
)
from chalicelib.figures.application.recount import Difference, total
from chalicelib.kernel.faults import Work
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.kernel.segments import WHOLE, TableSegment
from operations import recount as recounting
from operations.recount import RecountDesk
from operations.walks import Walker
from tests.support.faults import FakeFaults


class FakeFigureStore:
    """In memory, the log too: one lane a month, on one page without an end."""

    def __init__(self) -> None:
        self.contributions: dict[str, Contribution] = {}
        self.pages: defaultdict[Month, list[tuple[Cell, int]]] = defaultdict(list)
        self.book: LogBook | None = None
        self.reports: dict[str, KeptReport] = {}
        self.rounds: dict[Month, OpenRounds] = {}
        self.unreadable: tuple[str, ...] = ()

    def contribution(self, code: str) -> Contribution | None:
        return self.contributions.get(code)

    def apply(self, advances: Sequence[Advance]) -> set[str]:
        refused = set()
        for one in advances:
            known = self.contributions.get(one.code)
            if one.since <= (known.version if known else 0) <= one.until:
                self.contributions[one.code] = one.after
                self._write(one.change)
            else:
                refused.add(one.code)
        return refused

    def _write(self, cells: Cells) -> None:
        for cell, count in cells.items():
            month = f"{cell.day:%Y-%m}"
            self.pages[month].append((cell, count))
            if self.book and month < self.book.first_open:
                late = Counter(self.book.late)
                late[month] += 1
                self.book = replace(self.book, late=late)

    def cells(
        self, segment: TableSegment, position: Position | None, isolation: Isolation
    ) -> Page[CountedCell]:
        """Month by month, all of them in the first segment."""
        for page in self.unreadable:
            with isolation.of(page):
                raise ValueError
        months = sorted(self.pages) if segment.number == 0 else []
        found = page_of(months, 1, position, lambda month: {"sk": month})
        cells = tuple(cell for month in found.items for cell in self.pages[month])
        return Page(cells, found.end, found.more)

    def contributors(self, segment: TableSegment, position: Position | None) -> Page[str]:
        codes = sorted(self.contributions) if segment.number == 0 else []
        return page_of(codes, 2, position, lambda code: {"pk": code})

    def put_contributions(self, made: Mapping[str, Contribution]) -> None:
        self.contributions.update(made)

    def drop_contributions(self, codes: Sequence[str]) -> None:
        for code in codes:
            del self.contributions[code]

    def clear(self, _segment: TableSegment, _position: Position | None) -> Page[str]:
        self.pages.clear()
        self.book, self.reports, self.rounds = None, {}, {}
        return Page()

    def put_page(self, month: Month, number: int, cells: Sequence[CountedCell]) -> None:
        if number == 0:
            self.pages[month] = []
        self.pages[month] += cells

    def forget_book(self) -> None:
        self.book = None

    def open(self, questions: Iterable[str]) -> tuple[LogBook | None, dict[str, KeptReport]]:
        return self.book, {key: self.reports[key] for key in questions if key in self.reports}

    def lanes(self, month: Month) -> Sequence[Lane]:
        return [f"{month}#0"]

    def since(self, marks: Mapping[Lane, Mark]) -> LogPart:
        return self._part({lane.partition("#")[0]: mark.rows for lane, mark in marks.items()})

    def months(self, first: Month, last: Month) -> LogPart:
        return self._part({month: 0 for month in sorted(self.pages) if first <= month <= last})

    def _part(self, skipped: Mapping[Month, int]) -> LogPart:
        pages = {month: self.pages.get(month, []) for month in skipped}
        cells = [one for month, skip in skipped.items() for one in pages[month][skip:]]
        marks = {f"{month}#0": Mark(0, len(page)) for month, page in pages.items()}
        return LogPart(cells, marks, self.unreadable)

    def first_month(self) -> Month | None:
        return min(self.pages, default=None)

    def begin(self, first_open: Month) -> LogBook:
        self.book = self.book or LogBook(new_seed(), first_open)
        return self.book

    def close(self, month: Month) -> LogBook:
        assert self.book is not None
        assert self.book.first_open == month
        self.book = replace(self.book, first_open=after(month))
        return self.book

    def open_rounds(self, month: Month) -> OpenRounds | None:
        return self.rounds.get(month)

    def keep_open_rounds(self, rounds: OpenRounds) -> None:
        self.rounds[rounds.month] = rounds

    def keep(self, report: KeptReport) -> None:
        self.reports[report.question] = report


def records_of(figures: FigureStore) -> FigureRecords:
    """What is kept in the same place."""
    if isinstance(figures, FakeFigureStore):
        return figures
    return DynamoFigureRecords(figures._items.Meta.table_name)  # type: ignore[attr-defined]


def recount(
    cases: CaseStore, figures: FigureStore, walker: Walker | None = None
) -> list[Difference]:
    """As the operator's command finds them."""
    return list(recounting.recount(RecountDesk(cases, figures, records_of(figures)), walker))


def rebuild(cases: CaseStore, figures: FigureStore, walker: Walker | None = None) -> None:
    """As the operator's command does."""
    recounting.repair(RecountDesk(cases, figures, records_of(figures)), walker)


def kept_cells(figures: FigureStore) -> Cells:
    """All that is in the log."""
    kept, position = Counter[Cell](), None
    isolation = Isolation(FakeFaults(), Work.READ)
    while True:
        page = records_of(figures).cells(WHOLE, position, isolation)
        for cell, n in page.items:
            kept[cell] += n
        position = page.position
        if position is None:
            return Counter({cell: n for cell, n in kept.items() if n})


def count(cases: Iterable[Case]) -> Cells:
    """What all these cases contribute together."""
    return total({case.code: contribution_of(case) for case in cases})


def put_log(figures: FigureStore, cells: Cells) -> None:
    """A log that holds just these, in whole pages."""
    months = sorted({cell.day.strftime("%Y-%m") for cell in cells})
    for month in months:
        of_month = [one for one in cells.items() if f"{one[0].day:%Y-%m}" == month]
        for number, start in enumerate(range(0, len(of_month), 500)):
            records_of(figures).put_page(month, number, of_month[start : start + 500])


def crowd(number: int, agency: str = "so-xay-dung") -> Cells:
    """What so many cases of August 2026 and one agency count for: as different as they may be."""
    chance, cells = random.Random(number), Counter[Cell]()
    for n in range(number):
        first = date(2026, 8, 1) + timedelta(days=n % 31)
        commune, category = f"{2600 + chance.randrange(99):05d}", f"category-{chance.randrange(12)}"
        pending = Standing(agency, commune, category, "app", first, RoundStatus.PENDING_IN_TIME)
        last = first + timedelta(days=chance.randrange(9))
        answered = replace(
            pending,
            status=RoundStatus.ANSWERED_ON_TIME,
            ended=last,
            minutes=15 * chance.randrange(200),
        )
        cells[Cell(first, pending)] += 1
        if last.month == 8:
            cells[Cell(last, pending)] -= 1
            cells[Cell(last, answered)] += 1
    return cells
