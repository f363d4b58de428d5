"""The lists of the search in a table of their own.

| pk | sk | holds |
|---|---|---|
| the list: scope, `#`, what its cases have in common | when the case was sent in, `#`, its code | \
the marks of a word's spellings |

No text stands there: words are keyed hashes. All of it is made of the cases, and made of them again
by `make search-index`. Lines are read bare, without a model: a page of them is often thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.kernel.instants import store
from chalicelib.kernel.pages import Page, Position
from chalicelib.runtime.dynamodb.lean_reads import LeanReader
from chalicelib.search.application.ports import FoundEntry, Sent
from chalicelib.search.domain.entries import IndexEntry

_FIRST, _LAST = "0", "~"
"""Before and behind every instant."""


@lru_cache
def search_item_class(table: str) -> Any:
    """The model of all items in that table."""

    class SearchItem(Model):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        marks = UnicodeAttribute(null=True)

    return SearchItem


class DynamoSearchIndex:
    """The lists of one table."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._items = search_item_class(table)
        self._reader = LeanReader()

    def add(self, place: str, entries: Iterable[IndexEntry]) -> None:
        """In batches."""
        with self._items.batch_write() as batch:
            for entry in entries:
                batch.save(self.item(place, entry))

    def item(self, place: str, entry: IndexEntry) -> Any:
        """The item that a line is kept as."""
        return self._items(entry.list, place, marks=entry.marks or None)

    def lines(
        self,
        list: str,
        sent: Sent,
        limit: int,
        position: Position | None = None,
        *,
        consistent: bool = False,
        marked: bool = True,
    ) -> Page[FoundEntry]:
        """One query."""
        since = store(sent.since) if sent.since else _FIRST
        until = store(sent.until) if sent.until else _LAST
        asked: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :list AND sk BETWEEN :since AND :until",
            "ExpressionAttributeValues": {
                ":list": {"S": list},
                ":since": {"S": since},
                ":until": {"S": until},
            },
            "ProjectionExpression": "sk, marks" if marked else "sk",
            "ScanIndexForward": False,
            "ConsistentRead": consistent,
            "Limit": limit + 1,
        }
        if position:
            place = min(position["place"], until)
            asked["ExclusiveStartKey"] = {"pk": {"S": list}, "sk": {"S": place}}
        items = self._reader.query(**asked)
        shown = tuple(
            FoundEntry(item["sk"]["S"], item["marks"]["S"] if "marks" in item else "")
            for item in items[:limit]
        )
        end = {"place": shown[-1].place} if shown else position
        return Page(shown, end, len(items) > limit)
