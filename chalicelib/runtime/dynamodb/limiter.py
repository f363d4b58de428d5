"""Limits counted in the ledger: one item per subject and window, one atomic addition per use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.kernel.instants import epoch_seconds
from chalicelib.kernel.quotas import Quota, window_of

KEPT = timedelta(hours=1)
"""How much longer than its window a counter lives."""


class DynamoLimiter:
    """Counters `L#<subject>#<window>` in the ledger table."""

    def __init__(self, table: str) -> None:
        self._items = _counter_item_class(table)

    def take(self, subject: str, quotas: Sequence[Quota], now: datetime) -> int:
        """Count one use; 0, or the seconds until the first used-up quota's window ends."""
        for quota in quotas:
            window = window_of(quota, now)
            counter = self._items(f"L#{subject}#{window.name}")
            expires = epoch_seconds(window.end + KEPT)
            uses, expiry = self._items.uses, self._items.expires
            counter.update(actions=[uses.add(1), expiry.set(expires)])
            if counter.uses > quota.most:
                return window.seconds_left(now)
        return 0


@lru_cache
def _counter_item_class(table: str) -> Any:
    class CounterItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        uses = NumberAttribute()
        expires = NumberAttribute()

    return CounterItem
