"""Aggregates in DynamoDB: one sealed item each, its version checked on every write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from msgspec.json import encode
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import PutError

from chalicelib.kernel.instants import epoch_seconds
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.origins import with_network
from chalicelib.kernel.store import StoredEvent, Versioned
from chalicelib.kernel.together import Part, Refused
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.schemas import Schema
from chalicelib.runtime.dynamodb.stored_items import StoredItem
from chalicelib.runtime.dynamodb.together import checking, putting, write_together

T = TypeVar("T", bound=Versioned)
S = TypeVar("S", bound=Versioned)
LONGEST_ID = 64
"""No id of ours is longer; what a client makes up may be too long for the store's keys."""


@lru_cache
def _item_class(table: str) -> Any:
    """The model of an aggregate's item in that table."""

    class SealedItem(StoredItem):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        version = NumberAttribute()
        body = BinaryAttribute(legacy_encoding=False)
        event = UnicodeAttribute(null=True)
        expires = NumberAttribute(null=True)

    return SealedItem


class DynamoVersionedStore(Generic[T]):
    """Aggregates of one kind; `kind` begins their keys, `form` is their dataclass.

    The key is bound into each seal.
    """

    def __init__(
        self, table: str, kind: str, schema: Schema, form: type[T], sealer: Sealer
    ) -> None:
        self._items = _item_class(table)
        self._kind = kind
        self._documents = JsonForm(schema, form)
        self._sealer = sealer
        self._connection = Connection()

    def find(self, id: str) -> T | None:
        """The present version, read consistently."""
        key = self._key(id)
        try:
            item = self._items.get(key, consistent_read=True)
        except self._items.DoesNotExist:
            return None
        return self._read(item)

    def put(
        self, aggregate: T, expires: datetime | None = None, event: StoredEvent | None = None
    ) -> bool:
        """Write version n over exactly version n - 1, version 1 over nothing."""
        try:
            self.item(aggregate, expires, event).save(condition=self.condition(aggregate))
        except PutError as error:
            if error.cause_response_code == REFUSED:
                return False
            raise
        return True

    def part(
        self, aggregate: T, expires: datetime | None = None, event: StoredEvent | None = None
    ) -> Part:
        """The same write, to be made together with others."""
        return putting(self.item(aggregate, expires, event), self.condition(aggregate))

    def put_with(
        self,
        aggregate: T,
        others: Sequence[Part],
        expires: datetime | None = None,
        event: StoredEvent | None = None,
    ) -> None:
        """One transaction; without others one put."""
        part = self.part(aggregate, expires, event)
        if others:
            write_together(self._connection, [part, *others])
        elif not self.put(aggregate, expires, event):
            raise Refused(part)

    def still(self, id: str, seen: T | None) -> Part:
        """Refuses a transaction where this version is not the present one any more."""
        version = self._items.version == seen.version if seen else self._items.id.does_not_exist()
        return checking(self._items, self._key(id), version)

    def there(self, id: str) -> Part:
        """Refuses a transaction where there is no such aggregate."""
        return checking(self._items, self._key(id), self._items.id.exists())

    def find_with(
        self, id: str, other: DynamoVersionedStore[S], beside: str
    ) -> tuple[T | None, S | None]:
        """One of here and one of another kind in the same table, by one consistent read."""
        keys = self._key(id), other._key(beside)
        found = {item.id: item for item in self._items.batch_get(keys, consistent_read=True)}
        return self._read(found.get(keys[0])), other._read(found.get(keys[1]))

    def _read(self, item: Any) -> T | None:
        if item is None:
            return None
        return self._documents.decode(self._sealer.unseal(item.body, item.id), item.schema)

    def item(self, aggregate: T, expires: datetime | None, event: StoredEvent | None) -> Any:
        """The aggregate as it is stored. An item without an event tells the stream nothing."""
        key = self._key(aggregate.id)
        document = with_network(event.document(key, aggregate.version)) if event else None
        return self._items(
            key,
            version=aggregate.version,
            schema=self._documents.schema.number,
            body=self._sealer.seal(encode(aggregate), key),
            event=json.dumps(document, separators=(",", ":")) if document else None,
            expires=epoch_seconds(expires) if expires else None,
        )

    def condition(self, aggregate: T) -> Any:
        """What must be stored for this version to be written."""
        if aggregate.version == 1:
            return self._items.id.does_not_exist()
        return self._items.version == aggregate.version - 1

    def _key(self, id: str) -> str:
        return f"{self._kind}#{id}"
