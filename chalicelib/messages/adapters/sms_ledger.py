"""The parts of short messages in the ledger table: one item a local day, one addition a message."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from msgspec import convert
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.models import Model

from chalicelib.kernel.instants import epoch_seconds, local_date, local_midnight
from chalicelib.messages.domain.sms_budget import SmsBudget, SmsSpent, SmsUse, contradictions
from chalicelib.runtime.data_files import read_document
from chalicelib.runtime.dynamodb.refusals import REFUSED

KEPT = timedelta(days=7)
"""How much longer than its day a count can be looked at."""


def load_sms_budget(province: str, stage: str) -> SmsBudget:
    """`data/<province>/sms_budget.json` for this stage; raises ValueError with what is wrong."""
    document: Any = read_document(province, "sms_budget")
    parts = document["parts_a_day"].get(stage)
    if parts is None:
        raise ValueError(f"sms_budget.json: parts_a_day says nothing of {stage}")
    budget = convert({**document, "parts_a_day": parts}, type=SmsBudget)
    if found := contradictions(budget):
        raise ValueError(f"sms_budget.json: {'; '.join(found)}")
    return budget


class DynamoSmsLedger:
    """Counts in items `B#sms#<day>`."""

    def __init__(self, table: str, budget: SmsBudget) -> None:
        self._items = _day_item_class(table)
        self.budget = budget

    def spend(self, parts: int, use: SmsUse, now: datetime) -> SmsSpent | None:
        """Count them; None where there is no room."""
        today = local_date(now)
        kept_until = local_midnight(today + timedelta(days=1)) + KEPT
        items, others = self._items, 0 if use is SmsUse.CODE else parts
        day = items(f"B#sms#{today}")
        actions = [
            items.total.add(parts),
            items.others.add(others),
            items.expires.set(epoch_seconds(kept_until)),
        ]
        room = self._room_for(parts) if use is SmsUse.ORDINARY else None
        try:
            day.update(actions, condition=room)
        except UpdateError as error:
            if error.cause_response_code != REFUSED:
                raise
            return None
        return SmsSpent(int(day.total), int(day.others))

    def _room_for(self, parts: int) -> Any:
        """In the whole and in the share of all but codes; a day that has not begun has room."""
        items, budget = self._items, self.budget
        in_all = items.total <= budget.parts_a_day - parts
        in_share = items.others <= budget.for_others - parts
        return items.id.does_not_exist() | (in_all & in_share)


@lru_cache
def _day_item_class(table: str) -> Any:
    class SmsDayItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        total = NumberAttribute()
        others = NumberAttribute()
        expires = NumberAttribute()

    return SmsDayItem
