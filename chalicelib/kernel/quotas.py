"""How often somebody may do something: quotas, and counting them, as a port.

Windows are fixed and divide the local day, so that «a day» ends at midnight in the province.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from chalicelib.kernel.errors import Param, TooMany
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import local_date, local_midnight, whole_seconds, wire
from chalicelib.kernel.together import Part


@frozen
class Quota:
    """At most `most` in each `window`; windows divide the local day.

    `of` says which of a subject's uses it counts: those that were taken under the same word. It is
    no personal data, but its hash.
    """

    most: int
    window: timedelta
    of: str = ""


@frozen
class Window:
    """One window of a quota; `end` (UTC) is outside it."""

    name: str
    end: datetime

    def seconds_left(self, now: datetime) -> int:
        """Whole seconds until its end, at least 1."""
        return max(1, whole_seconds(self.end - now))


def window_of(quota: Quota, now: datetime) -> Window:
    """The window in which `now` lies; its name tells length and place."""
    midnight = local_midnight(local_date(now))
    number = (now - midnight) // quota.window
    length = int(quota.window.total_seconds())
    return Window(f"{length}-{midnight:%Y%m%d}-{number}", midnight + (number + 1) * quota.window)


def used_up(code: str, quota: Quota, now: datetime) -> TooMany:
    """The answer when nothing is left of a quota: when (`again_at`, local) there is again."""
    window = window_of(quota, now)
    members: dict[str, Param] = {"limit": quota.most, "again_at": wire(window.end)}
    return TooMany(code, window.seconds_left(now), members)


class Limiter(Protocol):
    """Counts uses in the windows of quotas. Exact under concurrency."""

    def take(self, subject: str, quotas: Sequence[Quota], now: datetime) -> int:
        """Count one use by `subject` (no personal data, but its hash) in all quotas or in none.

        Returns 0, or the seconds until the window of the last quota that is used up ends. Without
        quotas there is nothing to count. All quotas of a subject cost one call together.
        """
        ...

    def use(self, subject: str, quotas: Sequence[Quota], now: datetime) -> Part:
        """Count one use together with what it is a use of: both, or, used up, neither."""
        ...

    def room(self, subject: str, quotas: Sequence[Quota], now: datetime) -> Part:
        """Counts nothing, but refuses what it is written with where a quota is used up."""
        ...

    def wait(self, subject: str, quotas: Sequence[Quota], now: datetime) -> int:
        """What `take` would return, without counting anything."""
        ...

    def occupy(self, subject: str, most: int) -> Part:
        """Take one of a subject's places together with what it is for, if one is free."""
        ...

    def vacate(self, subject: str, places: int) -> Part:
        """Give so many of them back together with what ends; refuses nothing."""
        ...

    def close(self, subject: str, of: Sequence[str], first: date, last: date) -> Part:
        """Let no use of these be counted on those local days, both included, whatever is left."""
        ...

    def reopen(self, subject: str, of: Sequence[str], first: date, last: date) -> Part:
        """The inverse."""
        ...

    def give_back(self, subject: str, quotas: Sequence[Quota], now: datetime) -> None:
        """Uncount a use that was taken at `now`, since it turned out to be none."""
        ...
