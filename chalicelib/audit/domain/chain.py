"""The chain: each day is a row of numbered links, each with the hash of the one before.

The first link of a day opens it and carries on from the day before; the last one closes it with the
count of its lines. A link stands on the day on which it was entered, not on that of what it tells.
So a link that is changed, taken out, put in between or moved does not fit its neighbours, and an
end that is cut off does not fit the next day. Cutting the newest day short shows against a head
that was noted elsewhere: each one goes to the log of the function that wrote it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.domain.lines import AuditLine, written
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import local_date, store

FIRST = "0" * 64
"""What the first link of all names in the place of a hash."""
_BOOK = Actor(Role.SYSTEM, "audit")


@frozen
class AuditHead:
    """Where the chain ends, or ended when somebody noted it."""

    day: date
    number: int
    hash: str


@frozen
class AuditLink:
    """One line in its place. `number` counts from 1 within the local day."""

    day: date
    number: int
    previous: str
    entered: datetime
    line: str
    hash: str

    @property
    def head(self) -> AuditHead:
        """The end of the chain, as long as nothing follows."""
        return AuditHead(self.day, self.number, self.hash)


def hash_of(day: date, number: int, previous: str, entered: datetime, line: str) -> str:
    """SHA-256 in hexadecimal, over everything that a link says."""
    parts = [day.isoformat(), number, previous, store(entered), line]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def extend(
    head: AuditHead | None, now: datetime, lines: Sequence[AuditLine]
) -> tuple[AuditLink, ...]:
    """The links that enter these lines behind the head (None: nothing was ever entered).

    Where a new day has begun, the old one is closed and the new one opened before them. A clock
    that goes back does not: then the head's day goes on.
    """
    today = local_date(now)
    links: list[AuditLink] = []

    def add(day: date, line: AuditLine) -> None:
        before = links[-1].head if links else head
        number = before.number + 1 if before and before.day == day else 1
        previous, text = before.hash if before else FIRST, written(line)
        hashed = hash_of(day, number, previous, now, text)
        links.append(AuditLink(day, number, previous, now, text, hashed))

    if head is None:
        add(today, _own(AuditKind.DAY_OPENED, today, now, previous_day=None))
    elif head.day < today:
        add(head.day, _own(AuditKind.DAY_CLOSED, head.day, now, lines=head.number))
        opened = _own(AuditKind.DAY_OPENED, today, now, previous_day=head.day.isoformat())
        add(today, opened)
    day = links[-1].day if links else max(today, head.day if head else today)
    for line in lines:
        add(day, line)
    return tuple(links)


def _own(kind: AuditKind, day: date, now: datetime, **what: object) -> AuditLine:
    """A line of the book's own."""
    subject = f"day#{day.isoformat()}"
    return AuditLine(f"{subject}#{kind.value}", kind, now, _BOOK, subject, "audit", what=what)
