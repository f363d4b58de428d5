"""What a function is declared to touch, against the calls that it really makes.

The emulator does not look at conditions on partition keys and on what key sets are for; this does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from unittest import mock

from botocore.client import BaseClient

from chalicelib.function_forms import Function, ItemRights, Rights
from chalicelib.functions import FUNCTIONS

Key = dict[str, Any]
_OF_WRITES = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
_HASH = ("id", "pk", "recipient")
_KMS = "kms"


@dataclass(frozen=True)
class Touch:
    """One call at items: IAM's action, the table, the partition, the index if any. One at KMS:
    what the key set is for in place of a partition."""

    action: str
    table: str
    partition: str
    index: str | None = None


@contextmanager
def touches() -> Iterator[list[Touch]]:
    """All of them while the block runs."""
    seen: list[Touch] = []
    call = BaseClient._make_api_call

    def listening(client: Any, operation: str, given: Any) -> Any:
        service = client.meta.service_model.service_name
        if service == "dynamodb":
            seen.extend(_touches(operation, given))
        if service == "kms":
            use = given.get("EncryptionContext", {}).get("use", "")
            seen.append(Touch(operation, _KMS, use))
        return call(client, operation, given)

    with mock.patch.object(BaseClient, "_make_api_call", listening):
        yield seen


def beyond(name: str, seen: Iterable[Touch]) -> list[Touch]:
    """Those that the function is not declared to make."""
    (function,) = (one for one in FUNCTIONS if one.name == name)
    return [touch for touch in seen if not any(_covers(r, touch) for r in _both(function))]


def _both(function: Function) -> tuple[Rights, Rights]:
    return function.may, function.may_locally


def _covers(rights: Rights, touch: Touch) -> bool:
    if touch.table == _KMS:
        opens = touch.action == "Decrypt" and touch.partition in rights.keys
        return opens or (touch.action == "GenerateMac" and rights.fingerprints)
    return any(_covered(items, touch) for items in rights.items if items.table == touch.table)


def _covered(items: ItemRights, touch: Touch) -> bool:
    if touch.index:
        return touch.index in items.indexes
    keys = items.keys or ("*",)
    return touch.action in items.actions and any(fnmatchcase(touch.partition, k) for k in keys)


def _touches(operation: str, given: Any) -> Iterator[Touch]:
    if operation == "TransactWriteItems":
        for entry in given["TransactItems"]:
            ((kind, write),) = entry.items()
            yield Touch(_OF_WRITES[kind], *_place(write))
    elif operation == "BatchGetItem":
        for table, wanted in given["RequestItems"].items():
            for key in wanted["Keys"]:
                yield Touch(operation, _short(table), _partition(key))
    elif operation == "Query":
        (value, *_) = given["ExpressionAttributeValues"].values()
        yield Touch(operation, _short(given["TableName"]), value["S"], given.get("IndexName"))
    elif operation != "DescribeTable":
        yield Touch(operation, *_place(given))


def _place(given: Any) -> tuple[str, str]:
    return _short(given["TableName"]), _partition(given.get("Key") or given["Item"])


def _partition(key: Key) -> str:
    return str(next(key[name]["S"] for name in _HASH if name in key))


def _short(table: str) -> str:
    return table.partition("Table")[0].lower()
