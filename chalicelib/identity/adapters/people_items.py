"""Claims in the people table. The table itself is made by the stack's template.

A claim holds the id of the account that has the
phone (`P#` and its hash) or personal number (`N#` and its hash).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model


@lru_cache
def claim_item_class(table: str) -> Any:
    """The model of a claim in that table."""

    class ClaimItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        account = UnicodeAttribute()
        level = NumberAttribute(null=True)

    return ClaimItem
