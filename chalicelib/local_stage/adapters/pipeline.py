"""Whether everything that was written has had its effects: stream, relay and queues (local only).

A barrier is written to the cases' table; when the relay reports it, all that was written before
has been put on the queues. When a barrier comes through and all queues are empty right then,
nothing is on its way.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from chalicelib.kernel.ids import new_seed
from chalicelib.relay.application.relay import BARRIER

_PAUSE = 0.1
_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)


@lru_cache
def _item_class(table: str) -> Any:
    class BarrierItem(Model):
        class Meta:
            table_name = table

        id = UnicodeAttribute(hash_key=True)
        event = UnicodeAttribute()

    return BarrierItem


class LedgerBarriers:
    """The relay's side: barriers that came through are written down in the ledger's table."""

    def __init__(self, ledger: str) -> None:
        self._reported = _item_class(ledger)

    def report(self, barrier: str) -> None:
        """The relay has sent on all that was written before this barrier."""
        self._reported("barrier", event=barrier).save()


class LocalPipeline:
    """Barriers go in through the cases' table and are reported in the ledger's."""

    def __init__(self, sqs: Any, queues: Sequence[str], cases: str, ledger: str) -> None:
        self._sqs = sqs
        self._queues = queues
        self._written = _item_class(cases)
        self._reported = _item_class(ledger)

    def drain(self, may_go_on: Callable[[], bool]) -> bool:
        """Wait until nothing is on its way; False if time ran out."""
        while may_go_on():
            if not self._through(may_go_on):
                return False
            if self._empty():
                return True
            while not self._empty():
                if not may_go_on():
                    return False
                time.sleep(_PAUSE)
        return False

    def _through(self, may_go_on: Callable[[], bool]) -> bool:
        barrier = new_seed()
        event = {"schema": BARRIER, "id": barrier, "correlation_id": "barrier"}
        self._written("barrier", event=json.dumps(event)).save()
        while may_go_on():
            try:
                if self._reported.get("barrier", consistent_read=True).event == barrier:
                    return True
            except self._reported.DoesNotExist:
                pass
            time.sleep(_PAUSE)
        return False

    def _empty(self) -> bool:
        return all(self._count(queue) == 0 for queue in self._queues)

    def _count(self, queue: str) -> int:
        found = self._sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=list(_COUNTS))
        return sum(int(found["Attributes"].get(name, 0)) for name in _COUNTS)
