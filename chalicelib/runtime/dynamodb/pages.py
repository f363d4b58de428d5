"""Pages of lists in DynamoDB: one query each; and of whole tables: one scan each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.kernel.pages import Page, Position, cut
from chalicelib.kernel.segments import TableSegment


def read_page(
    query: Callable[..., Any],
    key: tuple[str, str],
    order: tuple[str, ...],
    limit: int,
    position: Position | None,
    **options: Any,
) -> Page[Any]:
    """A page of items of the partition `key` (attribute and value).

    `order` names the other attributes of the index's and the table's keys, the sort key first.
    `LastEvaluatedKey` is not asked: it is there too when a page ends where the list ends.
    """
    name, value = key
    start = {name: value, **{one: position[one] for one in order}} if position else {}
    found = query(
        value,
        limit=limit + 1,
        last_evaluated_key={one: {"S": text} for one, text in start.items()} or None,
        **options,
    )
    return cut(
        list(found), limit, position, lambda item: {one: getattr(item, one) for one in order}
    )


def scan_page(
    items: Any,
    segment: TableSegment,
    position: Position | None,
    size: int | None = None,
    **options: Any,
) -> Page[Any]:
    """A page of a segment of the table, read consistently, for whoever goes through all of it.

    At most `size` items are looked at (None: a megabyte of them), so a page may be empty and not
    the last. Here `LastEvaluatedKey` is asked: a segment has no order to find one's place in.
    """
    pages = items.scan(
        segment=segment.number,
        total_segments=segment.of,
        last_evaluated_key=_typed(position),
        page_size=size,
        consistent_read=True,
        **options,
    ).page_iter
    found = next(pages)
    last = pages.last_evaluated_key
    end = {name: str(value["S"]) for name, value in last.items()} if last else None
    return Page(tuple(map(items.from_raw_data, found["Items"])), end, last is not None)


def _typed(position: Position | None) -> dict[str, dict[str, str]] | None:
    return {name: {"S": text} for name, text in position.items()} if position else None
