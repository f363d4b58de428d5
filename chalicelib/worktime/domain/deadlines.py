"""The clock of a case: a log, and the due time that follows from it.

Source: docs/handbook.md §3, §4. The due time is a fold over the log with a calendar
(`reckoning.py`), kept here so that reading needs no calendar; an edited calendar means the same
fold again. Instants are UTC. Steps in the wrong order raise ValueError.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.languages import Language
from chalicelib.worktime.domain.calendars import Calendar
from chalicelib.worktime.domain.clock_steps import (
    STOPS,
    ClockStep,
    Happened,
    check_order,
    open_stop,
)
from chalicelib.worktime.domain.due_times import DueTime
from chalicelib.worktime.domain.explanations import Why, explain
from chalicelib.worktime.domain.limits import Limit
from chalicelib.worktime.domain.reckoning import reckon, stops

__all__ = ["ClockKind", "DeadlineClock", "Limit", "start_clock"]

ClockKind = Literal["intake", "handling"]


@frozen
class DeadlineClock:
    """A clock as it stands after the last step of its log; each change makes a new one.

    While the case waits, `due_at` is what it becomes if the wait uses up the cap, and
    `cap_reached_at` when that is: from then on the clock runs although the case still waits. While
    it is a duplicate, `due_at` is as of the mark. How it reads at an instant says `due`.
    """

    kind: ClockKind
    pause_cap: timedelta
    """Working time; shared by all pauses of the case, those of earlier clocks included."""
    steps: tuple[ClockStep, ...]
    earlier: tuple[ClockStep, ...]
    """The stops and releases of the clocks that the case had before."""
    calendar: int
    """The version of the calendar that the instants below come from."""
    due_at: datetime
    cap_reached_at: datetime | None
    provisional: bool
    """A day up to the due time lies in a year for which no official notice is loaded."""

    @property
    def due(self) -> DueTime:
        """The due time and the wait before it, for everybody who asks."""
        stop = open_stop(self.steps)
        runs = stop is None or stop.what is not Happened.DUPLICATE_MARKED
        return DueTime(self.due_at, self.cap_reached_at, runs)

    def is_standing(self, now: datetime) -> bool:
        """Whether the clock stands: as a duplicate, or paused within the cap."""
        return self.due.is_paused(now) or not self.due.runs

    def pause(self, at: datetime, calendar: Calendar) -> DeadlineClock:
        """The case waits for the citizen."""
        return self._with(ClockStep(at, Happened.PAUSED), calendar)

    def resume(self, at: datetime, calendar: Calendar) -> DeadlineClock:
        """The wait is over: the due time moves by the working time paused, within the cap."""
        return self._with(ClockStep(at, Happened.RESUMED), calendar)

    def mark_duplicate(self, at: datetime, calendar: Calendar) -> DeadlineClock:
        """The case is a duplicate: the clock stands, outside the cap."""
        return self._with(ClockStep(at, Happened.DUPLICATE_MARKED), calendar)

    def unmark_duplicate(self, at: datetime, calendar: Calendar) -> DeadlineClock:
        """It was none: the due time moves by the working time spent as a duplicate."""
        return self._with(ClockStep(at, Happened.DUPLICATE_UNMARKED), calendar)

    def extend(self, limit: Limit, at: datetime, calendar: Calendar) -> DeadlineClock:
        """More time, counted from the old due time; may be granted late."""
        return self._with(ClockStep(at, Happened.EXTENDED, limit), calendar)

    def change_limit(self, limit: Limit, at: datetime, calendar: Calendar) -> DeadlineClock:
        """Another limit, counted from the same start; pauses and extensions are kept."""
        return self._with(ClockStep(at, Happened.LIMIT_CHANGED, limit), calendar)

    def recompute(self, calendar: Calendar, at: datetime) -> DeadlineClock:
        """The same log under another version of the calendar; itself under the same version."""
        if calendar.version == self.calendar:
            return self
        step = ClockStep(at, Happened.RECOMPUTED, None, calendar.version, self.due_at)
        check_order(self.steps, step)
        return _reckoned(self.kind, self.pause_cap, (*self.steps, step), self.earlier, calendar)

    def carry_pauses(self, before: DeadlineClock | None) -> DeadlineClock:
        """This clock, fresh, as the one that follows `before` in the same case."""
        if before is None:
            return self
        if open_stop(before.steps) or len(self.steps) > 1:
            raise ValueError("pauses are carried from a running clock to a fresh one")
        passing = (*STOPS.keys(), *STOPS.values())
        own = tuple(step for step in before.steps if step.what in passing)
        return replace(self, earlier=(*before.earlier, *own))

    def at_share(self, percent: int, calendar: Calendar) -> datetime:
        """When that share of the working time between start and due time has passed."""
        start = self.steps[0].at
        whole = calendar.working_time(start, self.due_at)
        return calendar.add_working(start, whole * percent // 100)

    def standing_time(self, since: datetime, until: datetime, calendar: Calendar) -> timedelta:
        """The working time between two instants in which this clock, or one before it, stood."""
        total = timedelta(0)
        for stop in stops((*self.earlier, *self.steps), self.pause_cap, calendar):
            start, end = max(stop.start, since), min(stop.stood_until or until, until)
            if start < end:
                total += calendar.working_time(start, end)
        return total

    def explain(self, calendar: Calendar, language: Language) -> tuple[Why, ...]:
        """Why this due time; `calendar` is the one that the clock was last computed with."""
        reckoning = reckon(self.earlier, self.steps, self.pause_cap, calendar)
        return explain(self.kind, self.pause_cap, reckoning, calendar, language)

    def _with(self, step: ClockStep, calendar: Calendar) -> DeadlineClock:
        """One step more; a calendar that was edited meanwhile is a step of its own before it."""
        current = self.recompute(calendar, step.at)
        check_order(current.steps, step)
        steps = (*current.steps, step)
        return _reckoned(self.kind, self.pause_cap, steps, self.earlier, calendar)


def start_clock(
    kind: ClockKind,
    limit: Limit,
    at: datetime,
    calendar: Calendar,
    pause_cap: timedelta,
    *,
    reopened: bool = False,
) -> DeadlineClock:
    """A new clock; outside working hours it starts at the next opening.

    `pause_cap` is the policy's, in working time. Follow with `carry_pauses` where the case had a
    clock before.
    """
    what = Happened.REOPENED if reopened else Happened.STARTED
    steps = (ClockStep(at, what, limit, calendar.version),)
    return _reckoned(kind, pause_cap, steps, (), calendar)


def _reckoned(
    kind: ClockKind,
    pause_cap: timedelta,
    steps: tuple[ClockStep, ...],
    earlier: tuple[ClockStep, ...],
    calendar: Calendar,
) -> DeadlineClock:
    reckoning = reckon(earlier, steps, pause_cap, calendar)
    return DeadlineClock(
        kind=kind,
        pause_cap=pause_cap,
        steps=steps,
        earlier=earlier,
        calendar=calendar.version,
        due_at=reckoning.due,
        cap_reached_at=reckoning.open.cap_reached_at if reckoning.open else None,
        provisional=bool(calendar.provisional_years(steps[0].at, reckoning.due)),
    )
