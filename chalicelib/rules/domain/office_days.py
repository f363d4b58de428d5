"""The days on which office mail goes out, and its mornings. Source: docs/handbook.md §4, §6.

Three settings that are edited apart meet here: the policy's digest and quiet hours, and the
calendar's days and openings. A morning is derived of all of them, so that none can be moved away
from the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time

from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.rules.domain.digests import GATHERING, DigestTimes
from chalicelib.rules.domain.quiet_hours import QuietHours
from chalicelib.worktime.domain.working_time import WorkingTime


@dataclass(frozen=True)
class OfficeDays:
    """Working days, as mail to officers, leaders, supervisors and intake keeps to them."""

    digest: DigestTimes
    quiet: QuietHours
    calendar: WorkingTime

    def over_at(self, instant: datetime) -> datetime | None:
        """If the instant lies on a day off, the next working morning (UTC); else None."""
        return None if self.calendar.working_day(instant) else self._next_morning(instant)

    def digest_time(self, instant: datetime) -> datetime | None:
        """The digest (UTC) that a reminder due at this instant belongs to; None in the day.

        The day lasts from when its digest goes out to the later of its last closing and the
        policy's evening.
        """
        day = self.calendar.working_day(instant)
        if day is None:
            return self._next_morning(instant)
        opens, closes = day
        morning = self._morning(opens)
        if instant < morning + GATHERING:
            return morning
        ends = max(closes, _at(instant, self.digest.evening))
        return None if instant <= ends else self._next_morning(instant)

    def _next_morning(self, instant: datetime) -> datetime:
        return self._morning(self.calendar.next_morning(instant))

    def _morning(self, opening: datetime) -> datetime:
        """Of the day that opens then: at the digest's time, but once it is open and not quiet."""
        at = max(opening, _at(opening, self.digest.morning))
        return self.quiet.over_at(at) or at


def _at(instant: datetime, local: time) -> datetime:
    """That time of the instant's local day."""
    day = instant.astimezone(LOCAL_ZONE).date()
    return datetime.combine(day, local, LOCAL_ZONE).astimezone(UTC)
