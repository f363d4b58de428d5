"""From the log of a clock to its due time: one fold, for computing, recomputing and explaining.

Source: docs/handbook.md §3, §4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib.kernel.frozen import frozen
from chalicelib.worktime.domain.clock_steps import STOPS, ClockStep, Happened
from chalicelib.worktime.domain.limits import Limit
from chalicelib.worktime.domain.working_time import WorkingTime

_NONE = timedelta(0)


@frozen
class Stop:
    """A stretch in which the case was paused or a duplicate."""

    cause: Happened
    start: datetime
    end: datetime | None
    """None while it lasts."""
    cap_reached_at: datetime | None
    """Of a pause: when all pauses of the case together use up the cap, if this one lasts so long.
    From then on the clock runs although the case still waits."""
    moved_by: timedelta
    """Working time by which it moves the due time: while it lasts, the most that it can; of a
    duplicate nobody knows, so nothing yet."""

    @property
    def stood_until(self) -> datetime | None:
        """When the clock ran again; None while a duplicate lasts: nobody knows how long."""
        ends = [end for end in (self.end, self.cap_reached_at) if end is not None]
        return min(ends, default=None)

    @property
    def is_capped(self) -> bool:
        """Whether the case waited longer than the clock stood."""
        return bool(self.end and self.cap_reached_at and self.cap_reached_at < self.end)


@frozen
class Move:
    """What a step (and the stop that it ended) made of the due time."""

    step: ClockStep
    due: datetime
    stop: Stop | None = None


@frozen
class Reckoning:
    """The due time and how it came about; the first move is the start."""

    limit: Limit
    """The one that counts, of the start or of the last change."""
    moves: tuple[Move, ...]
    open: Stop | None
    due: datetime
    """With the rest of the cap while the case waits; as of the mark while it is a duplicate."""


def reckon(
    earlier: tuple[ClockStep, ...],
    steps: tuple[ClockStep, ...],
    cap: timedelta,
    calendar: WorkingTime,
) -> Reckoning:
    """Fold the log of a clock; `earlier` are the stops and releases of the case's clocks before.

    A new limit counts from the same start, pauses and extensions kept: the fold begins with the
    last limit of the log.
    """
    ended = iter(list(stops((*earlier, *steps), cap, calendar))[len(earlier) // 2 :])
    limit = next(step.limit for step in reversed(steps) if step.what in _LIMITS and step.limit)
    due = calendar.due(limit, steps[0].at)
    moves = [Move(steps[0], due)]
    for step in steps[1:]:
        stop = next(ended) if step.what in STOPS.values() else None
        if stop is not None:
            due = calendar.add_working(due, stop.moved_by)
        elif step.what is Happened.EXTENDED and step.limit:
            due = calendar.extended(due, step.limit)
        moves.append(Move(step, due, stop))
    standing = next(ended, None)
    if standing is not None:
        due = calendar.add_working(due, standing.moved_by)
    return Reckoning(limit, tuple(moves), standing, due)


_LIMITS = frozenset({Happened.STARTED, Happened.REOPENED, Happened.LIMIT_CHANGED})


def stops(steps: Iterable[ClockStep], cap: timedelta, calendar: WorkingTime) -> Iterator[Stop]:
    """The stops in a log, in order, the last one perhaps still open; all pauses share the cap."""
    begun: ClockStep | None = None
    left = cap
    for step in steps:
        if step.what in STOPS:
            begun = step
        elif begun is not None and step.what is STOPS[begun.what]:
            stop = _stop(begun, step.at, left, calendar)
            left -= stop.moved_by if stop.cause is Happened.PAUSED else _NONE
            yield stop
            begun = None
    if begun is not None:
        yield _stop(begun, None, left, calendar)


def _stop(begun: ClockStep, end: datetime | None, left: timedelta, calendar: WorkingTime) -> Stop:
    worked = calendar.working_time(begun.at, end) if end else None
    if begun.what is Happened.DUPLICATE_MARKED:
        return Stop(begun.what, begun.at, end, None, worked or _NONE)
    reached = calendar.add_working(begun.at, left)
    moved_by = left if worked is None else min(worked, left)
    return Stop(begun.what, begun.at, end, reached, moved_by)
