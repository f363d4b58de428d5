"""Days, times and what is left until a due time, as people live them (docs/pages.md, Words).

Rounding never promises more than there is: under an hour in minutes, up to a working day in hours
(below four hours with minutes), up to three days in days and hours, then in whole days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.runtime.pages.words import PageWords

WORKING_DAY_MINUTES = 450
_HOUR = 60
_WITH_MINUTES_BELOW = 4 * _HOUR
_WITH_HOURS_TO = 3 * WORKING_DAY_MINUTES


@frozen
class ShownDue:
    """A due time as it is shown: `kind` is calm, soon, over or wait; `at` is the line below."""

    kind: str
    text: str
    at: str
    instant: str
    day: date


@frozen
class TimeWords:
    """Says times in one language, seen from `now` (in the province's zone)."""

    words: PageWords
    now: datetime

    def day(self, day: date | str) -> str:
        """`thứ Sáu 28/08`; the year only when it is not this one."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        name = self.words(f"day.{day.weekday()}")
        form = "%d/%m" if day.year == self.now.year else "%d/%m/%Y"
        return f"{name} {day.strftime(form)}"

    def at(self, instant: datetime | str) -> str:
        """`17:00, thứ Sáu 28/08`."""
        local = self.local(instant)
        return f"{local:%H:%M}, {self.day(local.date())}"

    def short(self, instant: datetime | str) -> str:
        """`17:00, 28/08`."""
        local = self.local(instant)
        return f"{local:%H:%M}, {local:%d/%m}" + (
            "" if local.year == self.now.year else f"/{local.year}"
        )

    def local(self, instant: datetime | str) -> datetime:
        """On the province's wall clock."""
        given = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        return given.astimezone(LOCAL_ZONE)

    def working(self, minutes: int) -> str:
        """`1 ngày 3 giờ làm việc`."""
        if minutes < _HOUR:
            return self._of("minutes", minutes=minutes)
        if minutes <= WORKING_DAY_MINUTES:
            hours, rest = divmod(minutes, _HOUR)
            if rest and minutes < _WITH_MINUTES_BELOW:
                return self._of("hours_minutes", hours=hours, minutes=rest)
            return self._of("hours", hours=hours)
        days, rest = divmod(minutes, WORKING_DAY_MINUTES)
        if minutes <= _WITH_HOURS_TO and rest >= _HOUR:
            return self._of("days_hours", days=days, hours=rest // _HOUR)
        return self._of("days", days=days)

    def due(self, shown: Mapping[str, Any]) -> ShownDue | None:
        """Of a case's clock or of a line of a list; None where no time is set."""
        instant = shown["due_at"]
        if instant is None:
            return None
        kind, text = self._left(shown, shown["working_minutes_left"])
        local = self.local(instant)
        return ShownDue(kind, text, self.at(local), instant, local.date())

    def _left(self, shown: Mapping[str, Any], minutes: int | None) -> tuple[str, str]:
        if shown["paused"]:
            return "wait", self.words("due.paused")
        if minutes is None:
            return "done", self.words("due.over_now")
        if shown["overdue"]:
            late = -minutes
            return "over", (
                self.words("due.over", time=self.working(late)) if late else self.words("due.past")
            )
        kind = "soon" if minutes <= WORKING_DAY_MINUTES else "calm"
        left = max(0, minutes)
        return kind, self.words("due.left", time=self.working(left))

    def _of(self, name: str, **gaps: int) -> str:
        return self.words(f"working.{name}", **gaps)
