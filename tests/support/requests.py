"""Requests under idempotency keys, in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.application.ports.ledger import RequestRecord


class FakeRequestLedger:
    """For one caller at a time: nobody leaves a request lying."""

    def __init__(self) -> None:
        self._records: dict[str, RequestRecord] = {}

    def begin(self, record: RequestRecord, now: datetime) -> bool:
        found = self._records.get(record.id)
        if found is not None and found.expires_at > now:
            return False
        self._records[record.id] = record
        return True

    def find(self, record_id: str) -> RequestRecord | None:
        return self._records.get(record_id)

    def take_over(self, record: RequestRecord, lease_until: datetime) -> bool:
        self._records[record.id] = replace(record, lease_until=lease_until)
        return True

    def finish(self, record: RequestRecord, answer: bytes) -> None:
        self._records[record.id] = replace(record, answer=answer)
