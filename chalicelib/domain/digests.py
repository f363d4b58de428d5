"""One digest a morning instead of single reminders. Source: docs/handbook.md §4 (reminders)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from chalicelib.domain.instants import LOCAL_ZONE

MORNING = time(7, 30)
"""(default) Local time of the digest."""
EVENING = time(17)
"""(default) What is due from the evening on waits for the next morning's digest."""
GATHERING = timedelta(minutes=1)
"""How long after its last line a digest goes out: reminders of one instant come one by one."""


def digest_time(instant: datetime) -> datetime | None:
    """The digest (UTC) that a reminder due at this instant belongs to; None within the day."""
    local = instant.astimezone(LOCAL_ZONE)
    if MORNING < local.time() <= EVENING:
        return None
    day = local.date() + timedelta(days=1 if local.time() > EVENING else 0)
    return datetime.combine(day, MORNING, LOCAL_ZONE).astimezone(UTC)
