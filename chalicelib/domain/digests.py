"""One digest a morning instead of single reminders. Source: docs/handbook.md §4 (reminders)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from chalicelib.domain.instants import LOCAL_ZONE

GATHERING = timedelta(minutes=1)
"""How long after its last line a digest goes out: reminders of one instant come one by one."""


@dataclass(frozen=True)
class DigestTimes:
    """Local times, of the policy: when digests go out, and from when on the next one gathers."""

    evening: time
    morning: time

    def digest_time(self, instant: datetime) -> datetime | None:
        """The digest (UTC) that a reminder due at this instant belongs to; None in the day."""
        local = instant.astimezone(LOCAL_ZONE)
        if self.morning < local.time() <= self.evening:
            return None
        day = local.date() + timedelta(days=1 if local.time() > self.evening else 0)
        return datetime.combine(day, self.morning, LOCAL_ZONE).astimezone(UTC)
