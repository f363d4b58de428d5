"""Who is on the lists, in the directory table: one item for each person and part of a list, and one
that says on which part the person is. Both are read and written in batches.

Writes have no condition: one import at a time has a kind of list, and each of its writes is made
of what it read, so that the same again is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from msgspec.json import encode

from chalicelib.imports.domain.entries import ListEntry
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind, directory_item_class
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.schemas import LIST_ENTRY

_ENTRIES = JsonForm(LIST_ENTRY, ListEntry)
_PLACE = "place"
_READ_AT_ONCE, _WRITTEN_AT_ONCE = 100, 25
"""What one call takes."""

T = TypeVar("T")


class DynamoListEntries:
    """The lists of one directory table."""

    def __init__(self, table: str) -> None:
        self._items = directory_item_class(table)

    def find(self, wanted: Sequence[ListEntry]) -> Mapping[str, ListEntry]:
        """Two reads of each person in one pass; a third for those of another part of the list."""
        by_key = {entry.key: entry for entry in wanted}
        found: dict[str, ListEntry] = {}
        elsewhere = []
        for batch in _batches(list(by_key.values()), _READ_AT_ONCE // 2):
            keys = [key for entry in batch for key in (_key(entry), _place(entry))]
            for item in self._items.batch_get(keys, consistent_read=True):
                if item.sk != _PLACE:
                    found[item.sk] = _entry(item)
                    continue
                entry = by_key[item.pk.rpartition("#")[2]]
                if item.agency != entry.scope:
                    elsewhere.append((f"{_part(entry.kind, item.agency)}", entry.key))
        for others in _batches(elsewhere, _READ_AT_ONCE):
            for item in self._items.batch_get(others, consistent_read=True):
                other = _entry(item)
                if other.is_on or item.sk not in found:
                    found[item.sk] = other
        return found

    def put(self, entries: Sequence[ListEntry]) -> None:
        """The place first: a place without its entry is nobody's, and is written again."""
        for batch in _batches(entries, _WRITTEN_AT_ONCE // 2):
            with self._items.batch_write() as write:
                for entry in batch:
                    pk, sk = _place(entry)
                    write.save(self._items(pk, sk, agency=entry.scope))
                    write.save(self._item(entry))

    def of(self, kind: ListKind, scope: str) -> Iterable[ListEntry]:
        """Consistent queries, page by page."""
        return map(_entry, self._items.query(_part(kind, scope), consistent_read=True))

    def _item(self, entry: ListEntry) -> Any:
        pk, sk = _key(entry)
        document = encode(entry).decode()
        return self._items(pk, sk, schema=LIST_ENTRY.number, document=document)


def _part(kind: ListKind, scope: str) -> str:
    return f"{DirectoryKind.LIST}#{kind.value}#{scope}"


def _key(entry: ListEntry) -> tuple[str, str]:
    return _part(entry.kind, entry.scope), entry.key


def _place(entry: ListEntry) -> tuple[str, str]:
    return f"{DirectoryKind.LISTED}#{entry.kind.value}#{entry.key}", _PLACE


def _entry(item: Any) -> ListEntry:
    return _ENTRIES.decode(item.document.encode(), item.schema)


def _batches(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (things[start : start + size] for start in range(0, len(things), size))
