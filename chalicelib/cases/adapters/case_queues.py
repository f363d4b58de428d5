"""The lists of the cases' table, each an index with the cards and nothing else, read without
models: a page is a hundred of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from chalicelib.cases.adapters import part_items
from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.case_items import case_item_class
from chalicelib.cases.application.ports import Card, Queue
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.instants import store
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position, cut
from chalicelib.runtime.dynamodb.lean_reads import Attributes, LeanReader

_INDEX = {
    Queue.REPORTER: ("by_reporter", "reporter", "submitted"),
    Queue.OFFICER: ("by_officer", "officer", "due_sort"),
    Queue.AGENCY: ("by_queue", "queue", "due_sort"),
    Queue.OVERDUE: ("by_watch", "watch", "due_sort"),
    Queue.ESCALATED: ("by_escalated", "escalated", "due_sort"),
    Queue.COMMUNE_INTAKE: ("by_commune_intake", "commune_intake", "due_sort"),
    Queue.COMMUNE_OVERDUE: ("by_commune_watch", "commune_watch", "due_sort"),
    Queue.EXTENSION: ("by_extension", "extension", "due_sort"),
    Queue.EXTENSION_ASKED: ("by_extension_asked", "extension_asked", "due_sort"),
}
"""Each with its two keys."""


class DynamoCaseQueues:
    """The queues of one table."""

    def __init__(self, table: str, documents: CaseDocuments, faults: Faults) -> None:
        self._table = table
        self._items = case_item_class(table)
        self._documents = documents
        self._faults = faults

    @cached_property
    def _reader(self) -> LeanReader:
        return LeanReader()

    def page(
        self,
        queue: Queue,
        key: str,
        *,
        limit: int,
        position: Position | None,
        due_before: datetime | None = None,
    ) -> Page[Card]:
        """Cards of one queue in the order of its index; the reporter's newest first."""
        _, partition, order = _INDEX[queue]
        asked = self._asked(queue, key, due_before)
        if position:
            behind = {partition: key, order: position[order], "id": position["id"]}
            asked["ExclusiveStartKey"] = {name: {"S": text} for name, text in behind.items()}
        items = self._reader.query(
            **asked,
            ProjectionExpression=f"id, {order}, card",
            ScanIndexForward=queue is not Queue.REPORTER,
            Limit=limit + 1,
        )

        def place(item: Attributes) -> Position:
            return {name: item[name]["S"] for name in (order, "id")}

        return Isolation(self._faults, Work.SHOW).page(
            cut(items, limit, position, place),
            lambda item: item["id"]["S"],
            lambda item: self._documents.open_card(item["id"]["S"], item["card"]["B"]),
        )

    def count(self, queue: Queue, key: str, *, most: int, due_before: datetime | None) -> int:
        """At most `most`, which is as many as are looked at."""
        return self._reader.count(**self._asked(queue, key, due_before), Limit=most)

    def count_open(self, officer: str) -> int:
        """How many open cases the officer has."""
        cases = self._items.due_sort < part_items.BEHIND_CASES
        return int(self._items.by_officer.count(officer, range_key_condition=cases))

    def held_by(self, officer: str) -> Sequence[str]:
        """One query for both: parts stand behind the cases."""
        found = self._items.by_officer.query(officer, attributes_to_get=["id", "due_sort"])
        return list(dict.fromkeys(part_items.code_of(item.id) for item in found))

    def _asked(self, queue: Queue, key: str, due_before: datetime | None) -> dict[str, Any]:
        """The part of the queue's places that is asked for; parts are nobody's cases."""
        index, partition, _ = _INDEX[queue]
        condition, values = "#partition = :key", {":key": {"S": key}}
        until = store(due_before) if due_before else None
        if until is None and queue is Queue.OFFICER:
            until = part_items.BEHIND_CASES
        if until is not None:
            condition, values = (
                f"{condition} AND due_sort < :until",
                values | {":until": {"S": until}},
            )
        return {
            "TableName": self._table,
            "IndexName": index,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": {"#partition": partition},
            "ExpressionAttributeValues": values,
        }
