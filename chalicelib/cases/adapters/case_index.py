"""The indexes `by_place` and `by_month` of the cases' table: keys only, written once a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.case_items import case_item_class
from chalicelib.cases.application.ports import Card
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.instants import store
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.runtime.dynamodb.lean_reads import LeanReader
from chalicelib.runtime.dynamodb.pages import read_page


class DynamoCaseIndex:
    """The index on one table."""

    def __init__(self, table: str, documents: CaseDocuments, faults: Faults) -> None:
        self._items = case_item_class(table)
        self._table = table
        self._documents = documents
        self._faults = faults

    @cached_property
    def _reader(self) -> LeanReader:
        return LeanReader()

    def at(self, place: str, since: datetime, limit: int) -> Sequence[str]:
        """One query."""
        found = self._items.by_place.query(
            place,
            self._items.submitted >= store(since),
            limit=limit,
            page_size=limit,
            scan_index_forward=False,
        )
        return [item.id for item in found]

    def of_month(self, month: str, limit: int, position: Position | None) -> Page[str]:
        """One query."""
        found = read_page(
            self._items.by_month.query,
            ("month", month),
            ("submitted", "id"),
            limit,
            position,
            scan_index_forward=False,
        )
        return found.of(lambda item: str(item.id))

    def read(self, codes: Sequence[str]) -> tuple[Sequence[Case], Sequence[str]]:
        """One batch."""
        items = {item.id: item for item in self._items.batch_get(list(codes))} if codes else {}
        isolation, cases = Isolation(self._faults, Work.READ), []
        for code in codes:
            with isolation.of(code):
                if code in items:
                    item = items[code]
                    cases.append(self._documents.open(code, item.body, item.schema))
        return cases, isolation.things

    def cards(self, codes: Sequence[str]) -> tuple[Sequence[Card], Sequence[str]]:
        """One batch of the cards alone."""
        keys = [{"id": {"S": code}} for code in codes]
        read = self._reader.batch(self._table, keys, "id, card") if codes else ()
        cards_of = {item["id"]["S"]: item["card"]["B"] for item in read if "card" in item}
        shown = Isolation(self._faults, Work.SHOW).page(
            Page(tuple(code for code in codes if code in cards_of)),
            lambda code: code,
            lambda code: self._documents.open_card(code, cards_of[code]),
        )
        return shown.items, shown.unreadable
