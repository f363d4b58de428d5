"""One hook on botocore that counts what a piece of work asks of AWS."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from botocore.session import Session

from bench.capacity import item_size, read_units

_ASIDE = ContextVar("aside", default=False)
_TELL = "ReturnConsumedCapacity"
_APART = ("MessagesTable", "AuditTable", "SearchTable")


@dataclass(frozen=True)
class AwsCall:
    """One call as it was made, so that it can be made again without anything around it."""

    service: str
    operation: str
    parameters: dict[str, Any]


@dataclass
class CallTally:
    """What was counted. `apart_write_units`, of messages, audit and search, are in `write_units`
    too."""

    calls: list[AwsCall] = field(default_factory=list)
    read_units: float = 0.0
    write_units: float = 0.0
    apart_write_units: float = 0.0


@contextmanager
def aside() -> Iterator[None]:
    """What the bench asks for itself inside the block is nobody's cost."""
    before = _ASIDE.set(True)
    try:
        yield
    finally:
        _ASIDE.reset(before)


def is_aside() -> bool:
    """Whether the bench asks for itself now."""
    return _ASIDE.get()


class Meter:
    """Counts while `counting`; otherwise the hook returns at once, so that it costs no CPU."""

    def __init__(self, session: Session) -> None:
        self._tally: CallTally | None = None
        self.entry_bytes = 0
        """Bytes of an index entry, for queries that do not give their entries whole."""
        session.register("before-parameter-build", self._before)
        session.register("after-call", self._after)

    @contextmanager
    def counting(self) -> Iterator[CallTally]:
        """The tally of what is asked inside the block."""
        self._tally = tally = CallTally()
        try:
            yield tally
        finally:
            self._tally = None

    def _before(self, params: dict[str, Any], model: Any, **_more: Any) -> None:
        if self._tally is None or _ASIDE.get():
            return
        service = model.service_model.service_name
        self._tally.calls.append(AwsCall(service, model.name, dict(params)))
        if service == "dynamodb" and _TELL in model.input_shape.members:
            params[_TELL] = "TOTAL"

    def _after(self, parsed: dict[str, Any], model: Any, **_more: Any) -> None:
        if self._tally is None or _ASIDE.get() or model.service_model.service_name != "dynamodb":
            return
        call = self._tally.calls[-1]
        reader = _READERS.get(model.name)
        if reader is not None:
            self._tally.read_units += reader(call.parameters, parsed, self.entry_bytes)
            return
        consumed = parsed.get("ConsumedCapacity", [])
        for part in consumed if isinstance(consumed, list) else [consumed]:
            units = part.get("WriteCapacityUnits", part.get("CapacityUnits", 0.0))
            self._tally.write_units += units
            if any(table in part.get("TableName", "") for table in _APART):
                self._tally.apart_write_units += units


def _get(asked: dict[str, Any], answer: dict[str, Any], _entry: int) -> float:
    consistent = asked.get("ConsistentRead", False)
    return read_units(item_size(answer.get("Item", {})), consistent=consistent)


def _query(asked: dict[str, Any], answer: dict[str, Any], entry: int) -> float:
    """All that one query reads is added up before it is rounded; what is left out is read too."""
    if asked.get("Select") == "COUNT" or "ProjectionExpression" in asked:
        size = answer["ScannedCount"] * entry
    else:
        size = sum(item_size(item) for item in answer["Items"])
    return read_units(size, consistent=asked.get("ConsistentRead", False))


def _batch(asked: dict[str, Any], answer: dict[str, Any], _entry: int) -> float:
    units = 0.0
    for table, keys in asked["RequestItems"].items():
        consistent = keys.get("ConsistentRead", False)
        found = answer["Responses"].get(table, [])
        units += sum(read_units(item_size(item), consistent=consistent) for item in found)
        units += (len(keys["Keys"]) - len(found)) * read_units(0, consistent=consistent)
    return units


def _transaction(_asked: dict[str, Any], answer: dict[str, Any], _entry: int) -> float:
    items = (part.get("Item", {}) for part in answer["Responses"])
    return sum(read_units(item_size(i), consistent=True, transaction=True) for i in items)


_READERS: dict[str, Callable[[dict[str, Any], dict[str, Any], int], float]] = {
    "GetItem": _get,
    "Query": _query,
    "BatchGetItem": _batch,
    "TransactGetItems": _transaction,
}
