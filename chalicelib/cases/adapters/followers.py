"""Followers of cases, in the table of messages: `case#<code>`, `follower#<account>#<duplicate>`.

Access patterns: docs/access-patterns.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.cases.application.followers import Follower
from chalicelib.runtime.dynamodb.schemas import FOLLOWER
from chalicelib.runtime.dynamodb.stored_items import StoredItem, present_item, save_over


@lru_cache
def _item_class(table: str) -> Any:
    class FollowerItem(StoredItem):
        class Meta:
            table_name = table

        recipient = UnicodeAttribute(hash_key=True)
        id = UnicodeAttribute(range_key=True)
        account = UnicodeAttribute()
        duplicate = UnicodeAttribute(null=True)

    return FollowerItem


class DynamoFollowers:
    """Who follows which case."""

    def __init__(self, table: str) -> None:
        self._items = _item_class(table)

    def follow(self, case: str, follower: Follower) -> None:
        """One item; writing it again changes nothing."""
        item = self._item(case, follower)
        item.account, item.duplicate = follower.account, follower.duplicate
        save_over(item, FOLLOWER)

    def unfollow(self, case: str, follower: Follower) -> None:
        """Take the item away, if it is there."""
        self._item(case, follower).delete()

    def follows(self, case: str, account: str) -> bool:
        """One consistent read."""
        item = self._item(case, Follower(account, None))
        try:
            self._items.get(item.recipient, item.id, consistent_read=True)
        except self._items.DoesNotExist:
            return False
        return True

    def of(self, case: str) -> Sequence[Follower]:
        """All of a case, read consistently: who was just marked a duplicate is among them."""
        found = self._items.query(_key(case), consistent_read=True)
        items = [present_item(item, FOLLOWER) for item in found]
        return [Follower(item.account, item.duplicate) for item in items]

    def _item(self, case: str, follower: Follower) -> Any:
        return self._items(_key(case), f"follower#{follower.account}#{follower.duplicate or ''}")


def _key(case: str) -> str:
    return f"case#{case}"
