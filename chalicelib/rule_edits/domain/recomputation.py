"""How far the open cases have followed an edit of the calendar or of the reminders.

Source: docs/handbook.md §4 (when the calendar is edited, open deadlines are recomputed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.backoff import wait_after

SETTLING = timedelta(minutes=2)
"""Processes remember rules for a minute: after this time all of them know the new ones, so that a
case which is changed meanwhile follows by itself, and one that is not is found where it was."""


class Progress(StrEnum):
    """What becomes of it."""

    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


@dataclass(frozen=True)
class Recomputation:
    """One pass over the open cases, towards these versions. Instants are UTC."""

    calendar: int
    policy: int
    progress: Progress
    starts_at: datetime
    changed_at: datetime
    examined: int = 0
    moved: int = 0
    position: Mapping[str, str] = field(default_factory=dict)
    """In the list of open cases; empty at its beginning."""
    failed: tuple[str, ...] = ()
    """Codes of cases that could not follow in this round."""
    again: tuple[str, ...] = ()
    """Codes of those of the round before that are still to be tried in this one."""
    tries: int = 0
    """Rounds in which some could not follow."""
    revision: int = 1

    def is_towards(self, calendar: int, policy: int) -> bool:
        """Whether these are its versions."""
        return (self.calendar, self.policy) == (calendar, policy)

    def at_work(self, now: datetime) -> bool:
        """Whether there is something to do now."""
        return self.progress is Progress.RUNNING and self.starts_at <= now

    @property
    def broken(self) -> tuple[str, ...]:
        """Codes of all cases that could not follow so far."""
        return self.again + self.failed

    def went_on(
        self,
        now: datetime,
        examined: int,
        moved: int,
        position: Mapping[str, str] | None,
        failed: tuple[str, ...] = (),
    ) -> Recomputation:
        """After one more batch; without a position that was the last, but for those that failed."""
        later = replace(
            self,
            changed_at=now,
            examined=self.examined + examined,
            moved=self.moved + moved,
            position=position or {},
            failed=self.failed + failed,
            revision=self.revision + 1,
        )
        return later if position else later._round_over(now)

    def tried_again(
        self, now: datetime, tried: int, moved: int, failed: tuple[str, ...]
    ) -> Recomputation:
        """After one more try of so many of those that failed before."""
        later = replace(
            self,
            changed_at=now,
            moved=self.moved + moved,
            again=self.again[tried:],
            failed=self.failed + failed,
            revision=self.revision + 1,
        )
        return later if later.again else later._round_over(now)

    def _round_over(self, now: datetime) -> Recomputation:
        """Done when nothing failed; else those that did are tried again after a while."""
        if not self.failed:
            return replace(self, progress=Progress.DONE)
        tries, again = self.tries + 1, tuple(dict.fromkeys(self.failed))
        starts_at = now + wait_after(tries)
        return replace(self, tries=tries, again=again, failed=(), starts_at=starts_at)

    def turned(self, progress: Progress, now: datetime) -> Recomputation:
        """Stopped, or going on where it was stopped; what is done stays done."""
        if self.progress in (Progress.DONE, progress):
            return self
        return replace(self, progress=progress, changed_at=now, revision=self.revision + 1)


def settled(calendar: int, policy: int, now: datetime) -> Recomputation:
    """Nothing to do: cases have known no other versions."""
    return Recomputation(calendar, policy, Progress.DONE, now, now)


def begun(before: Recomputation, calendar: int, policy: int, now: datetime) -> Recomputation:
    """Towards newer versions, from the beginning."""
    revision = before.revision + 1
    start = now + SETTLING
    return Recomputation(calendar, policy, Progress.RUNNING, start, now, revision=revision)
