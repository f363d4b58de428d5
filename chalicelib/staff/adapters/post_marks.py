"""Up to which day posts that ended have been closed: one item of the ledger."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

_KEY = "L#post-ends"


class DynamoPostMarks:
    """In the ledger table."""

    def __init__(self, table: str) -> None:
        self._items = _item_class(table)

    def done_on(self) -> date | None:
        """One read."""
        try:
            return date.fromisoformat(self._items.get(_KEY, consistent_read=True).day)
        except self._items.DoesNotExist:
            return None

    def keep(self, day: date) -> None:
        """One put."""
        self._items(_KEY, day=day.isoformat()).save()


@lru_cache
def _item_class(table: str) -> Any:
    class PostMarkItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        day = UnicodeAttribute()

    return PostMarkItem
