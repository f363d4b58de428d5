"""Who goes along a lane of due work: an item of the ledger, for as long as a worker may live."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError, PutError
from pynamodb.models import Model

from chalicelib.kernel.due_work import Lane
from chalicelib.kernel.instants import epoch_seconds, store

KEPT = timedelta(days=1)
"""How much longer than its time a mark can be looked at."""
_REFUSED = "ConditionalCheckFailedException"


class DynamoLanes:
    """Marks in items `W#<lane>`."""

    def __init__(self, table: str) -> None:
        self._items = _mark_class(table)

    def take(self, lane: Lane, now: datetime, until: datetime) -> bool:
        """Have the lane alone, at most until then; False while somebody else has it."""
        items = self._items
        mark = items(_key(lane), until=store(until), expires=epoch_seconds(until + KEPT))
        try:
            mark.save(condition=items.id.does_not_exist() | (items.until <= store(now)))
        except PutError as error:
            if error.cause_response_code != _REFUSED:
                raise
            return False
        return True

    def leave(self, lane: Lane, until: datetime) -> None:
        """Give back what was taken until then; somebody else's is left alone."""
        try:
            self._items(_key(lane)).delete(condition=self._items.until == store(until))
        except DeleteError as error:
            if error.cause_response_code != _REFUSED:
                raise


def _key(lane: Lane) -> str:
    return f"W#{lane.id}"


@lru_cache
def _mark_class(table: str) -> Any:
    class LaneMark(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        until = UnicodeAttribute()
        expires = NumberAttribute()

    return LaneMark
