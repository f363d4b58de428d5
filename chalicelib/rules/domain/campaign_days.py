"""When a province's campaign runs, and at what time supervisors hear each morning who is behind.

Source: docs/handbook.md §10: its days count by the calendar, its duties by working days.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.worktime.domain.working_time import WorkingTime

LONGEST = timedelta(days=366)
_DAY = timedelta(days=1)
_LONGEST_REST = timedelta(days=14)
"""No holiday lasts longer: by then the first working day after the campaign has come."""


@frozen
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


def days_from_document(part: Document) -> CampaignDays:
    """The member `campaign` of a plan; what is wrong is noted."""
    morning = part.part("morning_list")
    days = CampaignDays(
        part.day("first_day"), part.day("last_day"), morning.time("at"), morning.time("until")
    )
    if part.is_sound("first_day", "last_day"):
        if days.last < days.first:
            part.fault("last_day", "chain_order")
        elif days.last - days.first > LONGEST:
            part.fault("last_day", "date_too_late", {"latest": f"{days.first + LONGEST:%d/%m/%Y}"})
    told = morning.has("at") and morning.has("until") and morning.is_sound("at", "until")
    if told and days.until <= days.at:
        morning.fault("until", "chain_order")
    return days


def days_to_document(days: CampaignDays) -> dict[str, Any]:
    """The inverse."""
    return {
        "first_day": days.first.isoformat(),
        "last_day": days.last.isoformat(),
        "morning_list": {
            "at": days.at.isoformat("minutes"),
            "until": days.until.isoformat("minutes"),
        },
    }
