"""Requests under idempotency keys, in the ledger table."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.models import Model

from chalicelib.kernel.instants import epoch_seconds, load, store
from chalicelib.kernel.together import Part
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.together import putting
from chalicelib.runtime.http.idempotency.ledger import RequestRecord


@lru_cache
def _item_class(table: str) -> Any:
    class RequestItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        body = UnicodeAttribute()
        seed = UnicodeAttribute()
        lease_until = UnicodeAttribute()
        expires = NumberAttribute()
        answer = BinaryAttribute(legacy_encoding=False, null=True)

    return RequestItem


class DynamoRequestLedger:
    """The request ledger on one table; ids begin with `I#`."""

    def __init__(self, table: str) -> None:
        self._items = _item_class(table)

    def begin(self, record: RequestRecord, now: datetime) -> bool:
        """One put; False if there is a record that has not expired."""
        try:
            self._item(record).save(condition=self._free(now))
        except PutError as error:
            if error.cause_response_code == REFUSED:
                return False
            raise
        return True

    def beginning(self, record: RequestRecord, now: datetime) -> Part:
        """The same put in the transaction of another store."""
        return putting(self._item(record), self._free(now))

    def find(self, record_id: str) -> RequestRecord | None:
        """The record, read consistently."""
        try:
            item = self._items.get(record_id, consistent_read=True)
        except self._items.DoesNotExist:
            return None
        return RequestRecord(
            item.id,
            item.body,
            item.seed,
            load(item.lease_until),
            datetime.fromtimestamp(int(item.expires), tz=load(item.lease_until).tzinfo),
            item.answer,
        )

    def take_over(self, record: RequestRecord, lease_until: datetime) -> bool:
        """Take the lease of exactly this record; False if somebody else did."""
        return self._update(record, [self._items.lease_until.set(store(lease_until))])

    def finish(self, record: RequestRecord, answer: bytes) -> None:
        """Keep the answer, if the record still is this request's."""
        self._update(record, [self._items.answer.set(answer)])

    def _item(self, record: RequestRecord) -> Any:
        return self._items(
            record.id,
            body=record.body,
            seed=record.seed,
            lease_until=store(record.lease_until),
            expires=epoch_seconds(record.expires_at),
            answer=record.answer,
        )

    def _free(self, now: datetime) -> Any:
        return self._items.id.does_not_exist() | (self._items.expires <= int(now.timestamp()))

    def _update(self, record: RequestRecord, actions: list[Any]) -> bool:
        mine = (self._items.seed == record.seed) & (
            self._items.lease_until == store(record.lease_until)
        )
        try:
            self._items(record.id).update(
                actions=actions, condition=mine & self._items.answer.does_not_exist()
            )
        except UpdateError as error:
            if error.cause_response_code == REFUSED:
                return False
            raise
        return True
