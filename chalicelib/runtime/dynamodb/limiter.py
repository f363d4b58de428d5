"""Quotas counted in the ledger: one item per subject and local day, one conditional addition a use.

An item `L#<subject>#<day>` has a number for each window; a use that is refused writes nothing, so
that an item does not grow with what was asked in vain.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache, reduce
from operator import and_
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.operand import Path
from pynamodb.models import Model

from chalicelib.kernel.instants import epoch_seconds, local_date, local_midnight
from chalicelib.kernel.quotas import Quota, window_of
from chalicelib.kernel.together import Part
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.together import checking, joined, updating

KEPT = timedelta(hours=1)
"""How much longer than its day a counter lives."""
_PLACES = Path(["places"])
"""Of an item `L#<subject>`, which has no day and stays."""


class DynamoLimiter:
    """Counters in the ledger table."""

    def __init__(self, table: str) -> None:
        self._items = _counter_item_class(table)

    def take(self, subject: str, quotas: Sequence[Quota], now: datetime) -> int:
        """Count one use in all quotas: 0; or in none: the seconds until all have room."""
        if not quotas:
            return 0
        item, actions, room = self._one_more(subject, quotas, now)
        try:
            item.update(actions, condition=room)
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise
            return self.wait(subject, quotas, now) or 1
        return 0

    def use(self, subject: str, quotas: Sequence[Quota], now: datetime) -> Part:
        """Count one use in the transaction of what it is a use of."""
        return updating(*self._one_more(subject, quotas, now))

    def room(self, subject: str, quotas: Sequence[Quota], now: datetime) -> Part:
        """Refuse the transaction where nothing is left."""
        item, _, room = self._one_more(subject, quotas, now)
        return checking(self._items, item.id, room)

    def occupy(self, subject: str, most: int) -> Part:
        """Take a place in the transaction of what it is for."""
        free = _PLACES.does_not_exist() | (_number(most) > _PLACES)
        return updating(self._items(f"L#{subject}"), [_PLACES.add(_number(1))], free)

    def vacate(self, subject: str, places: int) -> Part:
        """Give places back in the transaction of what ends."""
        return updating(self._items(f"L#{subject}"), [_PLACES.add(_number(-places))])

    def close(self, subject: str, of: Sequence[str], first: date, last: date) -> Part:
        """One small item a day."""
        return self._each_day(subject, first, last, [_closed(one).set(_number(1)) for one in of])

    def reopen(self, subject: str, of: Sequence[str], first: date, last: date) -> Part:
        """Likewise."""
        return self._each_day(subject, first, last, [_closed(one).remove() for one in of])

    def _each_day(self, subject: str, first: date, last: date, actions: Sequence[Any]) -> Part:
        days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
        return joined([self._on(subject, day, actions) for day in days])

    def _on(self, subject: str, day: date, actions: Sequence[Any]) -> Part:
        ends = self._items.expires.set(epoch_seconds(_midnight_after(day) + KEPT))
        return updating(self._items(f"L#{subject}#{day}"), [*actions, ends])

    def _one_more(
        self, subject: str, quotas: Sequence[Quota], now: datetime
    ) -> tuple[Any, list[Any], Any]:
        """The item, what is done to it, and whether there is room in all quotas."""
        counters = {quota: Path([_counter(quota, now)]) for quota in quotas}
        open_to_more = [
            (counter.does_not_exist() | (counter < _number(quota.most)))
            & _closed(quota.of).does_not_exist()
            for quota, counter in counters.items()
        ]
        actions = [counter.add(_number(1)) for counter in counters.values()]
        ends = epoch_seconds(_midnight_after(local_date(now)) + KEPT)
        actions.append(self._items.expires.set(ends))
        return self._items(_key(subject, now)), actions, reduce(and_, open_to_more)

    def wait(self, subject: str, quotas: Sequence[Quota], now: datetime) -> int:
        """0, or the seconds until all have room; one read."""
        if not quotas:
            return 0
        try:
            counted = self._items.get(_key(subject, now), consistent_read=True).raw
        except self._items.DoesNotExist:
            return 0
        return max(
            (
                window_of(quota, now).seconds_left(now)
                for quota in quotas
                if int(counted.get(_counter(quota, now), {"N": "0"})["N"]) >= quota.most
            ),
            default=0,
        )

    def give_back(self, subject: str, quotas: Sequence[Quota], now: datetime) -> None:
        """Uncount one use; where none is counted, none is given."""
        if not quotas:
            return
        counters = [Path([_counter(quota, now)]) for quota in quotas]
        try:
            self._items(_key(subject, now)).update(
                [counter.add(_number(-1)) for counter in counters],
                condition=reduce(and_, [counter > _number(0) for counter in counters]),
            )
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise


def _key(subject: str, now: datetime) -> str:
    return f"L#{subject}#{local_date(now)}"


def _counter(quota: Quota, now: datetime) -> str:
    return f"{quota.of}#{window_of(quota, now).name}"


def _closed(of: str) -> Path:
    return Path([f"closed#{of}"])


def _midnight_after(day: date) -> datetime:
    return local_midnight(day + timedelta(days=1))


def _number(value: int) -> dict[str, str]:
    """As the table has it: counters are attributes that no model knows."""
    return {"N": str(value)}


@lru_cache
def _counter_item_class(table: str) -> Any:
    class CounterItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        expires = NumberAttribute()

        @classmethod
        def from_raw_data(cls, data: dict[str, Any]) -> Any:
            item: Any = super().from_raw_data(data)
            item.raw = data
            return item

    return CounterItem
