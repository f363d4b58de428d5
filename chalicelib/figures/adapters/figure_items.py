"""The items of the table of figures, and how cells are packed in them.

`case#…`: what a case has contributed. `log`: pages of cells, by month, lane and number. `book`:
what is closed. `open`: the rounds open at a month's beginning, in parts. `report`: what was kept
for a question, forgotten some time after it was made.
"""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
)

from chalicelib.cases.domain.standing_rows import Row, cell_of, cell_row
from chalicelib.cases.domain.standings import Cell, Cells
from chalicelib.figures.application.ports import Contribution, Lane, Month
from chalicelib.runtime.dynamodb.schemas import CONTRIBUTION, LOG_PAGE, Schema
from chalicelib.runtime.dynamodb.stored_items import StoredItem

LOG, BOOK, OPEN, REPORT, ONLY = "log", "book", "open", "report", "-"
LANES = 4
"""Of a month: so many batches can be counted at the same moment."""
FULL = 640
"""Bytes of packed cells from which on a page takes no more: with what came last, and its keys, a
page remains below the 1 KB that one write unit writes."""
_VERSIONS_ANEW = 10**12
_JSON = json.JSONEncoder(separators=(",", ":"))


@lru_cache
def item_class(table: str) -> Any:
    """The model on that table."""

    class FigureItem(StoredItem):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        version = NumberAttribute(null=True)
        cells = BinaryAttribute(null=True, legacy_encoding=False)
        closed = BooleanAttribute(null=True)
        epoch = UnicodeAttribute(null=True)
        first_open = UnicodeAttribute(null=True)
        closing = UnicodeAttribute(null=True)
        late: Any = MapAttribute(null=True)
        body = BinaryAttribute(null=True, legacy_encoding=False)
        expires = NumberAttribute(null=True)

    return FigureItem


def case_key(code: str) -> str:
    """Partition key of what a case has contributed."""
    return f"case#{code}"


def lane_of(month: Month, number: int) -> Lane:
    """A month's lane by its number."""
    return f"{month}#{number}"


def page_key(lane: Lane, page: int) -> str:
    """Sort key of a page."""
    return f"{lane}#{page:06d}"


def place_of(item: Any) -> tuple[Lane, int]:
    """Lane and number of a page."""
    lane, _, page = item.sk.rpartition("#")
    return lane, int(page)


def month_of(item: Any) -> Month:
    """The month of a page."""
    return str(item.sk.partition("#")[0])


def last_page(items: Any, lane: Lane) -> Any:
    """The page of the lane that was begun last, or None; read consistently."""
    within = items.sk.between(f"{lane}#", f"{lane}~")
    backwards = {"scan_index_forward": False, "consistent_read": True}
    return next(iter(items.query(LOG, within, limit=1, **backwards)), None)


def is_full(item: Any) -> bool:
    """Whether nothing more is written on the page."""
    return len(item.cells) >= FULL


def contributed(items: Any, code: str, made: Contribution) -> Any:
    """The item of what a case has contributed."""
    rows = _rows(made.cells)
    return items(
        *(case_key(code), ONLY),
        version=made.version,
        schema=CONTRIBUTION.number,
        cells=pack(rows),
    )


def page_anew(items: Any, month: Month, number: int, cells: Sequence[tuple[Cell, int]]) -> Any:
    """A page of the log that is written anew; all such are in one lane.

    Its version is none that a page was ever seen with, so that whoever has one of before in mind
    does not write over it.
    """
    blob = pack([cell_row(cell, n) for cell, n in cells])
    version = _VERSIONS_ANEW + secrets.randbelow(_VERSIONS_ANEW)
    sk = page_key(lane_of(month, 0), number)
    return items(LOG, sk, version=version, schema=LOG_PAGE.number, cells=blob)


def added(packed: bytes | None, cells: Cells) -> bytes:
    """The page's cells with more behind them: readers remember how many they have read."""
    before = json.loads(zlib.decompress(packed)) if packed else []
    return pack([*before, *_rows(cells)])


def _rows(cells: Cells) -> list[Row]:
    """Those that are alike stand together, so that they compress well."""
    return sorted((cell_row(cell, n) for cell, n in cells.items() if n), key=repr)


def pack(document: Any) -> bytes:
    """JSON, compressed."""
    return zlib.compress(_JSON.encode(document).encode())


def unpack(blob: bytes, schema: Schema, number: Any) -> Any:
    """The document in its present form; raises NewerSchema."""
    return schema.upcast(json.loads(zlib.decompress(blob)), number)


def cells_in(item: Any, schema: Schema, skip: int = 0) -> Sequence[tuple[Cell, int]]:
    """The cells of an item, in their order, without the first ones; raises NewerSchema."""
    return list(map(cell_of, unpack(item.cells, schema, item.schema)[skip:]))
