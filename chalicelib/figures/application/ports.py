"""Where the counted cells are kept, what has been made of them, and the files of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from chalicelib.cases.domain.standings import Cell, Cells, Standing
from chalicelib.figures.domain.reports import Balances
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.segments import TableSegment

Month = str
"""A calendar month as `2026-08`."""
Lane = str
"""One of a month's lanes in the log, as `2026-08#3`."""


CountedCell = tuple[Cell, int]


class FiguresBusy(Exception):
    """Too many others were writing at the same place; the letter comes again."""


@dataclass(frozen=True)
class Contribution:
    """What one case has contributed so far, and as which version of it."""

    version: int
    cells: Cells


@dataclass(frozen=True)
class Advance:
    """One case from the version that was counted last to a newer one.

    It holds for whatever version from `since` to `until` was counted: in all of them the case
    contributed `before`. `since` 0: nothing was counted.
    """

    code: str
    since: int
    until: int
    before: Cells
    after: Contribution

    @property
    def change(self) -> Cells:
        """What is to be added to the cells."""
        change = Counter(self.after.cells)
        change.subtract(self.before)
        return Counter({cell: n for cell, n in change.items() if n})


class FigureStore(Protocol):
    """Counted cells, and what each case contributed to them."""

    def contribution(self, code: str) -> Contribution | None:
        """What the case has contributed, read consistently."""
        ...

    def apply(self, advances: Sequence[Advance]) -> set[str]:
        """Count these cases, each with its cells together or not at all.

        Answers the codes of those that are not counted, since another version was counted than
        their advance begins with. No case may be in it twice. Raises FiguresBusy.
        """
        ...


class FigureRecords(Protocol):
    """All that is kept of figures, segment by segment of the table: for counting anew, and for
    writing anew what differs. Nothing else may write meanwhile."""

    def cells(
        self, segment: TableSegment, position: Position | None, isolation: Isolation
    ) -> Page[CountedCell]:
        """Counted cells, some of them several times; the isolation keeps pages of the log that
        cannot be read."""
        ...

    def contributors(self, segment: TableSegment, position: Position | None) -> Page[str]:
        """Codes of the cases that have contributed something."""
        ...

    def put_contributions(self, made: Mapping[str, Contribution]) -> None:
        """In place of what these cases have contributed so far."""
        ...

    def drop_contributions(self, codes: Sequence[str]) -> None:
        """These cases have contributed nothing."""
        ...

    def clear(self, segment: TableSegment, position: Position | None) -> Page[str]:
        """Take away the log and all that was made of it; names of what went."""
        ...

    def put_page(self, month: Month, number: int, cells: Sequence[CountedCell]) -> None:
        """A page of the month's log, the first of which is number 0."""
        ...

    def forget_book(self) -> None:
        """Nothing that was made of the log holds any longer."""
        ...


@dataclass(frozen=True)
class Mark:
    """How far one lane has been read: the page, and how many of its rows."""

    page: int = 0
    rows: int = 0


@dataclass(frozen=True)
class LogPart:
    """Cells of a part of the log, and how far it has been read by lane."""

    cells: Sequence[tuple[Cell, int]] = ()
    marks: Mapping[Lane, Mark] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogBook:
    """Which months of the log are closed, and what has come since.

    All months before `first_open` are closed: whatever is still counted in one of them is counted
    in `late` too, in the same transaction. `epoch` is another after each repair: what was made of
    the log before holds no longer.
    """

    epoch: str
    first_open: Month
    late: Mapping[Month, int] = field(default_factory=dict)

    def late_before(self, month: Month) -> int:
        """How often something was counted late in the months before."""
        return sum(number for one, number in self.late.items() if one < month)


@dataclass(frozen=True)
class OpenRounds:
    """How many rounds stood how, and open, at a month's first midnight."""

    month: Month
    epoch: str
    late: int
    """What was known: the book's number of the months before."""
    standings: Mapping[Standing, int]


@dataclass(frozen=True)
class KeptReport:
    """What the cells come to for one question, as far as it has read the log.

    It holds in its epoch, while the book counts no more than `late` in the months before `through`,
    and the months from there on, of which it knows the marks, are open.
    """

    question: str
    balances: Balances
    as_of: date
    """No cell of this day or a later one is in it."""
    epoch: str
    through: Month
    late: int
    marks: Mapping[Lane, Mark]


class FigureLog(Protocol):
    """The counted cells in the order in which they came, and what readers have made of them."""

    def open(self, questions: Iterable[str]) -> tuple[LogBook | None, dict[str, KeptReport]]:
        """The book and the kept reports that there are, in one call. None: nothing is closed."""
        ...

    def lanes(self, month: Month) -> Sequence[Lane]:
        """Of that month, whether used or not."""
        ...

    def since(self, marks: Mapping[Lane, Mark]) -> LogPart:
        """What has come behind these marks; what came a moment ago may not be there yet."""
        ...

    def months(self, first: Month, last: Month) -> LogPart:
        """All of these months (both included), read consistently."""
        ...

    def first_month(self) -> Month | None:
        """The earliest month in which anything is counted."""
        ...

    def begin(self, first_open: Month) -> LogBook:
        """Write the book if there is none; the book that there is."""
        ...

    def close(self, month: Month) -> LogBook:
        """Close the first open month."""
        ...

    def open_rounds(self, month: Month) -> OpenRounds | None:
        """As they were kept."""
        ...

    def keep_open_rounds(self, rounds: OpenRounds) -> None:
        """In place of those of the same month."""
        ...

    def keep(self, report: KeptReport) -> None:
        """In place of the one for the same question."""
        ...
