"""Where cases are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from chalicelib.domain.cases import Case
from chalicelib.domain.due_times import DueTime


class Queue(StrEnum):
    """The indexes that lists read."""

    REPORTER = "reporter"
    OFFICER = "officer"
    AGENCY = "agency"
    OVERDUE = "overdue"
    """Of the whole province; those of an agency or officer stand first in their own index."""
    ESCALATED = "escalated"
    """To the supervisors."""


@dataclass(frozen=True)
class Card:
    """What a list shows of a case. `excerpt` is at most 120 characters of the description."""

    code: str
    version: int
    state: str
    category: str
    urgency: str
    visibility: str
    commune: str
    agency: str | None
    officer: str | None
    excerpt: str
    submitted_at: datetime
    updated_at: datetime
    returns: int
    due: DueTime | None = None
    acknowledged: tuple[str, ...] = ()
    """Those to whom it was escalated and who have acknowledged it: leader, supervisor."""


@dataclass(frozen=True)
class CardPage:
    """One page of a list, and where the next begins."""

    cards: tuple[Card, ...]
    position: dict[str, str] | None


@dataclass(frozen=True)
class DueCase:
    """A case for which something had to happen at `at` (UTC)."""

    code: str
    at: datetime


class CaseStore(Protocol):
    """Cases, each one item whose version is checked on every write."""

    def find(self, code: str) -> Case | None:
        """The present version, read consistently."""
        ...

    def create(self, case: Case, next_at: datetime | None, correlation_id: str) -> bool:
        """Write the first version with its event; False if the code is taken."""
        ...

    def save(
        self, case: Case, previous: Case, next_at: datetime | None, correlation_id: str
    ) -> bool:
        """Write over exactly `previous`; False if somebody else was first."""
        ...

    def reschedule(self, case: Case, next_at: datetime | None) -> bool:
        """Only change when time next brings something to exactly this version.

        False if that is so already, or if somebody was first. No event follows.
        """
        ...

    def page(
        self,
        queue: Queue,
        key: str,
        *,
        limit: int,
        position: dict[str, str] | None,
        due_before: datetime | None = None,
    ) -> CardPage:
        """Cards of one queue in the order of its index, at most `limit`."""
        ...

    def count_open(self, officer: str) -> int:
        """How many open cases the officer has."""
        ...

    def due(self, now: datetime, limit: int) -> Iterable[DueCase]:
        """Cases with something due at or before `now`, oldest first."""
        ...
