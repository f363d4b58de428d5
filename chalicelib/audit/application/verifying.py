"""Whether the book holds: one day of it, or all that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.audit.application.ports import AuditBook
from chalicelib.audit.domain.audit_policy import AuditPolicy
from chalicelib.audit.domain.chain import AuditHead
from chalicelib.audit.domain.verification import AuditBreak, verify_all, verify_day
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.instants import local_date


@dataclass(frozen=True)
class AuditReading:
    """What looking into the book needs."""

    book: AuditBook
    policy: AuditPolicy
    clock: Clock


@dataclass(frozen=True)
class AuditVerdict:
    """How many links were looked at, where the newest of them stands, and what does not hold."""

    links: int
    head: AuditHead | None
    breaks: tuple[AuditBreak, ...]


def verify_whole(reading: AuditReading, noted: Sequence[AuditHead] = ()) -> AuditVerdict:
    """All that is kept, against heads that were noted elsewhere: the operator's, for it scans."""
    now, records = reading.clock.now(), reading.book.everything()
    since = reading.policy.kept_since(local_date(now))
    breaks = verify_all(records, since, now, noted)
    links = [link for day in sorted(records.days) for link in records.days[day]]
    return AuditVerdict(len(links), links[-1].head if links else None, tuple(breaks))


def verify_one(reading: AuditReading, day: date) -> AuditVerdict:
    """One day between its neighbours. Raises NotFound for a day without lines."""
    links = reading.book.links_of(day)
    if not links:
        raise NotFound("not_found")
    before, after = reading.book.days_around(day)
    last = reading.book.last_of(before) if before else None
    first = reading.book.links_of(after)[:1] if after else ()
    since = reading.policy.kept_since(local_date(reading.clock.now()))
    breaks = verify_day(day, links, [last] if last else [], first, since)
    return AuditVerdict(len(links), links[-1].head, tuple(breaks))
