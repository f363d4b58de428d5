"""Figures without AWS."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from chalicelib.cases.domain.standings import Cell, Cells, RoundStatus, Standing
from chalicelib.figures.application.kept_reports import after
from chalicelib.figures.application.ports import (
    Advance,
    Contribution,
    Kept,
    KeptReport,
    Lane,
    LogBook,
    LogPart,
    Mark,
    Month,
    OpenRounds,
)
from chalicelib.kernel.ids import new_seed


class FakeReportFiles:
    """Keeps what was published."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def publish(self, name: str, content: bytes) -> str:
        self.files[name] = content
        return f"https://files.example/{name}"


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

    def all_cells(self) -> Kept:
        total: Cells = Counter()
        for page in self.pages.values():
            for cell, count in page:
                total[cell] += count
        return Kept([(cell, n) for cell, n in total.items() if n], self.unreadable)

    def reset(self, cells: Cells, contributions: Mapping[str, Contribution]) -> None:
        unreadable = self.unreadable
        self.__init__()  # type: ignore[misc]
        self.unreadable, self.contributions = unreadable, dict(contributions)
        self._write(cells)

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
