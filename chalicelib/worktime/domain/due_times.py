"""When a case is due, and how that reads at an instant: the only place that says so.

Page, lists and their order, messages, due work and figures all ask here. Instants are UTC. Source:
docs/handbook.md §3, §4, §8.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.kernel.frozen import frozen

TICK = timedelta(microseconds=1)
"""Instants are not told apart more finely."""


@frozen
class DueTime:
    """A due time from one step of the clock's log to the next: only the reading depends on now."""

    at: datetime
    """While the case waits: with the rest of the cap, as if the wait used it up."""
    stands_until: datetime | None = None
    """While the case waits: before this the clock stands, from then on it runs, still waiting."""
    runs: bool = True
    """Whether it can be missed: not once the round is over, nor as a duplicate."""

    @property
    def passes_at(self) -> datetime | None:
        """When the timeline says that it has passed; None if it never does.

        Where a wait began after the due time, only when the clock runs on: so long it waits.
        """
        return max(self.at, self.stands_until or self.at) if self.runs else None

    @property
    def overdue_after(self) -> datetime | None:
        """The last instant at which it is not overdue: what is done at the due time is on time."""
        if not self.runs:
            return None
        return max(self.at, self.stands_until - TICK) if self.stands_until else self.at

    def is_paused(self, now: datetime) -> bool:
        """Whether the clock stands for the citizen: the case is waiting, and not pending."""
        return self.stands_until is not None and now < self.stands_until

    def is_overdue(self, now: datetime) -> bool:
        """Whether it was missed."""
        return self.overdue_after is not None and self.overdue_after < now

    def has_passed(self, now: datetime) -> bool:
        """What the timeline's lines from that instant on say; at the due time itself it is both."""
        return self.passes_at is not None and self.passes_at <= now
