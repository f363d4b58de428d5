"""The queue `campaign` to the counters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.campaign.application.counting import CountDesk, count_events
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, Envelope, process_together


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Count what the events of a batch tell of, together."""
    return process_together(event, _count)


def _count(envelopes: Sequence[Envelope]) -> None:
    count_events(services().get(CountDesk), [envelope.event for envelope in envelopes])
