"""The same request under the same key is carried out once (the HTTP contract, Manners)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import DomainError, Invalid
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.repeats import KEPT
from chalicelib.runtime.http.idempotency.ledger import RequestLedger, RequestRecord
from chalicelib.runtime.http.pointers import HeaderFault

LEASE = timedelta(seconds=30)
"""Longer than a function may run."""
PAUSES = (0.1, 0.15, 0.25, 0.5, *[1.0] * 9)
"""Seconds between a racer's looks at the record: ten in all, and most looks at the beginning."""
RETRY_AFTER = 5
"""Seconds."""


class InProgress(DomainError):
    """The first request under this key is not done yet; `retry_after` is in whole seconds (409)."""

    def __init__(self) -> None:
        super().__init__("request_in_progress")
        self.retry_after = RETRY_AFTER


@frozen
class RequestDesk:
    """`pause` waits that many seconds of real time."""

    ledger: RequestLedger
    clock: Clock
    pause: Callable[[float], None]


def check_body(first: str, second: str) -> None:
    """Raises Invalid when the key was used with another body."""
    if first != second:
        fault = HeaderFault(("Idempotency-Key",), "idempotency_key_reused")
        raise Invalid([fault], "idempotency_key_reused")


def carry_out_once(
    desk: RequestDesk, record_id: str, body: str, work: Callable[[str], bytes | None]
) -> tuple[bytes | None, bool]:
    """The sealed answer, and whether this call made it.

    `work` gets the seed and gives the answer to keep; None is not kept, and the next try goes on
    with the same seed, as it does when `work` raises. Raises Invalid when the key was used with
    another body, and InProgress when the first is not done in time.
    """
    now = desk.clock.now()
    record = RequestRecord(record_id, body, new_seed(), now + LEASE, now + KEPT)
    if desk.ledger.begin(record, now):
        return _work(desk, record, work), True
    for pause in (*PAUSES, None):
        found = desk.ledger.find(record_id)
        if found is None:
            return carry_out_once(desk, record_id, body, work)
        check_body(found.body, body)
        if found.answer is not None:
            return found.answer, False
        lease = desk.clock.now() + LEASE
        if found.lease_until <= desk.clock.now() and desk.ledger.take_over(found, lease):
            return _work(desk, replace(found, lease_until=lease), work), True
        if pause is not None:
            desk.pause(pause)
    raise InProgress


def _work(
    desk: RequestDesk, record: RequestRecord, work: Callable[[str], bytes | None]
) -> bytes | None:
    answer = None
    try:
        answer = work(record.seed)
        return answer
    finally:
        if answer is None:
            desk.ledger.take_over(record, desk.clock.now())
        else:
            desk.ledger.finish(record, answer)
