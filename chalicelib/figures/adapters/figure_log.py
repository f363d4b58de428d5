"""Reading the log of figures, and keeping what was made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pynamodb.exceptions import PutError, UpdateError

from chalicelib.cases.domain.standings import Cell
from chalicelib.figures.adapters import figure_items as forms
from chalicelib.figures.adapters import kept_forms
from chalicelib.figures.application.kept_reports import after, before
from chalicelib.figures.application.ports import (
    KeptReport,
    Lane,
    LogBook,
    LogPart,
    Mark,
    Month,
    OpenRounds,
)
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import after_days, epoch_seconds
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.schemas import KEPT_REPORT, LOG_PAGE, OPEN_ROUNDS
from chalicelib.runtime.faults import MetricFaults

KEPT_DAYS = 62
"""A kept report is forgotten so long after it was written; it can be made again at any time."""


class DynamoFigureLog:
    """The figure log on one table."""

    def __init__(self, table: str, clock: Clock, faults: Faults | None = None) -> None:
        self._clock = clock
        self._faults = faults or MetricFaults()
        self._items = forms.item_class(table)

    def open(self, questions: Iterable[str]) -> tuple[LogBook | None, dict[str, KeptReport]]:
        """One batch. What cannot be read is not there: it is made anew."""
        keys = [(forms.BOOK, forms.ONLY), *((forms.REPORT, one) for one in questions)]
        book, kept = None, dict[str, KeptReport]()
        isolation = Isolation(self._faults, Work.READ)
        for item in self._items.batch_get(keys):
            if item.pk == forms.BOOK:
                book = _book(item)
                continue
            with isolation.of(forms.REPORT):
                document = forms.unpack(item.body, KEPT_REPORT, item.schema)
                kept[item.sk] = kept_forms.read_report(item.sk, document)
        return book, kept

    def lanes(self, month: Month) -> Sequence[Lane]:
        """All of them."""
        return [forms.lane_of(month, number) for number in range(forms.LANES)]

    def since(self, marks: Mapping[Lane, Mark]) -> LogPart:
        """One batch of the pages at the marks, and a query for each lane whose page is full."""
        keys = [(forms.LOG, forms.page_key(lane, mark.page)) for lane, mark in marks.items()]
        reader = _Reader(self._faults, marks)
        for item in list(self._items.batch_get(keys)):
            reader.read(item)
            lane, page = forms.place_of(item)
            if forms.is_full(item):
                within = self._items.sk.between(forms.page_key(lane, page + 1), f"{lane}~")
                for later in self._items.query(forms.LOG, within):
                    reader.read(later)
        return reader.part()

    def months(self, first: Month, last: Month) -> LogPart:
        """One query."""
        reader = _Reader(self._faults, {})
        within = self._items.sk.between(f"{first}#", f"{last}~")
        for item in self._items.query(forms.LOG, within, consistent_read=True):
            reader.read(item)
        return reader.part()

    def first_month(self) -> Month | None:
        """By the first page of all."""
        pages = self._items.query(forms.LOG, limit=1, consistent_read=True)
        return next((forms.month_of(item) for item in pages), None)

    def begin(self, first_open: Month) -> LogBook:
        """Nothing before it is closed but by being before it."""
        book = self._items(
            *(forms.BOOK, forms.ONLY),
            epoch=new_seed(),
            first_open=first_open,
            closing=before(first_open),
            late={},
        )
        try:
            book.save(condition=self._items.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != REFUSED:
                raise
        return self._book()

    def close(self, month: Month) -> LogBook:
        """First no page begins open any more; then those that are still written on are closed."""
        items, first = self._items, self._items.first_open == month
        self._write_book([items.closing.set(month)], first)
        for lane in self.lanes(month):
            while not self._is_closed(lane):
                pass
        self._write_book([items.first_open.set(after(month))], first)
        return self._book()

    def open_rounds(self, month: Month) -> OpenRounds | None:
        """All parts, or nothing: they are written one after the other."""
        within = self._items.sk.startswith(f"{month}#")
        parts: list[OpenRounds] = []
        isolation, of = Isolation(self._faults, Work.READ), 0
        for item in self._items.query(forms.OPEN, within, consistent_read=True):
            with isolation.of(f"{forms.OPEN} {item.sk}"):
                document = forms.unpack(item.body, OPEN_ROUNDS, item.schema)
                of, part = kept_forms.read_open_rounds(month, document)
                parts.append(part)
        if not parts or len(parts) != of or len({(part.epoch, part.late) for part in parts}) > 1:
            return None
        standings = {one: n for part in parts for one, n in part.standings.items()}
        return OpenRounds(month, parts[0].epoch, parts[0].late, standings)

    def keep_open_rounds(self, rounds: OpenRounds) -> None:
        """As many items as it takes; the others of the month go."""
        documents = kept_forms.write_open_rounds(rounds)
        within = self._items.sk.startswith(f"{rounds.month}#")
        with self._items.batch_write() as batch:
            for item in list(self._items.query(forms.OPEN, within, consistent_read=True)):
                if int(item.sk.rpartition("#")[2]) >= len(documents):
                    batch.delete(item)
            for number, document in enumerate(documents):
                sk = f"{rounds.month}#{number:03d}"
                body = forms.pack(document)
                batch.save(self._items(forms.OPEN, sk, schema=OPEN_ROUNDS.number, body=body))

    def keep(self, report: KeptReport) -> None:
        """Forgotten after some time by the table itself."""
        expires = epoch_seconds(after_days(self._clock.now(), KEPT_DAYS))
        body = forms.pack(kept_forms.write_report(report))
        number = KEPT_REPORT.number
        self._items(forms.REPORT, report.question, schema=number, body=body, expires=expires).save()

    def _is_closed(self, lane: Lane) -> bool:
        """Close the lane's last page: who writes on it meanwhile has to look again."""
        last = forms.last_page(self._items, lane)
        if last is None or last.closed or forms.is_full(last):
            return True
        version = int(last.version)
        actions = [self._items.closed.set(True), self._items.version.set(version + 1)]
        return self._update(last, actions, self._items.version == version)

    def _write_book(self, actions: list[Any], condition: Any) -> None:
        self._update(self._items(forms.BOOK, forms.ONLY), actions, condition)

    def _update(self, item: Any, actions: list[Any], condition: Any) -> bool:
        """False if somebody else was first."""
        try:
            item.update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code == REFUSED:
                return False
            raise
        return True

    def _book(self) -> LogBook:
        return _book(self._items.get(forms.BOOK, forms.ONLY, consistent_read=True))


class _Reader:
    """Goes through pages from the marks on, and remembers how far it has come."""

    def __init__(self, faults: Faults, marks: Mapping[Lane, Mark]) -> None:
        self._isolation = Isolation(faults, Work.READ)
        self._cells: list[tuple[Cell, int]] = []
        self._marks = dict(marks)

    def read(self, item: Any) -> None:
        """One page more; those of a lane come in their order."""
        lane, page = forms.place_of(item)
        mark = self._marks.get(lane, Mark(page))
        skip = mark.rows if mark.page == page else 0
        with self._isolation.of(item.sk):
            cells = forms.cells_in(item, LOG_PAGE, skip)
            self._cells += cells
            full = forms.is_full(item)
            self._marks[lane] = Mark(page + 1) if full else Mark(page, skip + len(cells))

    def part(self) -> LogPart:
        """What was read."""
        return LogPart(self._cells, self._marks, self._isolation.things)


def _book(item: Any) -> LogBook:
    late = item.late.as_dict() if item.late else {}
    return LogBook(
        item.epoch, item.first_open, {month: int(number) for month, number in late.items()}
    )
