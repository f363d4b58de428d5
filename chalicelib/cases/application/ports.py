"""Where cases are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.visibility import Visibility
from chalicelib.kernel.due_work import SHARDS
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.segments import TableSegment
from chalicelib.kernel.together import Part
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.rules.domain.usage_limits import UsageLimits
from chalicelib.worktime.domain.due_times import DueTime


class Queue(StrEnum):
    """The indexes that lists read."""

    REPORTER = "reporter"
    OFFICER = "officer"
    AGENCY = "agency"
    OVERDUE = "overdue"
    """Of the whole province; those of an agency or officer stand first in their own index."""
    ESCALATED = "escalated"
    """To the supervisors."""
    COMMUNE_INTAKE = "commune_intake"
    """What lies in a commune and waits at an intake desk."""
    COMMUNE_OVERDUE = "commune_overdue"
    """What lies in a commune and is overdue, whoever has it."""
    EXTENSION = "extension"
    """Whose extension an agency's leader has to decide."""
    EXTENSION_ASKED = "extension_asked"
    """The same of the whole province."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a list shows of a case. `excerpt` is at most 120 characters of the description."""

    code: str
    version: int
    state: str
    category: str
    urgency: Urgency
    visibility: Visibility
    commune: str
    agency: str | None = None
    coordinating: tuple[str, ...] = ()
    officer: str | None = None
    excerpt: str
    submitted_at: datetime
    updated_at: datetime
    returns: int
    urgency_asked: Urgency | None = None
    """By the citizen, who did not get it."""
    due: DueTime | None = None
    addressed_to: str | None = None
    acknowledged: tuple[str, ...] = ()
    """Those to whom it was escalated and who have acknowledged it: leader, supervisor."""


@frozen
class DueCase:
    """A case for which something had to happen at `at` (UTC)."""

    code: str
    at: datetime


@frozen
class StuckCase:
    """A case that time could not be let pass for, several times in a row. Instants are UTC.

    `fault` is the class of the last fault, never its text.
    """

    code: str
    failures: int
    fault: str
    failed_at: datetime
    next_at: datetime


class UrgencyRecord(Protocol):
    """Whose urgency turned out to be forged. Instants are UTC."""

    def trusted(self, account: str, since: datetime) -> Part:
        """Refuses the write that it goes with if the account's urgency was forged after `since`."""
        ...

    def judge(self, account: str, code: str, at: datetime, limits: UsageLimits) -> None:
        """This case's turned out so at that instant.

        Counts each case once, in whatever order they come; the account's is forged from the
        instant at which as many as the limits let pass lie within their period.
        """
        ...


class LowRatings(Protocol):
    """Which agencies people are not content with, as it was last counted."""

    def agencies(self) -> frozenset[str]:
        """Those whose ratings are low; nobody before it was counted."""
        ...

    def counted_on(self) -> date | None:
        """The local day of the last count."""
        ...

    def keep(self, day: date, agencies: frozenset[str]) -> None:
        """What was counted on that day."""
        ...


class Reporters(Protocol):
    """Who sent a case in, as far as its public form must know."""

    def names_of(self, account: str) -> tuple[str, ...] | None:
        """The names that lead to this person; None: there is no such account."""
        ...


class CaseStore(Protocol):
    """Cases, each one item whose version is checked on every write."""

    def find(self, code: str) -> Case | None:
        """The present version, read consistently."""
        ...

    def scan(
        self, segment: TableSegment, position: Position | None, isolation: Isolation
    ) -> Page[Case]:
        """All cases of a segment, page by page, for operators' commands; the isolation keeps those
        that cannot be read, and the page names them."""
        ...

    def create(
        self,
        case: Case,
        next_at: datetime | None,
        correlation_id: str,
        together_with: Sequence[Part] = (),
    ) -> bool:
        """Write the first version with its event, and these parts; False if the code is taken.

        Raises Refused for a part, and has written nothing.
        """
        ...

    def save(
        self, case: Case, previous: Case, next_at: datetime | None, correlation_id: str
    ) -> bool:
        """Write over exactly `previous`, its annotations too; False if somebody else was first."""
        ...

    def annotate(self, case: Case, previous: Case) -> bool:
        """Write what belongs to no version over exactly `previous`; the number of annotations goes
        up by one. No event follows, and nothing else of the item changes.

        False if somebody else was first.
        """
        ...

    def reschedule(self, case: Case, next_at: datetime | None) -> bool:
        """Only change when time next brings something to exactly this version.

        False if that is so already, or if somebody was first. No event follows. It is not stuck
        any longer.
        """
        ...

    def put_off(self, due: DueCase, fault: str, now: datetime) -> bool:
        """Let what could not be done at `due` be due again later (`domain/backoff.py`).

        Also for a case that cannot be read. Failures in a row are counted until the case is next
        written or rescheduled; after some of them it is stuck. False if somebody was first.
        """
        ...

    def stuck(self, limit: int, position: Position | None) -> Page[StuckCase]:
        """Cases that need attention because they fail again and again; the last to fail first."""
        ...

    def page(
        self,
        queue: Queue,
        key: str,
        *,
        limit: int,
        position: Position | None,
        due_before: datetime | None = None,
    ) -> Page[Card]:
        """Cards of one queue in the order of its index, the reporter's newest first; one that
        cannot be read is named and takes no other with it."""
        ...

    def count(self, queue: Queue, key: str, *, most: int, due_before: datetime | None) -> int:
        """How many cards that queue has, `most` where there are more: one query, and none of
        them is read."""
        ...

    def count_open(self, officer: str) -> int:
        """How many open cases the officer has."""
        ...

    def held_by(self, officer: str) -> Sequence[str]:
        """Codes of the open cases that are the officer's, and of those that wait for a part which
        the officer is to write, each once; nothing of them is read."""
        ...

    def due(self, now: datetime, limit: int, shards: Sequence[str] = SHARDS) -> Sequence[DueCase]:
        """At most `limit` cases of these shards with something due at or before `now`, oldest
        first."""
        ...
