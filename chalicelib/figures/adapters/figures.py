"""Counted spells in DynamoDB: packed cells by month and agency, and each case's contribution."""

from __future__ import annotations

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.connection import Connection
from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.figures.application.ports import Cells, Contribution, Kept
from chalicelib.figures.domain.figures import OPEN, RoundStatus, Spell
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.dynamodb.schemas import CELLS, CONTRIBUTION, Schema
from chalicelib.runtime.dynamodb.stored_items import StoredItem
from chalicelib.runtime.faults import MetricFaults

_CELLS = "figures"
_OPEN = "open"
_VALUES = attrgetter(*(part.name for part in fields(Spell)))
_JSON = json.JSONEncoder(separators=(",", ":"), default=str)
_BUSY = frozenset({"ConditionalCheckFailedException", "TransactionCanceledException"})


@lru_cache
def _item_class(table: str) -> Any:
    class FigureItem(StoredItem):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        version = NumberAttribute()
        cells = BinaryAttribute(legacy_encoding=False)

    return FigureItem


class DynamoFigureStore:
    """The figure store on one table."""

    def __init__(self, table: str, faults: Faults | None = None) -> None:
        self._faults = faults or MetricFaults()
        self._items = _item_class(table)
        self._connection = Connection()

    def contribution(self, code: str) -> Contribution | None:
        """What the case has contributed, read consistently."""
        item = self._find(_case_key(code), "-")
        if item is None:
            return None
        return Contribution(int(item.version), _unpack(item, CONTRIBUTION))

    def replace(self, code: str, old: Contribution | None, new: Contribution) -> bool:
        """Put `new` in place of `old` and the difference into the cells, in one transaction."""
        item = self._contributed(code, new)
        unchanged = self._unchanged(old.version if old else None)
        change = _difference(old.cells if old else Counter(), new.cells)
        try:
            if not change:
                item.save(condition=unchanged)
                return True
            # Read before the transaction is opened: reading cannot be part of it.
            shards = self._changed(_by_shard(change))
            with TransactWrite(connection=self._connection) as transaction:
                transaction.save(item, condition=unchanged)
                for shard, condition in shards:
                    transaction.save(shard, condition=condition)
        except (PutError, TransactWriteError) as error:
            if error.cause_response_code in _BUSY:
                return False
            raise
        return True

    def all_cells(self) -> Kept:
        """Every cell, by one query over all months."""
        return self._kept(self._items.query(_CELLS, consistent_read=True))

    def reset(self, cells: Cells, contributions: Mapping[str, Contribution]) -> None:
        """Delete all items and write the new ones."""
        with self._items.batch_write() as batch:
            for item in self._items.scan():
                batch.delete(item)
        with self._items.batch_write() as batch:
            for code, made in contributions.items():
                batch.save(self._contributed(code, made))
            for sk, shard in _by_shard(Counter(cells)).items():
                batch.save(self._shard(sk, 1, shard))

    def cells_since(self, day: date) -> Kept:
        """One query over the months from `day` on and the open rounds."""
        within = self._items.sk.between(f"{day:%Y-%m}", f"{_OPEN}~")
        return self._kept(self._items.query(_CELLS, within))

    def _kept(self, items: Iterable[Any]) -> Kept:
        isolation, cells = Isolation(self._faults, Work.READ), list[tuple[Spell, int]]()
        for item in items:
            with isolation.of(item.sk):
                cells += _unpack(item, CELLS).items()
        return Kept(cells, isolation.things)

    def _changed(self, deltas: dict[str, Counter[Spell]]) -> list[tuple[Any, Any]]:
        """The shards after the change, each with what must still hold; read in one call."""
        keys = [(_CELLS, sk) for sk in deltas]
        known = {item.sk: item for item in self._items.batch_get(keys, consistent_read=True)}
        return [self._after(known.get(sk), sk, delta) for sk, delta in deltas.items()]

    def _after(self, item: Any, sk: str, delta: Counter[Spell]) -> tuple[Any, Any]:
        version = int(item.version) if item else None
        cells = _unpack(item, CELLS) if item else Counter()
        cells.update(delta)
        left = Counter({spell: n for spell, n in cells.items() if n})
        return self._shard(sk, (version or 0) + 1, left), self._unchanged(version)

    def _shard(self, sk: str, version: int, cells: Cells) -> Any:
        return self._items(_CELLS, sk, version=version, schema=CELLS.number, cells=_pack(cells))

    def _contributed(self, code: str, made: Contribution) -> Any:
        return self._items(
            _case_key(code),
            "-",
            version=made.version,
            schema=CONTRIBUTION.number,
            cells=_pack(made.cells),
        )

    def _unchanged(self, version: int | None) -> Any:
        if version is None:
            return self._items.pk.does_not_exist()
        return self._items.version == version

    def _find(self, pk: str, sk: str) -> Any:
        try:
            return self._items.get(pk, sk, consistent_read=True)
        except self._items.DoesNotExist:
            return None


def _case_key(code: str) -> str:
    return f"case#{code}"


def _difference(old: Cells, new: Cells) -> Counter[Spell]:
    change = Counter(new)
    change.subtract(old)
    return Counter({spell: n for spell, n in change.items() if n})


def _by_shard(change: Counter[Spell]) -> dict[str, Counter[Spell]]:
    shards: dict[str, Counter[Spell]] = defaultdict(Counter)
    for spell, count in change.items():
        shards[shard_key(spell)][spell] += count
    return shards


def shard_key(spell: Spell) -> str:
    """The month from which on no report needs the spell any more, or `open`; then the agency."""
    ends = spell.left or (None if spell.status in OPEN else spell.entered)
    return f"{ends:%Y-%m}#{spell.agency or '-'}" if ends else f"{_OPEN}#{spell.agency or '-'}"


def _pack(cells: Cells) -> bytes:
    """Rows that are alike stand together, so that they compress well."""
    rows = sorted(_JSON.encode([*_VALUES(spell), count]) for spell, count in cells.items())
    return zlib.compress(f"[{','.join(rows)}]".encode())


def _unpack(item: Any, schema: Schema) -> Cells:
    """Raises NewerSchema."""
    rows = schema.upcast(json.loads(zlib.decompress(item.cells)), item.schema)
    return Counter({_spell(row[:-1]): row[-1] for row in rows})


def _spell(row: list[Any]) -> Spell:
    agency, commune, category, source, started, status, entered, left, ended, *more = row
    minutes, rated, stars, extended, returned, rerouted = more
    return Spell(
        agency,
        commune,
        category,
        source,
        date.fromisoformat(started),
        RoundStatus(status),
        date.fromisoformat(entered),
        _day(left),
        _day(ended),
        minutes,
        _day(rated),
        stars,
        tuple(map(date.fromisoformat, extended)),
        tuple(map(date.fromisoformat, returned)),
        tuple(map(date.fromisoformat, rerouted)),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
