"""The audit's book in memory, and lines for it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date
from threading import Lock
from typing import Any

from chalicelib.audit.application.entering import AuditDesk
from chalicelib.audit.application.ports import AuditFilter, EnteredLine
from chalicelib.audit.domain.chain import AuditHead, AuditLink
from chalicelib.audit.domain.events import AuditEvent, line_of
from chalicelib.audit.domain.kinds import OF_THE_BOOK, AuditKind
from chalicelib.audit.domain.lines import AuditLine, written
from chalicelib.audit.domain.verification import AuditRecords, Place, WaitingLine
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.instants import load
from chalicelib.kernel.pages import Page, Position, page_of
from tests.support.clock import NOW, FakeClock

CODE = "LC-260803-7K3QX"
CLERK = Actor(Role.INTAKE, "i1", "so-khcn")
"""As lines know people: id, role, agency."""
OPERATOR = Actor(Role.SYSTEM, "operator:user/test")
"""In whose name directories are loaded and passwords given."""
LOADED = AuditEvent(AuditKind.DIRECTORY_LOADED, NOW, OPERATOR, "operations")


def make_audit_line(id: str = "l1", **other: Any) -> AuditLine:
    """A line about a case that was read."""
    given = {
        "kind": AuditKind.CASE_READ,
        "at": NOW,
        "actor": CLERK,
        "subject": CODE,
        "correlation_id": "c-1",
        "network": "203.0.113.0/24",
    }
    return AuditLine(id, **{**given, **other})


class MemoryAudit:
    """Both sides of the book."""

    def __init__(self) -> None:
        self.links: dict[Place, AuditLink] = {}
        self.places: dict[str, Place] = {}
        self.reads: dict[str, dict[str, Any]] = {}
        self._one_at_a_time = Lock()

    def write_down(self, event: dict[str, object]) -> None:
        self.reads.setdefault(str(event["id"]), event)

    def head(self) -> AuditHead | None:
        return self.links[max(self.links)].head if self.links else None

    def entered(self, ids: Collection[str]) -> frozenset[str]:
        return frozenset(id for id in ids if id in self.places)

    def add(self, links: Sequence[AuditLink]) -> bool:
        new = {(link.day, link.number): link for link in links}
        given = {
            said["id"]: place
            for place, link in new.items()
            if (said := json.loads(link.line))["kind"] not in OF_THE_BOOK
        }
        with self._one_at_a_time:
            if new.keys() & self.links.keys() or given.keys() & self.places.keys():
                return False
            self.links = {**self.links, **new}
            self.places = {**self.places, **given}
            return True

    def page(self, wanted: AuditFilter, limit: int, position: Position | None) -> Page[EnteredLine]:
        found = [_entered(link) for _, link in sorted(self.links.items(), reverse=True)]
        shown = [one for one in found if _is_wanted(one, wanted)]
        return page_of(shown, limit, position, _place, backwards=True)

    def last_of(self, day: date) -> AuditLink | None:
        return next(reversed(self.links_of(day)), None)

    def days_around(self, day: date) -> tuple[date | None, date | None]:
        days = {one for one, _ in self.links}
        return (
            max((one for one in days if one < day), default=None),
            min((one for one in days if one > day), default=None),
        )

    def links_of(self, day: date) -> Sequence[AuditLink]:
        return [link for place, link in sorted(self.links.items()) if place[0] == day]

    def everything(self) -> AuditRecords:
        days = {day for day, _ in self.links}
        waiting = [
            WaitingLine(id, load(str(event["at"])), written(line))
            for id, event in self.reads.items()
            if (line := line_of(event))
        ]
        rows = {day: self.links_of(day) for day in days}
        return AuditRecords(rows, [*self.places.items()], waiting, frozenset(days))


def make_audit_desk(audit: Any = None, clock: FakeClock | None = None) -> AuditDesk:
    """Nobody waits."""
    return AuditDesk(audit or MemoryAudit(), clock or FakeClock(), lambda _: None)


def _entered(link: AuditLink) -> EnteredLine:
    said = json.loads(link.line)
    actor = Actor(Role(said["actor"]["role"]), said["actor"]["id"], said["actor"]["agency"])
    line = AuditLine(
        **{
            **said,
            "kind": AuditKind(said["kind"]),
            "at": load(said["at"]),
            "actor": actor,
        }
    )
    return EnteredLine(link.head, line)


def _is_wanted(one: EnteredLine, wanted: AuditFilter) -> bool:
    return (
        wanted.since <= one.head.day < wanted.until
        and wanted.subject in (None, one.line.subject)
        and wanted.actor in (None, one.line.actor.id)
        and wanted.kind in (None, one.line.kind)
    )


def _place(one: EnteredLine) -> Position:
    return {"place": f"{one.head.day}#{one.head.number:09d}"}
