"""What has been asked before, as a port: records of requests under an idempotency key."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.together import Part


@frozen
class RequestRecord:
    """A request under a key. `answer` (sealed) is there once it is done; until then whoever
    holds the lease works on it. `seed` derives the ids of whatever it creates."""

    id: str
    body: str
    seed: str
    lease_until: datetime
    expires_at: datetime
    answer: bytes | None = None


class RequestLedger(Protocol):
    """Keeps requests; every write is conditional."""

    def begin(self, record: RequestRecord, now: datetime) -> bool:
        """Write a new record, answered or not; False if there is one that has not expired."""
        ...

    def beginning(self, record: RequestRecord, now: datetime) -> Part:
        """The same as part of the write that carries the request out."""
        ...

    def find(self, record_id: str) -> RequestRecord | None:
        """The record, read consistently."""
        ...

    def take_over(self, record: RequestRecord, lease_until: datetime) -> bool:
        """Take the lease of exactly this record; False if somebody else did."""
        ...

    def finish(self, record: RequestRecord, answer: bytes) -> None:
        """Keep the answer, if the record still is this request's."""
        ...
