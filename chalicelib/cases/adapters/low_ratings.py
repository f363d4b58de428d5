"""Agencies with low ratings, as last counted: one item of the ledger."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.models import Model

_KEY = "L#low-ratings"


class DynamoLowRatings:
    """In the ledger table."""

    def __init__(self, table: str) -> None:
        self._items = _item_class(table)

    def agencies(self) -> frozenset[str]:
        """One read."""
        item = self._find()
        return frozenset(item.agencies or ()) if item else frozenset()

    def counted_on(self) -> date | None:
        """One read."""
        item = self._find()
        return date.fromisoformat(item.day) if item else None

    def keep(self, day: date, agencies: frozenset[str]) -> None:
        """One put; whoever counts the same day once more comes to the same or to newer ratings."""
        self._items(_KEY, day=day.isoformat(), agencies=set(agencies) or None).save()

    def _find(self) -> Any:
        try:
            return self._items.get(_KEY)
        except self._items.DoesNotExist:
            return None


@lru_cache
def _item_class(table: str) -> Any:
    class LowRatingsItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        day = UnicodeAttribute()
        agencies = UnicodeSetAttribute(null=True)

    return LowRatingsItem
