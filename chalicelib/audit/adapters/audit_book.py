"""The audit's book in DynamoDB, to read. Access patterns: docs/access-patterns.md."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from chalicelib.audit.adapters.audit_items import (
    DAYS,
    PLACE,
    READ,
    audit_item_class,
    day_key,
)
from chalicelib.audit.application.ports import AuditFilter, EnteredLine
from chalicelib.audit.domain.chain import AuditHead, AuditLink
from chalicelib.audit.domain.events import line_of
from chalicelib.audit.domain.lines import AuditLine, written
from chalicelib.audit.domain.verification import AuditRecords, Place, WaitingLine
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.instants import load
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position, join
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.pages import read_page
from chalicelib.runtime.dynamodb.schemas import AUDIT_LINE

_FORM = JsonForm(AUDIT_LINE, AuditLine)


class DynamoAuditBook:
    """The book of one table."""

    def __init__(self, table: str, faults: Faults) -> None:
        self._items = audit_item_class(table)
        self._faults = faults

    def page(self, wanted: AuditFilter, limit: int, position: Position | None) -> Page[EnteredLine]:
        """One query of an index; of all lines, one a day that has some, and one to find each."""
        key = _index_key(wanted)
        found = (
            self._by_index(key, wanted, limit, position)
            if key
            else self._by_day(wanted, limit, position)
        )
        isolation = Isolation(self._faults, Work.SHOW)
        return isolation.page(found, lambda item: f"{item.pk}/{item.sk}", _entered)

    def last_of(self, day: date) -> AuditLink | None:
        """One query of one item."""
        found = self._items.query(
            day_key(day), scan_index_forward=False, limit=1, consistent_read=True
        )
        return next(map(_link, found), None)

    def days_around(self, day: date) -> tuple[date | None, date | None]:
        """Two queries of one item each."""
        here = day.isoformat()
        before = self._day(self._items.sk < here)
        after = self._day(self._items.sk > here, forward=True)
        return before, after

    def links_of(self, day: date) -> Sequence[AuditLink]:
        """As many queries as it has pages of a megabyte."""
        return tuple(map(_link, self._items.query(day_key(day), consistent_read=True)))

    def everything(self) -> AuditRecords:
        """A scan."""
        days: defaultdict[date, list[AuditLink]] = defaultdict(list)
        places: list[tuple[str, Place]] = []
        waiting: list[WaitingLine] = []
        listed: set[date] = set()
        misfiled: list[Place] = []
        for item in self._items.scan(consistent_read=True):
            if item.pk == DAYS:
                listed.add(date.fromisoformat(item.sk))
            elif item.sk == PLACE:
                day, _, number = item.place.partition("#")
                id = item.pk.removeprefix("line#")
                places.append((id, (date.fromisoformat(day), int(number))))
            elif item.sk == READ:
                waiting.append(_waiting(item))
            else:
                link = _link(item)
                days[link.day].append(link)
                if not _is_filed(item):
                    misfiled.append((link.day, link.number))
        rows = {day: sorted(links, key=lambda one: one.number) for day, links in days.items()}
        return AuditRecords(rows, places, waiting, frozenset(listed), misfiled)

    def _by_index(
        self, key: tuple[str, str], wanted: AuditFilter, limit: int, position: Position | None
    ) -> Page[Any]:
        between = self._items.place.between(f"{wanted.since}#", f"{wanted.until}#")
        name, _ = key
        return read_page(
            getattr(self._items, f"by_{name}").query,
            key,
            ("place", "pk", "sk"),
            limit,
            position,
            range_key_condition=between,
            scan_index_forward=False,
        )

    def _by_day(self, wanted: AuditFilter, limit: int, position: Position | None) -> Page[Any]:
        def before(day: str) -> str | None:
            found = self._day(self._items.sk < day)
            return found.isoformat() if found and found >= wanted.since else None

        def read(day: str, room: int, start: Position | None) -> Page[Any]:
            return read_page(
                self._items.query,
                ("pk", day_key(day)),
                ("sk",),
                room,
                start,
                scan_index_forward=False,
            )

        newest = before(wanted.until.isoformat())
        return join(newest, before, read, limit, position) if newest else Page()

    def _day(self, condition: Any, *, forward: bool = False) -> date | None:
        found = self._items.query(
            DAYS, condition, scan_index_forward=forward, limit=1, consistent_read=True
        )
        return next((date.fromisoformat(item.sk) for item in found), None)


def _index_key(wanted: AuditFilter) -> tuple[str, str] | None:
    if wanted.subject is not None:
        return "subject", wanted.subject
    if wanted.actor is not None and wanted.kind is not None:
        return "actor_kind", f"{wanted.actor}#{wanted.kind.value}"
    if wanted.actor is not None:
        return "actor", wanted.actor
    return ("kind", wanted.kind.value) if wanted.kind is not None else None


def _link(item: Any) -> AuditLink:
    day = date.fromisoformat(item.pk.removeprefix("day#"))
    entered = load(item.entered)
    return AuditLink(day, int(item.sk), item.previous, entered, item.line, item.hash)


def _is_filed(item: Any) -> bool:
    """Whether the indexes show it under what it says."""
    try:
        said = json.loads(item.line)
        under = said["subject"], said["actor"]["id"], said["kind"]
    except (ValueError, KeyError, TypeError):
        return False
    here = item.subject, item.actor, item.kind
    place = f"{item.pk.removeprefix('day#')}#{item.sk}"
    return here == under and item.actor_kind == f"{under[1]}#{under[2]}" and item.place == place


def _entered(item: Any) -> EnteredLine:
    day = date.fromisoformat(item.pk.removeprefix("day#"))
    head = AuditHead(day, int(item.sk), item.hash)
    return EnteredLine(head, _FORM.decode(item.line.encode(), item.schema))


def _waiting(item: Any) -> WaitingLine:
    event = json.loads(item.event)
    line = line_of(event)
    text = written(line) if line else ""
    return WaitingLine(item.pk.removeprefix("line#"), load(event["at"]), text)
