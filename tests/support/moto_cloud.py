"""moto, whose transactions keep what they touch instead of whole tables.

moto copies a table for each item of each transaction, so as to put it back if one is refused; with
a directory in the table that takes longer than all else that a test does.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

from moto import mock_aws
from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

_write = DynamoDBBackend.transact_write_items
_Items = dict[Any, Any]


@contextmanager
def moto_cloud() -> Iterator[None]:
    """Whatever AWS is asked for meanwhile, moto answers."""
    sparing = SimpleNamespace(deepcopy=_but_no_table)
    with (
        mock.patch.object(models, "copy", sparing),
        mock.patch.object(DynamoDBBackend, "transact_write_items", _transact),
        mock_aws(),
    ):
        yield


def _but_no_table(value: Any) -> Any:
    return value if isinstance(value, Table) else copy.deepcopy(value)


def _transact(backend: DynamoDBBackend, transact_items: Sequence[Mapping[str, Any]]) -> None:
    named = {next(iter(one.values())).get("TableName") for one in transact_items}
    tables = [backend.tables[name] for name in named if name in backend.tables]
    kept = [(table, _present(table, transact_items), _streamed(table)) for table in tables]
    try:
        _write(backend, list(transact_items))
    except BaseException:
        for table, items, streamed in kept:
            table.items = defaultdict(dict, items)
            if table.stream_shard is not None:
                del table.stream_shard.items[streamed:]
        raise


def _present(table: Table, transact_items: Sequence[Mapping[str, Any]]) -> _Items:
    """The table's items as they are; those that are updated, which happens in place, copied."""
    kept: _Items = {
        key: dict(item) if table.has_range_key else item for key, item in table.items.items()
    }
    for one in transact_items:
        update = one.get("Update", {})
        if update.get("TableName") == table.name and "Key" in update:
            _copy_one(table, update["Key"], kept)
    return kept


def _copy_one(table: Table, key: Mapping[str, Any], kept: _Items) -> None:
    hashed = models.DynamoType(key[table.hash_key_attr])
    ranged = models.DynamoType(key[table.range_key_attr]) if table.range_key_attr else None
    if hashed not in kept or (ranged is not None and ranged not in kept[hashed]):
        return
    if ranged is None:
        kept[hashed] = copy.deepcopy(kept[hashed])
    else:
        kept[hashed][ranged] = copy.deepcopy(kept[hashed][ranged])


def _streamed(table: Table) -> int:
    return len(table.stream_shard.items) if table.stream_shard is not None else 0
