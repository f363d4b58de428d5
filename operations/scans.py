"""Scans of tables by segments, as items of DynamoDB's own form; and writing such items."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.segments import TableSegment, segments_of_table
from operations.marks import Mark
from operations.vault import Row
from operations.walks import Segment

T = TypeVar("T")
PER_BATCH = 25
"""What one call of BatchWriteItem takes."""
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 5.0


def table_segments(
    client: Any, table: str, of: int, *, page: int | None = None, **options: Any
) -> list[Segment[Row]]:
    """The segments of a table (or with `IndexName` of an index of it). `page`: items looked at in
    one page; else a megabyte of them. `options` are those of DynamoDB's Scan."""
    asked = {"TableName": table, **({"Limit": page} if page else {}), **options}
    return [
        Segment(f"{one.number}", partial(_read, client, asked, one))
        for one in segments_of_table(of)
    ]


def _read(
    client: Any, asked: Row, segment: TableSegment, mark: Mark, _isolation: Isolation
) -> tuple[Sequence[Row], Mark]:
    start = {"ExclusiveStartKey": mark} if mark else {}
    found = client.scan(**asked, Segment=segment.number, TotalSegments=segment.of, **start)
    return found["Items"], found.get("LastEvaluatedKey")


def store_segments(
    of: int, scan: Callable[[TableSegment, Position | None, Isolation], Page[T]]
) -> list[Segment[T]]:
    """The segments of a table that a noun's store scans by pages."""

    def read(segment: TableSegment, mark: Mark, isolation: Isolation) -> tuple[Sequence[T], Mark]:
        page = scan(segment, mark, isolation)
        return page.items, page.position

    return [Segment(f"{one.number}", partial(read, one)) for one in segments_of_table(of)]


def size_of(client: Any, table: str) -> int:
    """About how many items a table has: AWS counts them every six hours."""
    return int(client.describe_table(TableName=table)["Table"]["ItemCount"])


class BatchWriter:
    """Puts and deletes in batches; what the table leaves over is written again, after a wait that
    grows while nothing is taken. Safe to use from several threads."""

    def __init__(
        self, client: Any, table: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._table = table
        self._sleep = sleep

    def put(self, items: Sequence[Row]) -> None:
        """All of these."""
        self._write([{"PutRequest": {"Item": item}} for item in items])

    def delete(self, keys: Sequence[Row]) -> None:
        """All items that have these keys."""
        self._write([{"DeleteRequest": {"Key": key}} for key in keys])

    def _write(self, requests: list[Row]) -> None:
        wait = _FIRST_WAIT
        while requests:
            batch, rest = requests[:PER_BATCH], requests[PER_BATCH:]
            answer = self._client.batch_write_item(RequestItems={self._table: batch})
            over = answer["UnprocessedItems"].get(self._table, [])
            if len(over) < len(batch):
                wait = _FIRST_WAIT
            if over:
                self._sleep(wait * random.uniform(0.5, 1))
                wait = min(2 * wait, _LONGEST_WAIT)
            requests = [*over, *rest]
