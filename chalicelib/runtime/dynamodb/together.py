"""Parts of a write as one transaction of DynamoDB."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.kernel.errors import TooMany
from chalicelib.kernel.together import Part, Refused
from chalicelib.runtime.dynamodb.refusals import CANCELLED, UNMET

_ATTEMPTS = 12
_PAUSE = 0.05
"""Seconds, at most, before a transaction that met another is tried again; longer each time."""


class _Order(IntEnum):
    """PynamoDB sends the writes of a transaction in this order; their reasons come back in it."""

    CHECK = 0
    DELETE = 1
    PUT = 2
    UPDATE = 3


@dataclass(frozen=True, eq=False)
class DynamoPart(Part):
    """Writes of single items, each with its condition, that stand or fall together."""

    writes: tuple[tuple[_Order, Callable[[TransactWrite], None]], ...]


def checking(model: Any, key: str, condition: Any) -> DynamoPart:
    """Writes nothing, but refuses."""
    return _one(_Order.CHECK, lambda to: to.condition_check(model, key, condition=condition))


def putting(item: Any, condition: Any) -> DynamoPart:
    """The whole item."""
    return _one(_Order.PUT, lambda to: to.save(item, condition=condition))


def deleting(item: Any, condition: Any) -> DynamoPart:
    """The whole item goes."""
    return _one(_Order.DELETE, lambda to: to.delete(item, condition=condition))


def updating(item: Any, actions: Sequence[Any], condition: Any = None) -> DynamoPart:
    """Single attributes."""
    return _one(_Order.UPDATE, lambda to: to.update(item, list(actions), condition=condition))


def joined(parts: Sequence[Part]) -> DynamoPart:
    """Several of them as one: what refuses one refuses it."""
    return DynamoPart(tuple(write for part in parts for write in _known(part).writes))


def write_together(connection: Connection, parts: Sequence[Part]) -> None:
    """All of them; raises Refused with the first that refuses, in the order given.

    Raises TooMany (`too_busy`) when transactions of others stand in the way again and again.
    """
    writes = [(order, part, add) for part in map(_known, parts) for order, add in part.writes]
    writes.sort(key=lambda write: write[0])
    for attempt in range(_ATTEMPTS):
        try:
            with TransactWrite(connection=connection) as transaction:
                for _, _, add in writes:
                    add(transaction)
        except TransactWriteError as error:
            if error.cause_response_code != CANCELLED:
                raise
            refusing = {
                id(part)
                for (_, part, _), reason in zip(writes, error.cancellation_reasons, strict=True)
                if reason is not None and reason.code == UNMET
            }
            for part in parts:
                if id(part) in refusing:
                    raise Refused(part) from None
        else:
            return
        time.sleep(random.uniform(0, _PAUSE * (attempt + 1)))
    raise TooMany("too_busy", 1)


def put_with(connection: Connection, item: Any, condition: Any, others: Sequence[Part]) -> bool:
    """The item and these parts; False if the item's own condition does not hold. Raises what
    `write_together` raises for a part."""
    own = putting(item, condition)
    try:
        write_together(connection, [own, *others])
    except Refused as refused:
        if refused.part is own:
            return False
        raise
    return True


def _one(order: _Order, add: Callable[[TransactWrite], None]) -> DynamoPart:
    return DynamoPart(((order, add),))


def _known(part: Part) -> DynamoPart:
    if not isinstance(part, DynamoPart):
        raise TypeError(f"{type(part).__name__} was not made for DynamoDB")
    return part
