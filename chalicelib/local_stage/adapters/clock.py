"""The clock of the local stack, which can be moved forward."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

_ITEM = "clock"
_REMEMBERED_SECONDS = 0.05
"""Shorter than any two requests of one client lie apart."""


@lru_cache
def _item_class(table: str) -> Any:
    class ClockItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        ahead = NumberAttribute()

    return ClockItem


class MovableClock:
    """The machine's time plus what the local stack was moved by; kept in the ledger table."""

    def __init__(self, table: str) -> None:
        self._items = _item_class(table)
        self._ahead = timedelta(0)
        self._read_at = float("-inf")

    def now(self) -> datetime:
        """The present instant of the local stack, aware, in UTC."""
        if time.monotonic() - self._read_at > _REMEMBERED_SECONDS:
            self._ahead = self._read()
            self._read_at = time.monotonic()
        return datetime.now(UTC) + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Let it be that instant now, for all functions of the stack."""
        self._ahead = instant - datetime.now(UTC)
        self._items(_ITEM, ahead=self._ahead / timedelta(microseconds=1)).save()

    def _read(self) -> timedelta:
        try:
            item = self._items.get(_ITEM, consistent_read=True)
        except self._items.DoesNotExist:
            return timedelta(0)
        return timedelta(microseconds=float(item.ahead))
