"""Lines are entered into the chain: none is lost, none stands twice, whoever else enters."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chalicelib.audit.application.ports import AuditTrail
from chalicelib.audit.domain.chain import AuditHead, extend
from chalicelib.audit.domain.lines import AuditLine
from chalicelib.kernel.clock import Clock

MOST_LINES = 30
"""Entered in one write; with the book's own lines that is well below what a transaction takes."""
_ATTEMPTS = 40
_PAUSE = 0.02
"""Seconds, at most, for each attempt so far."""


class AuditBusy(Exception):
    """Too many others were entering lines; the letters come again."""


@dataclass(frozen=True)
class AuditDesk:
    """What entering lines needs. `pause` waits for so many seconds."""

    trail: AuditTrail
    clock: Clock
    pause: Callable[[float], None]


def enter(desk: AuditDesk, lines: Sequence[AuditLine]) -> AuditHead | None:
    """Enter what is not entered yet, in this order; the chain's end, or None if there was nothing.

    Raises AuditBusy when it cannot get in between the others.
    """
    once = list({line.id: line for line in lines}.values())
    head = None
    for start in range(0, len(once), MOST_LINES):
        head = _enter(desk, once[start : start + MOST_LINES]) or head
    return head


def _enter(desk: AuditDesk, lines: Sequence[AuditLine]) -> AuditHead | None:
    for attempt in range(_ATTEMPTS):
        entered = desk.trail.entered([line.id for line in lines])
        left = [line for line in lines if line.id not in entered]
        if not left:
            return None
        links = extend(desk.trail.head(), desk.clock.now(), left)
        if desk.trail.add(links):
            return links[-1].head
        desk.pause(random.uniform(0, _PAUSE * (attempt + 1)))
    raise AuditBusy(f"{len(lines)} lines")
