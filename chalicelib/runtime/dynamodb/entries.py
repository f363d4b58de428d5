"""Entries in the directory table: one sealed item for each list that an entry stands on."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from msgspec.json import encode
from pynamodb.connection import Connection

from chalicelib.kernel.entries import OfficeEntry
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.origins import with_network
from chalicelib.kernel.pages import Page, Position, cut
from chalicelib.kernel.store import StoredEvent
from chalicelib.kernel.together import Part, Refused
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind, directory_item_class
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.schemas import Schema
from chalicelib.runtime.dynamodb.together import deleting, putting, write_together

T = TypeVar("T", bound=OfficeEntry)
_AT_ONCE = 100
"""Items a query brings at most: those that are not wanted are read too."""


class DynamoEntries(Generic[T]):
    """Entries of one kind. The seal binds each to its kind and id, on whichever list it is."""

    def __init__(
        self, table: str, kind: DirectoryKind, schema: Schema, form: type[T], sealer: Sealer
    ) -> None:
        self._items = directory_item_class(table)
        self._connection = Connection()
        self._kind = kind
        self._documents = JsonForm(schema, form)
        self._sealer = sealer

    def find(self, part: str, id: str) -> T | None:
        """One consistent read."""
        try:
            return self._read(self._items.get(self._key(part), id, consistent_read=True))
        except self._items.DoesNotExist:
            return None

    def put(
        self, entry: T, before: T | None, event: StoredEvent, besides: Sequence[Part] = ()
    ) -> bool:
        """One transaction; the first list's item tells the stream."""
        old = before.parts if before else ()
        body = self._sealer.seal(encode(entry), self._context(entry.id))
        writes: list[Part] = []
        for number, part in enumerate(entry.parts):
            item = self._item(part, entry, body)
            if number == 0:
                item.event = self._told(entry, event)
            writes.append(putting(item, self._condition(before if part in old else None)))
        for part in old:
            if part not in entry.parts:
                gone = self._items(self._key(part), entry.id)
                writes.append(deleting(gone, self._condition(before)))
        try:
            write_together(self._connection, [*writes, *besides])
        except Refused:
            return False
        return True

    def page(
        self,
        parts: Sequence[str],
        limit: int,
        position: Position | None,
        isolation: Isolation,
        wanted: Callable[[T], bool] = lambda _: True,
    ) -> Page[T]:
        """One query for each of the parts, more where much is not wanted."""
        found: list[tuple[str, T | None]] = []
        lists = [self._behind(part, limit, position) for part in parts]
        last = ""
        for item in heapq.merge(*lists, key=lambda one: one.sk, reverse=True):
            if item.sk == last:
                continue
            last, entry = item.sk, None
            with isolation.of(item.sk):
                entry = self._read(item)
            if entry is None or wanted(entry):
                found.append((item.sk, entry))
            if len(found) > limit:
                break
        shown = cut(found, limit, position, lambda one: {"id": one[0]})
        readable = tuple(entry for _, entry in shown.items if entry is not None)
        broken = tuple(id for id, entry in shown.items if entry is None)
        return Page(readable, shown.end, shown.more, broken)

    def _behind(self, part: str, limit: int, position: Position | None) -> Iterator[Any]:
        before = self._items.sk < position["id"] if position else None
        size = max(limit + 1, _AT_ONCE)
        found = self._items.query(
            self._key(part), before, scan_index_forward=False, page_size=size, consistent_read=True
        )
        return iter(found)

    def _item(self, part: str, entry: T, body: bytes) -> Any:
        number = self._documents.schema.number
        return self._items(
            self._key(part), entry.id, schema=number, version=entry.version, body=body
        )

    def _told(self, entry: T, event: StoredEvent) -> str:
        told = with_network(event.document(self._context(entry.id), entry.version))
        return json.dumps(told, separators=(",", ":"))

    def _condition(self, before: T | None) -> Any:
        if before is None:
            return self._items.pk.does_not_exist()
        return self._items.version == before.version

    def _read(self, item: Any) -> T:
        body = self._sealer.unseal(item.body, self._context(item.sk))
        return self._documents.decode(body, item.schema)

    def _key(self, part: str) -> str:
        return f"{self._kind}#{part}"

    def _context(self, id: str) -> str:
        return f"{self._kind}#{id}"
