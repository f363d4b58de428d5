"""The places of each provider in the ledger table: one item, one conditional update a message.

The item says up to when all places are taken: an instant that each message moves on by its share of
a second. What lies in the past is free, so an item that nobody moves for a second is a full bucket.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.models import Model

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.instants import epoch_seconds
from chalicelib.messages.application.pace import BURST, MOST_TAKEN, PATIENCE, Precedence
from chalicelib.runtime.dynamodb.refusals import REFUSED

KEPT = timedelta(days=1)
"""How much longer than its last place an item can be looked at."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class DynamoPace:
    """Items `T#<provider>`; `rates` are messages a second by channel."""

    def __init__(self, table: str, rates: Mapping[Channel, int]) -> None:
        self._items = _bucket_class(table)
        self._rates = rates
        self._known: dict[str, int] = {}

    def take(
        self, provider: str, channel: Channel, now: datetime, precedence: Precedence
    ) -> timedelta | None:
        """One call as a rule: the one that fits what this process saw last comes first."""
        at = (now - _EPOCH) // _MICROSECOND
        step = BURST // _MICROSECOND // self._rates[channel]
        patience = PATIENCE.get(precedence)
        until = at + (BURST + patience if patience else MOST_TAKEN) // _MICROSECOND
        behind = self._known.get(provider, 0) > at
        for queues in (True, False, True) if behind else (False, True):
            before = self._move(provider, at, step, until if queues else None)
            if before is not None:
                self._known[provider] = before + step
                wait = timedelta(microseconds=before - at) - BURST
                return max(wait, timedelta(0)) if patience else timedelta(0)
        return None if patience else timedelta(0)

    def _move(self, provider: str, at: int, step: int, until: int | None) -> int | None:
        """Up to when places were taken before this one; None where it does not fit.

        Behind others, whose places are taken up to `until` at most; or (None) before nobody's.
        """
        items = self._items
        bucket = items(f"T#{provider}")
        if until is not None:
            condition = (items.taken_to > at) & (items.taken_to <= until)
            moved = items.taken_to.add(step)
        else:
            condition = items.id.does_not_exist() | (items.taken_to <= at)
            moved = items.taken_to.set(at + step)
        expires = epoch_seconds(_EPOCH + at * _MICROSECOND + KEPT)
        try:
            bucket.update([moved, items.expires.set(expires)], condition=condition)
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise
            return None
        return int(bucket.taken_to) - step


@lru_cache
def _bucket_class(table: str) -> Any:
    class PlacesItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        taken_to = NumberAttribute()
        """Microseconds since 1970."""
        expires = NumberAttribute()

    return PlacesItem
