"""The queue `audit` to the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.audit.application.entering import AuditDesk, enter
from chalicelib.audit.domain.events import line_of
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, Envelope, process_together
from chalicelib.runtime.workers.logs import logger


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Enter the batch's lines in one write; where one of them spoils it, each by itself.

    The chain's new end goes to the log: cutting the newest day short shows against it.
    """
    return process_together(event, _enter)


def _enter(envelopes: Sequence[Envelope]) -> None:
    lines = [line for one in envelopes if (line := line_of(one.event)) is not None]
    head = enter(services().get(AuditDesk), lines)
    if head is not None:
        logger.info("audit", day=head.day.isoformat(), number=head.number, hash=head.hash)
