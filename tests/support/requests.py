"""Requests under idempotency keys, in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Lock

from chalicelib.kernel.together import Part
from chalicelib.runtime.http.idempotency.ledger import RequestRecord
from tests.support.together import FakePart


class FakeRequestLedger:
    """With the same conditions as the table; `calls` names every call in its order."""

    def __init__(self) -> None:
        self.records: dict[str, RequestRecord] = {}
        self._lock = Lock()
        self.calls: list[str] = []
        self.before_taking_over: Callable[[], None] = lambda: None
        """Something happens between a look at the record and taking its lease."""

    def begin(self, record: RequestRecord, now: datetime) -> bool:
        with self._lock:
            self.calls.append("begin")
            if not self._is_free(record, now):
                return False
            self.records[record.id] = record
            return True

    def beginning(self, record: RequestRecord, now: datetime) -> Part:
        return FakePart(
            lambda: self._is_free(record, now),
            lambda: self.records.update({record.id: record}),
        )

    def _is_free(self, record: RequestRecord, now: datetime) -> bool:
        found = self.records.get(record.id)
        return found is None or found.expires_at <= now

    def find(self, record_id: str) -> RequestRecord | None:
        self.calls.append("find")
        return self.records.get(record_id)

    def take_over(self, record: RequestRecord, lease_until: datetime) -> bool:
        self.calls.append("take_over")
        self.before_taking_over()
        return self._update(record, replace(record, lease_until=lease_until))

    def finish(self, record: RequestRecord, answer: bytes) -> None:
        self.calls.append("finish")
        self._update(record, replace(record, answer=answer))

    def _update(self, record: RequestRecord, changed: RequestRecord) -> bool:
        with self._lock:
            if self.records.get(record.id) != record:
                return False
            self.records[record.id] = changed
            return True
