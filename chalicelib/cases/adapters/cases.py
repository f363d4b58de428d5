"""Cases in DynamoDB: one item each, version-checked, its last events on it for the stream.

Access patterns and indexes: docs/access-patterns.md.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from pynamodb.connection import Connection
from pynamodb.exceptions import PutError, UpdateError

from chalicelib.cases.adapters import part_items
from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.case_queues import DynamoCaseQueues
from chalicelib.cases.application.case_index import month_of, place_of_case
from chalicelib.cases.application.listing import keys_of, place_of
from chalicelib.cases.application.ports import DueCase, Queue, StuckCase
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.events import events_of
from chalicelib.kernel import backoff
from chalicelib.kernel.due_work import SHARDS, shard_of
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.ids import is_case_code
from chalicelib.kernel.instants import load, store
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.origins import with_network
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.segments import TableSegment
from chalicelib.kernel.together import Part
from chalicelib.runtime.dynamodb.pages import read_page, scan_page
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.schemas import CASE
from chalicelib.runtime.dynamodb.together import put_with
from chalicelib.runtime.faults import MetricFaults

_STUCK = "stuck"
"""The one partition of the attention index."""
_AT_A_TIME = 200
"""Items of the table in one page of a scan: so many cases at most are held at once."""


class DynamoCaseStore(DynamoCaseQueues):
    """The case store on one table."""

    def __init__(self, table: str, documents: CaseDocuments, faults: Faults | None = None) -> None:
        super().__init__(table, documents, faults or MetricFaults())
        self._parts = part_items.part_item_class(table)
        self._connection = Connection()

    def find(self, code: str) -> Case | None:
        """The present version, read consistently. Other kinds of items have no code for a key."""
        if not is_case_code(code):
            return None
        try:
            item = self._items.get(code, consistent_read=True)
        except self._items.DoesNotExist:
            return None
        return self._documents.open(code, item.body, item.schema)

    def scan(
        self, segment: TableSegment, position: Position | None, isolation: Isolation
    ) -> Page[Case]:
        """One scan; what has no card is no case."""
        found = scan_page(
            *(self._items, segment, position, _AT_A_TIME),
            filter_condition=self._items.card.exists(),
            attributes_to_get=["id", "body", "schema"],
        )
        return isolation.page(
            found,
            lambda item: item.id,
            lambda item: self._documents.open(item.id, item.body, item.schema),
        )

    def create(
        self,
        case: Case,
        next_at: datetime | None,
        correlation_id: str,
        together_with: Sequence[Part] = (),
    ) -> bool:
        """Write the first version with its event, and these parts; False if the code is taken."""
        free = self._items.id.does_not_exist()
        return self._put(case, 0, next_at, correlation_id, free, together_with)

    def save(
        self, case: Case, previous: Case, next_at: datetime | None, correlation_id: str
    ) -> bool:
        """Write over exactly `previous`; False if somebody else was first."""
        told, unchanged = len(previous.timeline), self._exactly(previous)
        writers = tuple(part_items.changed_writers(self._parts, case, previous))
        return self._put(case, told, next_at, correlation_id, unchanged, writers)

    def annotate(self, case: Case, previous: Case) -> bool:
        """The document alone: keys of indexes and the card stay as they are."""
        actions = [
            self._items.body.set(self._documents.seal(case)),
            self._items.schema.set(CASE.number),
            self._items.annotations.set(case.annotations),
        ]
        return self._update(case.code, actions, self._exactly(previous))

    def _exactly(self, case: Case) -> Any:
        noted = self._items.annotations
        same = noted == case.annotations if case.annotations else noted.does_not_exist()
        return (self._items.version == case.version) & same

    def reschedule(self, case: Case, next_at: datetime | None) -> bool:
        """Only change when time next brings something to exactly this version."""
        items = self._items
        if next_at is None:
            actions = [items.due_shard.remove(), items.next_at.remove()]
            differs = items.next_at.exists()
        else:
            at = store(next_at)
            actions = [items.due_shard.set(shard_of(case.code)), items.next_at.set(at)]
            differs = items.next_at.does_not_exist() | (items.next_at != at)
        failing = (items.failures, items.fault, items.failed_at, items.attention)
        actions += [attribute.remove() for attribute in failing]
        return self._update(case.code, actions, (items.version == case.version) & differs)

    def put_off(self, due: DueCase, fault: str, now: datetime) -> bool:
        """Due again later; reads nothing of the case but how often it failed."""
        items = self._items
        try:
            found = items.get(due.code, consistent_read=True, attributes_to_get=["id", "failures"])
        except items.DoesNotExist:
            return False
        failures = int(found.failures or 0) + 1
        actions = [
            items.next_at.set(store(now + backoff.wait_after(failures))),
            items.failures.set(failures),
            items.fault.set(fault),
            items.failed_at.set(store(now)),
        ]
        if backoff.needs_attention(failures):
            actions.append(items.attention.set(_STUCK))
        return self._update(due.code, actions, items.next_at == store(due.at))

    def stuck(self, limit: int, position: Position | None) -> Page[StuckCase]:
        """One query of the attention index."""
        found = read_page(
            self._items.by_attention.query,
            ("attention", _STUCK),
            ("failed_at", "id"),
            limit,
            position,
            scan_index_forward=False,
        )
        return found.of(
            lambda item: StuckCase(
                item.id, int(item.failures), item.fault, load(item.failed_at), load(item.next_at)
            )
        )

    def _update(self, code: str, actions: list[Any], condition: Any) -> bool:
        """Change attributes of the index. The last event goes: its own image has told it."""
        actions.append(self._items.event.remove())
        try:
            self._items(code).update(actions=actions, condition=condition)
        except UpdateError as error:
            if error.cause_response_code == REFUSED:
                return False
            raise
        return True

    def _put(
        self,
        case: Case,
        told: int,
        next_at: datetime | None,
        correlation_id: str,
        condition: Any,
        together_with: Sequence[Part],
    ) -> bool:
        item = self._telling(case, told, next_at, correlation_id)
        if together_with:
            return put_with(self._connection, item, condition, together_with)
        try:
            item.save(condition=condition)
        except PutError as error:
            if error.cause_response_code == REFUSED:
                return False
            raise
        return True

    def _telling(self, case: Case, told: int, next_at: datetime | None, correlation_id: str) -> Any:
        """The item with its event."""
        item = self.item(case, next_at)
        events = [with_network(one) for one in events_of(case, told, correlation_id)]
        item.event = json.dumps(events, separators=(",", ":"))
        return item

    def item(self, case: Case, next_at: datetime | None) -> Any:
        """The item that a case is kept as, without its event."""
        item = self._items(
            case.code,
            version=case.version,
            schema=CASE.number,
            body=self._documents.seal(case),
            card=self._documents.card(case),
            annotations=case.annotations or None,
            submitted=f"{store(case.submitted_at)}#{case.code}",
            place=place_of_case(case),
            month=month_of(case.submitted_at),
        )
        if next_at is not None:
            item.due_shard, item.next_at = shard_of(case.code), store(next_at)
        keys = keys_of(case)
        item.reporter = keys[Queue.REPORTER]
        item.officer, item.queue = keys.get(Queue.OFFICER), keys.get(Queue.AGENCY)
        item.watch, item.escalated = keys.get(Queue.OVERDUE), keys.get(Queue.ESCALATED)
        item.commune_intake = keys.get(Queue.COMMUNE_INTAKE)
        item.commune_watch = keys.get(Queue.COMMUNE_OVERDUE)
        item.extension = keys.get(Queue.EXTENSION)
        item.extension_asked = keys.get(Queue.EXTENSION_ASKED)
        item.due_sort = place_of(case)
        return item

    def due(self, now: datetime, limit: int, shards: Sequence[str] = SHARDS) -> Sequence[DueCase]:
        """Cases with something due at or before `now`, oldest first, at most `limit`."""
        index, until = self._items.by_due, self._items.next_at <= store(now)
        asked = (index.query(shard, until, limit=limit, page_size=limit) for shard in shards)
        found = heapq.merge(*asked, key=lambda item: item.next_at)
        return [DueCase(item.id, load(item.next_at)) for item in islice(found, limit)]
