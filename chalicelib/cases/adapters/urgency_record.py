"""Forged urgency in the ledger: one item an account, `L#urgency-<account>`.

It holds each judgement, so that a case counts once, and the instant that submitting is checked
against: both only ever grow, so that judgements may come in any order, or at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.models import Model

from chalicelib.kernel.instants import epoch_seconds
from chalicelib.kernel.together import Part
from chalicelib.rules.domain.usage_limits import FORGED_DAYS, UsageLimits
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.together import checking

KEPT = timedelta(days=FORGED_DAYS[1] + 1)
"""After the last judgement; longer than any policy remembers it."""


class DynamoUrgencyRecord:
    """The record in the ledger table."""

    def __init__(self, table: str) -> None:
        self._items = _item_class(table)

    def trusted(self, account: str, since: datetime) -> Part:
        """A condition in the transaction of a case."""
        forged = self._items.forged_at
        never = forged.does_not_exist()
        return checking(self._items, _key(account), never | (forged <= epoch_seconds(since)))

    def judge(self, account: str, code: str, at: datetime, limits: UsageLimits) -> None:
        """One call; two when something follows from it."""
        item = self._items(_key(account))
        judgement = self._items.judged.add({f"{epoch_seconds(at)}#{code}"})
        item.update([judgement, self._items.expires.set(epoch_seconds(at + KEPT))])
        forged_at = _forged_at(item.judged, limits)
        if forged_at > (item.forged_at or 0):
            self._grow(item, forged_at)

    def _grow(self, item: Any, forged_at: int) -> None:
        forged = self._items.forged_at
        try:
            item.update(
                [forged.set(forged_at)], condition=forged.does_not_exist() | (forged < forged_at)
            )
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise


def _forged_at(judged: set[str], limits: UsageLimits) -> int:
    """The last instant at which enough lay within the period; 0 if there was none."""
    instants = sorted(int(one.partition("#")[0]) for one in judged)
    period, before = limits.forged_urgency_for.total_seconds(), limits.forged_urgency_cases - 1
    ends = zip(instants, instants[before:], strict=False)
    return max((last for first, last in ends if last - first <= period), default=0)


def _key(account: str) -> str:
    return f"L#urgency-{account}"


@lru_cache
def _item_class(table: str) -> Any:
    class UrgencyItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        judged = UnicodeSetAttribute(null=True)
        forged_at = NumberAttribute(null=True)
        expires = NumberAttribute(null=True)

    return UrgencyItem
