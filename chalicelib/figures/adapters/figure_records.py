"""All that is kept of figures, for counting anew: by scans, segment by segment of the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.figures.adapters import figure_items as forms
from chalicelib.figures.application.ports import Contribution, CountedCell, Month
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.segments import TableSegment
from chalicelib.runtime.dynamodb.pages import scan_page
from chalicelib.runtime.dynamodb.schemas import LOG_PAGE

_KEYS = ["pk", "sk"]


class DynamoFigureRecords:
    """Those of one table."""

    def __init__(self, table: str) -> None:
        self._items = forms.item_class(table)

    def cells(
        self, segment: TableSegment, position: Position | None, isolation: Isolation
    ) -> Page[CountedCell]:
        """One scan."""
        found = self._scan(segment, position, self._items.pk == forms.LOG)
        read = isolation.page(
            found, lambda item: item.sk, lambda item: forms.cells_in(item, LOG_PAGE)
        )
        cells = tuple(cell for of_page in read.items for cell in of_page)
        return Page(cells, read.end, read.more, read.unreadable)

    def contributors(self, segment: TableSegment, position: Position | None) -> Page[str]:
        """One scan."""
        begins = self._items.pk.startswith(forms.case_key(""))
        found = self._scan(segment, position, begins, attributes_to_get=_KEYS)
        return found.of(lambda item: str(item.pk.removeprefix(forms.case_key(""))))

    def put_contributions(self, made: Mapping[str, Contribution]) -> None:
        """In batches."""
        with self._items.batch_write() as batch:
            for code, contribution in made.items():
                batch.save(forms.contributed(self._items, code, contribution))

    def drop_contributions(self, codes: Sequence[str]) -> None:
        """In batches."""
        with self._items.batch_write() as batch:
            for code in codes:
                batch.delete(self._items(forms.case_key(code), forms.ONLY))

    def clear(self, segment: TableSegment, position: Position | None) -> Page[str]:
        """One scan, and batches."""
        others = ~self._items.pk.startswith(forms.case_key(""))
        found = self._scan(segment, position, others, attributes_to_get=_KEYS)
        with self._items.batch_write() as batch:
            for item in found.items:
                batch.delete(item)
        return found.of(lambda item: f"{item.pk} {item.sk}")

    def put_page(self, month: Month, number: int, cells: Sequence[CountedCell]) -> None:
        """One put."""
        forms.page_anew(self._items, month, number, cells).save()

    def forget_book(self) -> None:
        """One delete; the next book is of another epoch."""
        self._items(forms.BOOK, forms.ONLY).delete()

    def _scan(
        self, segment: TableSegment, position: Position | None, having: Any, **options: Any
    ) -> Page[Any]:
        return scan_page(self._items, segment, position, filter_condition=having, **options)
