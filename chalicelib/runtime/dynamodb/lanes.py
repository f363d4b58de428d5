"""Who goes along a lane of due work: an item of the ledger, for as long as a worker may live."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError, UpdateError
from pynamodb.models import Model

from chalicelib.kernel.due_work import Lane
from chalicelib.kernel.instants import epoch_seconds, store
from chalicelib.runtime.dynamodb.refusals import REFUSED

KEPT = timedelta(days=1)
"""How much longer than its time a mark can be looked at."""
_TRIES = 3
"""Of one who finds the lane taken, and the other gone when leaving word."""
_FREE = store(datetime(1970, 1, 1, tzinfo=UTC))


class DynamoLanes:
    """Marks in items `W#<lane>`."""

    def __init__(self, table: str) -> None:
        self._items = _mark_class(table)

    def take(self, lane: Lane, now: datetime, until: datetime) -> bool:
        """Have the lane alone, at most until then; False while somebody else has it, who hears of
        this one when leaving."""
        for _ in range(_TRIES):
            if self._put(lane, now, until):
                return True
            if self._call(lane, now):
                return False
        return False

    def leave(self, lane: Lane, until: datetime) -> bool:
        """Give back what was taken until then; whether somebody came for it meanwhile."""
        mark = self._items(_key(lane))
        try:
            mark.update([self._items.until.set(_FREE)], condition=self._items.until == store(until))
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise
            return False
        return bool(mark.called)

    def _put(self, lane: Lane, now: datetime, until: datetime) -> bool:
        items = self._items
        mark = items(_key(lane), until=store(until), expires=epoch_seconds(until + KEPT))
        try:
            mark.save(condition=items.id.does_not_exist() | (items.until <= store(now)))
        except PutError as error:
            if error.cause_response_code != REFUSED:
                raise
            return False
        return True

    def _call(self, lane: Lane, now: datetime) -> bool:
        """Leave word with whoever has the lane; False if nobody has it any more."""
        items = self._items
        try:
            items(_key(lane)).update([items.called.set(True)], condition=items.until > store(now))
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise
            return False
        return True


def _key(lane: Lane) -> str:
    return f"W#{lane.id}"


@lru_cache
def _mark_class(table: str) -> Any:
    class LaneMark(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        until = UnicodeAttribute()
        called = BooleanAttribute(null=True)
        expires = NumberAttribute()

    return LaneMark
