"""The clock of a case: a log of what started, stopped and lengthened it, and its due time.

The due time is a fold over the log with a calendar, so that a recomputation after an edit of the
calendar is the same fold. Source: docs/handbook.md §4. Instants are UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from chalicelib.domain.calendars import Calendar
from chalicelib.domain.limits import Limit

Kind = Literal["intake", "handling"]
_NONE = timedelta(0)


class Tick(StrEnum):
    """What can happen to a clock after its start."""

    PAUSED = "paused"
    RESUMED = "resumed"
    STOPPED = "stopped"
    """As a duplicate: outside the cap."""
    RESTARTED = "restarted"
    EXTENDED = "extended"
    LIMIT_CHANGED = "limit_changed"


@dataclass(frozen=True)
class Step:
    """One line of the log."""

    tick: Tick
    at: datetime
    limit: Limit | None = None


@dataclass(frozen=True)
class Fold:
    """Where the fold stands: the due time, the pause used, since when it stands still."""

    due_at: datetime
    used: timedelta
    since: datetime | None = None
    stopped: bool = False
    standing: timedelta = _NONE


@dataclass(frozen=True)
class Clock:
    """A clock; `pause_cap` is shared by all clocks of the case, `carried` is what earlier ones
    used of it."""

    kind: Kind
    limit: Limit
    started_at: datetime
    due_at: datetime
    pause_cap: timedelta
    carried: timedelta = _NONE
    provisional: bool = False
    calendar: int = 0
    """The version of the calendar that the due time was computed with."""
    latest_due: datetime | None = None
    """While the clock stands: the due time if the whole rest of the cap is used up."""
    runs_on_at: datetime | None = None
    """While the clock stands: when the cap is used up."""
    stopped: bool = False
    steps: tuple[Step, ...] = ()

    def pause(self, at: datetime, calendar: Calendar) -> Clock:
        """The citizen is asked."""
        return self._with(Step(Tick.PAUSED, at), calendar)

    def resume(self, at: datetime, calendar: Calendar) -> Clock:
        """The citizen answered, or nobody waits any more."""
        return self._with(Step(Tick.RESUMED, at), calendar)

    def mark_duplicate(self, at: datetime, calendar: Calendar) -> Clock:
        """Stands still as a duplicate."""
        return self._with(Step(Tick.STOPPED, at), calendar)

    def unmark_duplicate(self, at: datetime, calendar: Calendar) -> Clock:
        """Runs again."""
        return self._with(Step(Tick.RESTARTED, at), calendar)

    def extend(self, limit: Limit, at: datetime, calendar: Calendar) -> Clock:
        """More time, counted from the due time."""
        return self._with(Step(Tick.EXTENDED, at, limit), calendar)

    def change_limit(self, limit: Limit, at: datetime, calendar: Calendar) -> Clock:
        """Another limit from the same start; pauses and extensions stay."""
        return self._with(Step(Tick.LIMIT_CHANGED, at, limit), calendar)

    def recompute(self, calendar: Calendar) -> Clock:
        """The same log under another calendar."""
        fold = self.fold(calendar)
        rest = max(self.pause_cap - fold.used, _NONE)
        paused = fold.since is not None and not fold.stopped
        latest = calendar.add_working(fold.due_at, rest) if paused else None
        return replace(
            self,
            due_at=fold.due_at,
            provisional=calendar.is_provisional(self.started_at, latest or fold.due_at),
            calendar=calendar.version,
            latest_due=latest,
            runs_on_at=calendar.add_working(fold.since, rest) if paused and fold.since else None,
            stopped=fold.stopped,
        )

    def carry_pauses(self, earlier: Clock | None, calendar: Calendar) -> Clock:
        """The cap holds for the whole case."""
        return self if earlier is None else replace(self, carried=earlier.fold(calendar).used)

    def fold(self, calendar: Calendar) -> Fold:
        """Walk through the log."""
        changed = [step.limit for step in self.steps if step.tick is Tick.LIMIT_CHANGED]
        limit = changed[-1] if changed and changed[-1] else self.limit
        fold = Fold(calendar.due(limit, self.started_at), self.carried)
        for step in self.steps:
            fold = self._after(fold, step, calendar)
        return fold

    def is_standing(self, now: datetime) -> bool:
        """Whether the clock stands still at that instant."""
        return self.stopped or (self.runs_on_at is not None and now < self.runs_on_at)

    def is_overdue(self, now: datetime) -> bool:
        """Whether it runs and is past due; at the due time itself it is not."""
        return not self.is_standing(now) and now > (self.latest_due or self.due_at)

    def at_share(self, percent: int, calendar: Calendar) -> datetime:
        """When that share of the working time between start and due time has passed."""
        start = calendar.next_opening(self.started_at)
        whole = calendar.working_time(start, self.due_at)
        return calendar.add_working(start, whole * percent / 100)

    def standing_time(self, now: datetime, calendar: Calendar) -> timedelta:
        """Working time for which it has stood still so far."""
        fold = self.fold(calendar)
        if fold.since is None:
            return fold.standing
        return fold.standing + self._stood(fold, now, calendar)

    def _with(self, step: Step, calendar: Calendar) -> Clock:
        if self.steps and step.at < self.steps[-1].at:
            raise ValueError("steps of a clock come in the order of time")
        return replace(self, steps=(*self.steps, step)).recompute(calendar)

    def _after(self, fold: Fold, step: Step, calendar: Calendar) -> Fold:
        match step.tick:
            case Tick.PAUSED | Tick.STOPPED:
                return replace(fold, since=step.at, stopped=step.tick is Tick.STOPPED)
            case Tick.RESUMED | Tick.RESTARTED if fold.since is not None:
                stood = self._stood(fold, step.at, calendar)
                return replace(
                    fold,
                    due_at=calendar.add_working(fold.due_at, stood),
                    used=fold.used if fold.stopped else fold.used + stood,
                    since=None,
                    stopped=False,
                    standing=fold.standing + stood,
                )
            case Tick.EXTENDED if step.limit is not None:
                return replace(fold, due_at=calendar.extended(fold.due_at, step.limit))
            case _:
                return fold

    def _stood(self, fold: Fold, until: datetime, calendar: Calendar) -> timedelta:
        if fold.since is None:
            return _NONE
        worked = calendar.working_time(fold.since, until)
        rest = max(self.pause_cap - fold.used, _NONE)
        return worked if fold.stopped else min(worked, rest)


def start_clock(
    kind: Kind, limit: Limit, at: datetime, calendar: Calendar, pause_cap: timedelta
) -> Clock:
    """A new clock; started outside working hours it runs from the next opening."""
    return Clock(kind, limit, at, at, pause_cap).recompute(calendar)
