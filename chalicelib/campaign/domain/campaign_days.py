"""When a province's campaign runs, and at what time supervisors hear each morning who is behind.

Source: docs/handbook.md §10: its days count by the calendar, its duties by working days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from chalicelib.kernel.documents import Document
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.worktime.domain.working_time import WorkingTime

_DAY = timedelta(days=1)
_LONGEST_REST = timedelta(days=14)
"""No holiday lasts longer: by then the first working day after the campaign has come."""


@dataclass(frozen=True)
class CampaignDays:
    """Local days, both within it. A morning lasts from `at` until `until`, local times."""

    first: date
    last: date
    at: time
    until: time

    def may_tell(self, now: datetime) -> bool:
        """Whether it is a morning of the campaign, working day or not."""
        local = now.astimezone(LOCAL_ZONE)
        is_campaigns = self.first < local.date() <= self.last + _LONGEST_REST
        return is_campaigns and self.at <= local.time() < self.until

    def told_of(self, now: datetime, calendar: WorkingTime) -> date | None:
        """The day whose end is told of now: the last one, if it was one of the campaign's and this
        is the morning of a working day. After the campaign's end its first working morning tells
        once more."""
        if not self.may_tell(now) or calendar.working_day(now) is None:
            return None
        today = now.astimezone(LOCAL_ZONE).date()
        if today <= self.last:
            return today - _DAY
        return self.last if self._first_after(calendar) == today else None

    def next_morning(self, now: datetime, calendar: WorkingTime) -> datetime | None:
        """The next instant (UTC) at which somebody is told; None once it is over."""
        day = max(now.astimezone(LOCAL_ZONE).date(), self.first + _DAY)
        while day <= self._first_after(calendar):
            at = datetime.combine(day, self.at, LOCAL_ZONE).astimezone(UTC)
            if at > now and self.told_of(at, calendar) is not None:
                return at
            day += _DAY
        return None

    def _first_after(self, calendar: WorkingTime) -> date:
        """The first working day after its end."""
        over = datetime.combine(self.last, time(12), LOCAL_ZONE)
        return calendar.next_morning(over).astimezone(LOCAL_ZONE).date()


def days_from_document(value: object) -> CampaignDays:
    """Of a JSON document; raises Invalid with all its faults."""
    document = Document(value)
    document.text("source")
    morning = document.part("morning_list")
    days = CampaignDays(
        document.day("first_day"),
        document.day("last_day"),
        morning.time("at"),
        morning.time("until"),
    )
    if document.is_sound("first_day", "last_day") and days.last < days.first:
        document.fault("last_day", "too_early")
    if morning.is_sound("at", "until") and days.until <= days.at:
        morning.fault("until", "too_early")
    document.finish()
    return days
