"""Counted cells in DynamoDB: a log by month in small pages, and each case's contribution.

A batch of cases is one transaction: their contributions, and one page for each month that they
change. Pages are only added to, so it does not matter how many there are (docs/adr/0028).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from random import randrange
from typing import Any

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.cases.domain.standings import Cells
from chalicelib.figures.adapters import figure_items as forms
from chalicelib.figures.application.ports import Advance, Contribution, FiguresBusy, Month
from chalicelib.runtime.dynamodb.refusals import CANCELLED, REFUSED
from chalicelib.runtime.dynamodb.schemas import CONTRIBUTION, LOG_PAGE

_BUSY = frozenset({REFUSED, CANCELLED})
_TRIES = 10


class DynamoFigureStore:
    """The figure store on one table.

    It writes on one lane, as long as nobody else does, and remembers the last page of it.
    """

    def __init__(self, table: str) -> None:
        self._items = forms.item_class(table)
        self._connection = Connection()
        self._lane = randrange(forms.LANES)
        self._last: dict[Month, Any] = {}
        """The page that was written last, by month."""

    def contribution(self, code: str) -> Contribution | None:
        """What the case has contributed, read consistently."""
        try:
            item = self._items.get(forms.case_key(code), forms.ONLY, consistent_read=True)
        except self._items.DoesNotExist:
            return None
        return Contribution(int(item.version), Counter(dict(forms.cells_in(item, CONTRIBUTION))))

    def apply(self, advances: Sequence[Advance]) -> set[str]:
        """One transaction; after a conflict another, on another lane, without who is refused."""
        refused: set[str] = set()
        for _ in range(_TRIES):
            left = [one for one in advances if one.code not in refused]
            if not left or self._written(left):
                return refused
            refused |= self._refused(left)
            self._last, self._lane = {}, randrange(forms.LANES)
        raise FiguresBusy

    def _written(self, advances: Sequence[Advance]) -> bool:
        """False if somebody else came in between, wherever."""
        # Read before the transaction is opened: reading cannot be part of it.
        pages = [self._page(month, cells) for month, cells in _by_month(advances).items()]
        try:
            with TransactWrite(connection=self._connection) as transaction:
                for one in advances:
                    item = forms.contributed(self._items, one.code, one.after)
                    transaction.save(item, condition=self._counted(one))
                for page, condition in pages:
                    transaction.save(page, condition=condition)
                self._check_book(transaction, [page for page, _ in pages])
        except TransactWriteError as error:
            if error.cause_response_code in _BUSY:
                return False
            raise
        self._last |= {forms.month_of(page): page for page, _ in pages}
        return True

    def _counted(self, one: Advance) -> Any:
        """That the version counted last is one that the advance begins with."""
        if not one.since:
            return self._items.pk.does_not_exist()
        return self._items.version.between(one.since, one.until)

    def _refused(self, advances: Sequence[Advance]) -> set[str]:
        """Those whose advance begins with another version than is counted now."""
        keys = [(forms.case_key(one.code), forms.ONLY) for one in advances]
        found = self._items.batch_get(
            keys, consistent_read=True, attributes_to_get=["pk", "version"]
        )
        counted = {item.pk: int(item.version) for item in found}
        versions = ((one, counted.get(forms.case_key(one.code), 0)) for one in advances)
        return {one.code for one, version in versions if not one.since <= version <= one.until}

    def _page(self, month: Month, cells: Cells) -> tuple[Any, Any]:
        """The month's page with these cells on it, and what must still hold."""
        lane = forms.lane_of(month, self._lane)
        last = self._last.get(month) or forms.last_page(self._items, lane)
        if last is not None and not forms.is_full(last):
            version, blob = int(last.version), forms.added(last.cells, cells)
            page = self._items(
                *(forms.LOG, last.sk), version=version + 1, cells=blob, closed=last.closed
            )
            condition = self._items.version == version
        else:
            number = forms.place_of(last)[1] + 1 if last is not None else 0
            page = self._items(
                *(forms.LOG, forms.page_key(lane, number)),
                version=1,
                cells=forms.added(None, cells),
                closed=self._is_closed(month),
            )
            condition = self._items.pk.does_not_exist()
        page.schema = LOG_PAGE.number
        return page, condition

    def _is_closed(self, month: Month) -> bool | None:
        """What a new page begins as."""
        try:
            book = self._items.get(forms.BOOK, forms.ONLY, consistent_read=True)
        except self._items.DoesNotExist:
            return None
        return True if book.closing >= month else None

    def _check_book(self, transaction: TransactWrite, pages: Sequence[Any]) -> None:
        """What is counted in a closed month is told to the book; no page begins open in one."""
        items = self._items
        late = {forms.month_of(page) for page in pages if page.closed}
        begun = [forms.month_of(page) for page in pages if page.version == 1 and not page.closed]
        still = items.closing < min(begun) if begun else None
        if late:
            actions = [items.late[one].set((items.late[one] | 0) + 1) for one in sorted(late)]
            transaction.update(items(forms.BOOK, forms.ONLY), actions=actions, condition=still)
        elif still is not None:
            still |= items.pk.does_not_exist()
            transaction.condition_check(items, forms.BOOK, forms.ONLY, condition=still)


def _by_month(advances: Sequence[Advance]) -> dict[Month, Cells]:
    """What all of them together add to each month, if that is anything."""
    months: defaultdict[Month, Cells] = defaultdict(Counter)
    for one in advances:
        for cell, count in one.change.items():
            months[f"{cell.day:%Y-%m}"][cell] += count
    return {month: cells for month, cells in months.items() if any(cells.values())}
