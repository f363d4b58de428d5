"""Which column is which: found in the first lines of a file by their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.imports.domain.cells import FileRefused, RawCell, RawRow
from chalicelib.imports.domain.encodings import from_tcvn3
from chalicelib.imports.domain.kinds import IGNORED, TABLES, Column, ListKind
from chalicelib.kernel.words import fold

SEARCHED_ROWS = 20
"""Titles and mottoes of the state stand above the headings."""


@dataclass(frozen=True)
class Headings:
    """Where each column stands. `is_tcvn3`: the cells are letters of a font of TCVN3."""

    line: int
    places: Mapping[Column, int]
    unknown: int
    is_tcvn3: bool = False

    def plain(self, cell: RawCell) -> RawCell:
        """The cell as its reader saw it."""
        if not self.is_tcvn3 or cell.is_number or cell.text.isascii():
            return cell
        return replace(cell, text=from_tcvn3(cell.text))


def find_headings(kind: ListKind, rows: Sequence[RawRow]) -> Headings:
    """The line that has the most of them; raises FileRefused (`no_headings`, `heading_twice`,
    `column_missing`)."""
    tried = [_match(kind, row, is_tcvn3=odd) for row in rows for odd in (False, True)]
    best = max(tried, key=lambda one: len(one.places), default=None)
    if best is None or not best.places:
        raise FileRefused("no_headings", {"headings": _wanted(TABLES[kind])})
    gone = [column for column in TABLES[kind] if column.required and column not in best.places]
    if gone:
        raise FileRefused("column_missing", {"headings": _wanted(gone)})
    return best


def count_of(kind: ListKind, rows: Sequence[RawRow]) -> int:
    """How many columns of that kind the best line has: tells tables from other sheets."""
    try:
        return len(find_headings(kind, rows).places)
    except FileRefused:
        return 0


def _match(kind: ListKind, row: RawRow, *, is_tcvn3: bool) -> Headings:
    by_heading = {key: column for column in TABLES[kind] for key in _keys(column)}
    places: dict[Column, int] = {}
    unknown = 0
    for index, cell in enumerate(row.cells):
        text = from_tcvn3(cell.text) if is_tcvn3 else cell.text
        heading = _key(text)
        column = by_heading.get(heading)
        if column is None:
            unknown += bool(heading) and heading not in IGNORED
        elif column in places:
            raise FileRefused("heading_twice", {"heading": column.headings[0]})
        else:
            places[column] = index
    return Headings(row.line, places, unknown, is_tcvn3)


def _keys(column: Column) -> set[str]:
    return {_key(text) for text in (*column.headings, *column.english, column.name)}


def _key(text: str) -> str:
    """Without what people add to a heading: a star, or a remark in brackets."""
    return " ".join(fold(text.partition("(")[0].replace("_", " ")).bare)


def _wanted(columns: Sequence[Column]) -> str:
    return ", ".join(f"«{column.headings[0]}»" for column in columns if column.required)
