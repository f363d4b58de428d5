"""The sparse, sharded index of what is due: one attribute says what must happen next, and when."""

from __future__ import annotations

import zlib
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

SHARDS = tuple(str(number) for number in range(8))
"""Shards of the due index."""


def shard_of(code: str) -> str:
    """Spreads due work evenly and always in the same way."""
    return SHARDS[zlib.crc32(code.encode()) % len(SHARDS)]


class ByDue(GlobalSecondaryIndex[Any]):
    """What must happen next, and when: sparse and sharded."""

    class Meta:
        index_name = "by_due"
        projection = KeysOnlyProjection

    due_shard = UnicodeAttribute(hash_key=True)
    next_at = UnicodeAttribute(range_key=True)
    id = UnicodeAttribute()
