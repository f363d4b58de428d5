"""The same request under the same key is carried out once (the HTTP contract, Manners)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.application.ports.clock import Clock
from chalicelib.application.ports.ledger import RequestLedger, RequestRecord
from chalicelib.domain.errors import Fault, Invalid, TooMany
from chalicelib.domain.ids import new_seed

KEPT = timedelta(hours=24)
LEASE = timedelta(seconds=30)
"""Longer than the longest request."""
PATIENCE = 10.0
"""Seconds that a racer waits for the first."""
PAUSE = 0.25
"""Seconds between two looks."""


@dataclass(frozen=True)
class RequestDesk:
    """`pause` waits that many seconds of real time."""

    ledger: RequestLedger
    clock: Clock
    pause: Callable[[float], None]


def carry_out_once(
    desk: RequestDesk, record_id: str, body: str, work: Callable[[str], bytes | None]
) -> tuple[bytes | None, bool]:
    """The sealed answer, and whether this call made it.

    `work` gets the seed and gives the answer to keep; None (a server's fault) is not kept, and
    the next try goes on with the same seed. Raises Invalid when the key was used with another
    body, and TooMany (`request_in_progress`) when the first is not done in time.
    """
    now = desk.clock.now()
    record = RequestRecord(record_id, body, new_seed(), now + LEASE, now + KEPT)
    if desk.ledger.begin(record, now):
        return _work(desk, record, work), True
    waited = 0.0
    while True:
        found = desk.ledger.find(record_id)
        if found is None:
            return carry_out_once(desk, record_id, body, work)
        if found.body != body:
            fault = Fault("Idempotency-Key", "idempotency_key_reused")
            raise Invalid([fault], "idempotency_key_reused")
        if found.answer is not None:
            return found.answer, False
        lease = desk.clock.now() + LEASE
        if found.lease_until <= desk.clock.now() and desk.ledger.take_over(found, lease):
            return _work(desk, replace(found, lease_until=lease), work), True
        if waited >= PATIENCE:
            raise TooMany("request_in_progress", retry_after=5)
        desk.pause(PAUSE)
        waited += PAUSE


def _work(
    desk: RequestDesk, record: RequestRecord, work: Callable[[str], bytes | None]
) -> bytes | None:
    answer = work(record.seed)
    if answer is not None:
        desk.ledger.finish(record, answer)
    else:
        desk.ledger.take_over(record, desk.clock.now())
    return answer
