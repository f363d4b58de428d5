"""Followers of cases, in the table of messages: `case#<code>`, `follower#<account>#<duplicate>`;
and for who chose to follow, what that is: `follows#<account>`, the code.

Access patterns: docs/access-patterns.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.cases.application.followers import Follower
from chalicelib.kernel.pages import Page, Position
from chalicelib.runtime.dynamodb.pages import read_page
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


@lru_cache
def _mark_class(table: str) -> Any:
    class FollowedItem(Model):
        class Meta:
            table_name = table

        recipient = UnicodeAttribute(hash_key=True)
        id = UnicodeAttribute(range_key=True)

    return FollowedItem


class DynamoFollowers:
    """Who follows which case."""

    def __init__(self, table: str) -> None:
        self._items = _item_class(table)
        self._marks = _mark_class(table)

    def follow(self, case: str, follower: Follower) -> None:
        """One item, of who chose to two; writing them again changes nothing."""
        item = self._item(case, follower)
        item.account, item.duplicate = follower.account, follower.duplicate
        save_over(item, FOLLOWER)
        if follower.duplicate is None:
            self._followed(case, follower.account).save()

    def unfollow(self, case: str, follower: Follower) -> None:
        """Take the items away, if they are there; first what tells the person."""
        self._item(case, follower).delete()
        if follower.duplicate is None:
            self._followed(case, follower.account).delete()

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

    def followed_by(self, account: str, limit: int, position: Position | None) -> Page[str]:
        """One query."""
        key = ("recipient", _list(account))
        found = read_page(self._marks.query, key, ("id",), limit, position)
        return found.of(lambda item: str(item.id))

    def _followed(self, case: str, account: str) -> Any:
        return self._marks(_list(account), case)

    def _item(self, case: str, follower: Follower) -> Any:
        return self._items(_key(case), f"follower#{follower.account}#{follower.duplicate or ''}")


def _list(account: str) -> str:
    return f"follows#{account}"


def _key(case: str) -> str:
    return f"case#{case}"
