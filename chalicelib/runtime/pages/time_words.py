"""Days, times and what is left until a due time, as people live them (docs/pages.md, Words).

Rounding never promises more than there is: under an hour in minutes, up to a working day in hours
(below four hours with minutes), up to three days in days and hours, then in whole days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
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
    """Says times in one language, seen from `now` (in the province's zone). What is due at one time
    is said once: most of a queue ends with a working day."""

    words: PageWords
    now: datetime
    _said: dict[tuple[Any, ...], ShownDue] = field(default_factory=dict, compare=False)

    def day(self, day: date | str) -> str:
        """`thứ Sáu 28/08`; the year only when it is not this one."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        return f"{self.words(f'day.{day.weekday()}')} {self._numbers(day)}"

    def at(self, instant: datetime | str) -> str:
        """`17:00, thứ Sáu 28/08`."""
        local = self.local(instant)
        return f"{local.hour:02}:{local.minute:02}, {self.day(local.date())}"

    def short(self, instant: datetime | str) -> str:
        """`17:00, 28/08`."""
        local = self.local(instant)
        return f"{local.hour:02}:{local.minute:02}, {self._numbers(local)}"

    def month(self, period: str) -> str:
        """`8/2026`, of `2026-08`."""
        year, month = period.split("-")
        return f"{int(month)}/{year}"

    def _numbers(self, day: date) -> str:
        numbers = f"{day.day:02}/{day.month:02}"
        return numbers if day.year == self.now.year else f"{numbers}/{day.year:04}"

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
        instant, left = shown["due_at"], shown["working_minutes_left"]
        if instant is None:
            return None
        place = (instant, left, shown["paused"], shown["overdue"])
        if place not in self._said:
            kind, text = self._left(shown, left)
            local = self.local(instant)
            self._said[place] = ShownDue(kind, text, self.at(local), instant, local.date())
        return self._said[place]

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
