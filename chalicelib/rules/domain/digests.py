"""One message instead of many: a morning's reminders, the urgent cases of some minutes.

Source: docs/handbook.md §4 (reminders); judgement (the minutes, default).
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from chalicelib.kernel.frozen import frozen

GATHERING = timedelta(minutes=1)
"""How long after its morning, and after its last line, a digest goes out: the reminders of one
instant come one by one."""
URGENT_GATHERING = timedelta(minutes=5)
"""(default) Of policies that say nothing of it."""
LONGEST_URGENT_GATHERING = 60
"""Minutes: a desk that is told an hour late is not told."""
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@frozen
class DigestTimes:
    """Local times, of the policy: when digests go out, and from when on the next one gathers.

    At the earliest: what the calendar and the quiet hours make of them is `office_days`.
    """

    evening: time
    morning: time


@frozen
class GatheringWindow:
    """Some minutes, from `begin` until before `end` (UTC)."""

    begin: datetime
    end: datetime


def window_of(instant: datetime, length: timedelta) -> GatheringWindow | None:
    """The window that an instant falls into, the same whenever it is asked for; None without any.

    They follow one another, so that every delivery of an event finds the same one.
    """
    if not length:
        return None
    begin = _EPOCH + (instant - _EPOCH) // length * length
    return GatheringWindow(begin, begin + length)
