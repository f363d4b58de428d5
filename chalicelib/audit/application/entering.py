"""Lines are entered into the chain: none is lost, none stands twice, whoever else enters.

Where this process left the chain's end a moment ago, it goes on from there without looking: the
write is refused if anybody else came in between, or if a line has its place already, and then it
looks.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.audit.application.ports import AuditTrail
from chalicelib.audit.domain.chain import AuditHead, AuditLink, extend
from chalicelib.audit.domain.lines import AuditLine
from chalicelib.kernel.clock import Clock

MOST_LINES = 30
"""Entered in one write; with the book's own lines that is well below what a transaction takes."""
_ATTEMPTS = 40
_PAUSE = 0.02
"""Seconds, at most, for each attempt so far."""
_KNOWN_FOR = timedelta(minutes=1)


class AuditBusy(Exception):
    """Too many others were entering lines; the letters come again."""


class KnownEnd:
    """Where the chain ended when this process last entered a line; forgotten a minute after it was
    looked at, so that a table that was put back by hand is looked at again."""

    def __init__(self) -> None:
        self._known: tuple[AuditHead, datetime] | None = None

    def at(self, now: datetime) -> AuditHead | None:
        """As it is known at that instant, if it is."""
        known = self._known
        return known[0] if known and abs(now - known[1]) < _KNOWN_FOR else None

    def put(self, head: AuditHead, now: datetime) -> None:
        """It ends there now; where an end was known, it was looked at as long ago as that."""
        seen = self._known[1] if self._known and self.at(now) else now
        self._known = (head, seen)

    def forget(self) -> None:
        """Nobody knows where it ends."""
        self._known = None


@dataclass(frozen=True)
class AuditDesk:
    """What entering lines needs. `pause` waits for so many seconds."""

    trail: AuditTrail
    clock: Clock
    pause: Callable[[float], None]
    end: KnownEnd = field(default_factory=KnownEnd)


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
        now = desk.clock.now()
        links = _links(desk, lines, now)
        if not links:
            return None
        if desk.trail.add(links):
            desk.end.put(links[-1].head, now)
            return links[-1].head
        desk.end.forget()
        desk.pause(random.uniform(0, _PAUSE * (attempt + 1)))
    raise AuditBusy(f"{len(lines)} lines")


def _links(desk: AuditDesk, lines: Sequence[AuditLine], now: datetime) -> Sequence[AuditLink]:
    known = desk.end.at(now)
    if known is not None:
        return extend(known, now, lines)
    entered = desk.trail.entered([line.id for line in lines])
    left = [line for line in lines if line.id not in entered]
    return extend(desk.trail.head(), now, left) if left else ()
