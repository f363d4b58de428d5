"""The queue `audit` to the chain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.audit.application.entering import AuditDesk, enter
from chalicelib.audit.domain.events import line_of
from chalicelib.audit.domain.lines import AuditLine
from chalicelib.kernel.faults import Faults
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, Envelope, process
from chalicelib.runtime.workers.logs import logger


def handle(event: dict[str, Any], _context: Any) -> BatchAnswer:
    """Enter the batch's lines in one write; where one of them spoils it, each by itself.

    The chain's new end goes to the log: cutting the newest day short shows against it.
    """
    lines: list[AuditLine] = []

    def collect(envelope: Envelope) -> None:
        line = line_of(envelope.event)
        if line is not None:
            lines.append(line)

    answer = process(event, collect)
    try:
        _enter(lines)
    except Exception as fault:
        if services().get(Faults).is_passing(fault):
            raise
        return process(event, lambda envelope: _enter(filter(None, [line_of(envelope.event)])))
    return answer


def _enter(lines: Iterable[AuditLine]) -> None:
    head = enter(services().get(AuditDesk), list(lines))
    if head is not None:
        logger.info("audit", day=head.day.isoformat(), number=head.number, hash=head.hash)
