"""How many people lists have, in the directory table: one item for each part of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.json import encode

from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.tallies import ListTally
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind, directory_item_class
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.schemas import LIST_TALLY
from chalicelib.runtime.dynamodb.stored_items import save_over

_TALLIES = JsonForm(LIST_TALLY, ListTally)


class DynamoListTallies:
    """The counts of one directory table. Each is made of what is there, so that it is written
    over whatever was counted before."""

    def __init__(self, table: str) -> None:
        self._items = directory_item_class(table)

    def put(self, counted: ListTally) -> None:
        """One write."""
        document = encode(counted).decode()
        pk, sk = _key(counted.kind, counted.scope)
        save_over(self._items(pk, sk, document=document), LIST_TALLY)

    def of(self, parts: Sequence[tuple[ListKind, str]]) -> Sequence[ListTally]:
        """One batch."""
        found = self._items.batch_get([_key(*part) for part in parts], consistent_read=True)
        return [_tally(item) for item in found]

    def all_of(self, kind: ListKind) -> Iterable[ListTally]:
        """One query."""
        return map(_tally, self._items.query(_part(kind), consistent_read=True))


def _part(kind: ListKind) -> str:
    return f"{DirectoryKind.TALLY}#{kind.value}"


def _key(kind: ListKind, scope: str) -> tuple[str, str]:
    return _part(kind), scope


def _tally(item: Any) -> ListTally:
    return _TALLIES.decode(item.document.encode(), item.schema)
