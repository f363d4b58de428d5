"""The log of a clock: what started it, stopped it and lengthened it. Instants are UTC."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.frozen import frozen
from chalicelib.worktime.domain.limits import Limit


class Happened(StrEnum):
    """What a step of the log says."""

    STARTED = "started"
    REOPENED = "reopened"
    """Started anew, with the full limit."""
    PAUSED = "paused"
    RESUMED = "resumed"
    DUPLICATE_MARKED = "duplicate_marked"
    DUPLICATE_UNMARKED = "duplicate_unmarked"
    EXTENDED = "extended"
    LIMIT_CHANGED = "limit_changed"
    RECOMPUTED = "recomputed"


@frozen
class ClockStep:
    """One line of the log; what it does not need is None."""

    at: datetime
    what: Happened
    limit: Limit | None = None
    """Of a start, an extension, or the new one."""
    calendar: int | None = None
    """The calendar's version from here on (a start, a recomputation)."""
    due_before: datetime | None = None
    """Of a recomputation: the due time under the calendar before."""


STOPS: dict[Happened, Happened] = {
    Happened.PAUSED: Happened.RESUMED,
    Happened.DUPLICATE_MARKED: Happened.DUPLICATE_UNMARKED,
}
"""What stops the clock, and what lets it run again."""
_RELEASES = {release: stop for stop, release in STOPS.items()}


def open_stop(steps: tuple[ClockStep, ...]) -> ClockStep | None:
    """The step that stopped the clock, unless it was let run again since."""
    for step in reversed(steps):
        if step.what in STOPS:
            return step
        if step.what in _RELEASES:
            return None
    return None


def check_order(steps: tuple[ClockStep, ...], step: ClockStep) -> None:
    """Raises ValueError for a step before the last one, or that does not fit what came before."""
    if step.at < steps[-1].at:
        raise ValueError("the steps of a clock come in the order of time")
    stop = open_stop(steps)
    needed = _RELEASES.get(step.what)
    if (needed and (stop is None or stop.what is not needed)) or (step.what in STOPS and stop):
        raise ValueError(f"a clock cannot be {step.what} now")
