"""The item of a message and its indexes. The table itself is made by the stack's template."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.runtime.dynamodb.stored_items import StoredItem


def _index(name: str, projection: Any, key: str, order: str, *more: str) -> Any:
    """A sparse index: items without its keys are not in it. Its keys are text."""
    attributes = {
        "Meta": type("Meta", (), {"index_name": name, "projection": projection}),
        key: UnicodeAttribute(hash_key=True),
        order: UnicodeAttribute(range_key=True),
        **{one: UnicodeAttribute() for one in more},
    }
    return type(name, (GlobalSecondaryIndex,), attributes)()


@lru_cache
def message_item_class(table: str) -> Any:
    """The model of a message's item in that table."""

    class MessageItem(StoredItem):
        class Meta:
            table_name = table

        recipient = UnicodeAttribute(hash_key=True)
        id = UnicodeAttribute(range_key=True)
        version = NumberAttribute()
        book = UnicodeAttribute()
        channel = UnicodeAttribute()
        kind = UnicodeAttribute()
        about = UnicodeAttribute()
        case = UnicodeAttribute(null=True)
        urgent = BooleanAttribute()
        happened_at = UnicodeAttribute()
        due_at = UnicodeAttribute()
        status = UnicodeAttribute()
        text = BinaryAttribute(legacy_encoding=False, null=True)
        lines = UnicodeSetAttribute(null=True)
        correlation_id = UnicodeAttribute()
        attempts = NumberAttribute()
        changed_at = UnicodeAttribute(null=True)
        provider = UnicodeAttribute(null=True)
        receipt = UnicodeAttribute(null=True)
        parts = NumberAttribute(null=True)
        reminder = UnicodeAttribute(null=True)
        reason = UnicodeAttribute(null=True)
        due_shard = UnicodeAttribute(null=True)
        next_at = UnicodeAttribute(null=True)
        failures = NumberAttribute(null=True)
        attention = UnicodeAttribute(null=True)
        at = UnicodeAttribute(null=True)
        expires = NumberAttribute(null=True)

        by_due = _index("by_due", KeysOnlyProjection, "due_shard", "next_at", "recipient", "id")
        by_attention = _index("by_attention", AllProjection, "attention", "at")

    return MessageItem


@lru_cache
def read_mark_class(table: str) -> Any:
    """The model of the item that says how far an account has read its bell."""

    class ReadMark(Model):
        class Meta:
            table_name = table

        recipient = UnicodeAttribute(hash_key=True)
        id = UnicodeAttribute(range_key=True)
        up_to = UnicodeAttribute()

    return ReadMark
