"""When people are left in peace. Source: docs/handbook.md §6."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import LOCAL_ZONE


@frozen
class QuietHours:
    """Local times between which nothing rings: from the first, to just before the second."""

    begin: time = time(22)
    end: time = time(7)

    def reign_at(self, local: time) -> bool:
        """Whether it is quiet at that local time."""
        if self.begin > self.end:
            return local >= self.begin or local < self.end
        return self.begin <= local < self.end

    def over_at(self, instant: datetime) -> datetime | None:
        """If quiet hours reign at the instant, when (UTC) they end; else None."""
        local = instant.astimezone(LOCAL_ZONE)
        now = local.time()
        if not self.reign_at(now):
            return None
        ends_tomorrow = now >= self.end
        day = local.date() + timedelta(days=1 if ends_tomorrow else 0)
        return datetime.combine(day, self.end, LOCAL_ZONE).astimezone(UTC)
