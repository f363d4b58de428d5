"""The item of a case and its indexes. The table itself is made by the stack's template."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

from chalicelib.runtime.dynamodb.due_index import ByDue
from chalicelib.runtime.dynamodb.stored_items import StoredItem


class ByOfficer(GlobalSecondaryIndex[Any]):
    """Who has it in hand, by when it is due. The other lists are read without models."""

    class Meta:
        index_name = "by_officer"
        projection = IncludeProjection(["card"])

    officer = UnicodeAttribute(hash_key=True)
    due_sort = UnicodeAttribute(range_key=True)
    id = UnicodeAttribute()


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
        by_officer = ByOfficer()
        by_place = ByPlace()
        by_due = ByDue()

    return CaseItem
