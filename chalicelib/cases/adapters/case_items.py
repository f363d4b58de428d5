"""The item of a case and its indexes. The table itself is made by the stack's template."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection
from pynamodb.models import Model

from chalicelib.runtime.dynamodb.due_index import ByDue
from chalicelib.runtime.dynamodb.stored_items import StoredItem


def _card_index(name: str, key: str, order: str) -> GlobalSecondaryIndex[Any]:
    """An index for a list: sorted by `order`, with the card and nothing else."""
    meta = type("Meta", (), {"index_name": name, "projection": IncludeProjection(["card"])})
    attributes = {
        "Meta": meta,
        key: UnicodeAttribute(hash_key=True),
        order: UnicodeAttribute(range_key=True),
        "id": UnicodeAttribute(),
        "card": BinaryAttribute(legacy_encoding=False),
    }
    index: GlobalSecondaryIndex[Any] = type(name, (GlobalSecondaryIndex,), attributes)()
    return index


class ByAttention(GlobalSecondaryIndex[Any]):
    """What fails again and again, by its last failure: sparse, few ever come there."""

    class Meta:
        index_name = "by_attention"
        projection = IncludeProjection(["failures", "fault", "next_at"])

    attention = UnicodeAttribute(hash_key=True)
    failed_at = UnicodeAttribute(range_key=True)
    id = UnicodeAttribute()
    failures = NumberAttribute()
    fault = UnicodeAttribute()
    next_at = UnicodeAttribute()


class ByPlace(GlobalSecondaryIndex[Any]):
    """Where it was sent in from, by when."""

    class Meta:
        index_name = "by_place"
        projection = KeysOnlyProjection()

    place = UnicodeAttribute(hash_key=True)
    submitted = UnicodeAttribute(range_key=True)
    id = UnicodeAttribute()


class ByMonth(GlobalSecondaryIndex[Any]):
    """When it was sent in."""

    class Meta:
        index_name = "by_month"
        projection = KeysOnlyProjection()

    month = UnicodeAttribute(hash_key=True)
    submitted = UnicodeAttribute(range_key=True)
    id = UnicodeAttribute()


@lru_cache
def case_item_class(table: str) -> Any:
    """The model of a case's item in that table."""

    class CaseItem(StoredItem):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        version = NumberAttribute()
        annotations = NumberAttribute(null=True)
        body = BinaryAttribute(legacy_encoding=False)
        card = BinaryAttribute(legacy_encoding=False)
        event = UnicodeAttribute()
        reporter = UnicodeAttribute()
        submitted = UnicodeAttribute()
        place = UnicodeAttribute(null=True)
        month = UnicodeAttribute(null=True)
        officer = UnicodeAttribute(null=True)
        queue = UnicodeAttribute(null=True)
        watch = UnicodeAttribute(null=True)
        escalated = UnicodeAttribute(null=True)
        commune_intake = UnicodeAttribute(null=True)
        commune_watch = UnicodeAttribute(null=True)
        extension = UnicodeAttribute(null=True)
        extension_asked = UnicodeAttribute(null=True)
        due_sort = UnicodeAttribute(null=True)
        due_shard = UnicodeAttribute(null=True)
        next_at = UnicodeAttribute(null=True)
        failures = NumberAttribute(null=True)
        fault = UnicodeAttribute(null=True)
        failed_at = UnicodeAttribute(null=True)
        attention = UnicodeAttribute(null=True)

        by_attention = ByAttention()
        by_month = ByMonth()
        by_place = ByPlace()
        by_due = ByDue()

    return CaseItem


@lru_cache
def card_item_class(table: str) -> Any:
    """The model of what lists read of it: the card and its place, a hundred of them a page."""

    class CardItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        card = BinaryAttribute(legacy_encoding=False)
        submitted = UnicodeAttribute(null=True)
        due_sort = UnicodeAttribute(null=True)

        by_reporter = _card_index("by_reporter", "reporter", "submitted")
        by_officer = _card_index("by_officer", "officer", "due_sort")
        by_queue = _card_index("by_queue", "queue", "due_sort")
        by_watch = _card_index("by_watch", "watch", "due_sort")
        by_escalated = _card_index("by_escalated", "escalated", "due_sort")
        by_commune_intake = _card_index("by_commune_intake", "commune_intake", "due_sort")
        by_commune_watch = _card_index("by_commune_watch", "commune_watch", "due_sort")
        by_extension = _card_index("by_extension", "extension", "due_sort")
        by_extension_asked = _card_index("by_extension_asked", "extension_asked", "due_sort")

    return CardItem
