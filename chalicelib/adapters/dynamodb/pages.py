"""Pages of lists in DynamoDB: one query each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain.pages import Page, Position, cut


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
