"""The audit's book, to add to and to read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from chalicelib.audit.domain.chain import AuditHead, AuditLink
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.domain.lines import AuditLine
from chalicelib.audit.domain.verification import AuditRecords
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.pages import Page, Position


class AuditTrail(Protocol):
    """What may be done to the book: adding, and nothing else."""

    def write_down(self, event: dict[str, object]) -> None:
        """A read, in one call, before its answer leaves; the stream brings it to the chain.

        `event` is an `audit_event/1`.
        """
        ...

    def head(self) -> AuditHead | None:
        """Where the chain ends, read consistently; None before the first line."""
        ...

    def entered(self, ids: Collection[str]) -> frozenset[str]:
        """Which of these lines have their place already; at most 100 ids."""
        ...

    def add(self, links: Sequence[AuditLink]) -> bool:
        """All of these links, each line's id with its place, or nothing.

        False if somebody else was first: a place is taken, or a line has one. At most 40 links.
        """
        ...


@frozen
class EnteredLine:
    """A line in its place, as it is shown."""

    head: AuditHead
    line: AuditLine


@frozen
class AuditFilter:
    """Which lines: entered on local days [since, until); of one subject alone, or by one actor, or
    of one kind."""

    since: date
    until: date
    subject: str | None = None
    actor: str | None = None
    kind: AuditKind | None = None


class AuditBook(Protocol):
    """What may be read of the book."""

    def page(self, wanted: AuditFilter, limit: int, position: Position | None) -> Page[EnteredLine]:
        """Lines, the last entered first; one that cannot be read is named on the page."""
        ...

    def last_of(self, day: date) -> AuditLink | None:
        """The last link of that day."""
        ...

    def days_around(self, day: date) -> tuple[date | None, date | None]:
        """The days with lines before and after that one."""
        ...

    def links_of(self, day: date) -> Sequence[AuditLink]:
        """All links of a day, by number."""
        ...

    def everything(self) -> AuditRecords:
        """All that is kept, by a scan: for the operator's command alone."""
        ...
