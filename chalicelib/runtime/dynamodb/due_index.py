"""The sparse, sharded index of what is due: one attribute says what must happen next, and when."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection


class ByDue(GlobalSecondaryIndex[Any]):
    """What must happen next, and when: sparse and sharded."""

    class Meta:
        index_name = "by_due"
        projection = KeysOnlyProjection

    due_shard = UnicodeAttribute(hash_key=True)
    next_at = UnicodeAttribute(range_key=True)
    id = UnicodeAttribute()
