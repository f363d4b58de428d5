"""From a file's rows to the list's rows, each with what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from chalicelib.imports.domain.cells import FileRefused, RawCell, RawRow, RawTable, RowFault
from chalicelib.imports.domain.headings import SEARCHED_ROWS, Headings, find_headings
from chalicelib.imports.domain.kinds import LONGEST_CELL, MOST_ROWS, TABLES, ListKind
from chalicelib.imports.domain.known import Known
from chalicelib.imports.domain.row_checks import RowChecks
from chalicelib.imports.domain.values import Wrong, read_value

_NOTHING = RawCell("")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of the list. Of a row with faults the values are those that could be read, and `said`
    is what stands in its cells, to be sent back."""

    line: int
    values: Mapping[str, str]
    faults: tuple[RowFault, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass
class ReadList:
    """A list while it is read. `noticed` counts what was mended or left out, by code; it is
    complete when the rows have been gone through."""

    rows: Iterable[ListRow]
    noticed: Counter[str] = field(default_factory=Counter)


def read_list(kind: ListKind, table: RawTable, known: Known) -> ReadList:
    """The list of a file. Blank rows count as lines and are no rows.

    Raises FileRefused here for what is missing as a whole, and while the rows are gone through for
    what is seen only then (`too_many_rows`, `no_rows`, faults of the file itself).
    """
    rows = iter(table.rows)
    first = list(islice(rows, SEARCHED_ROWS))
    headings = find_headings(kind, first)
    below = (row for row in first if row.line > headings.line)
    found = ReadList((), Counter(table.noticed))
    if headings.unknown:
        found.noticed["columns_ignored"] = headings.unknown
    if headings.is_tcvn3:
        found.noticed["encoding_tcvn3"] = 1
    found.rows = _rows(kind, chain(below, rows), headings, known, found.noticed)
    return found


def _rows(
    kind: ListKind,
    raw: Iterable[RawRow],
    headings: Headings,
    known: Known,
    noticed: Counter[str],
) -> Iterator[ListRow]:
    checks, count = RowChecks(kind, known), 0
    for row in raw:
        if row.is_blank:
            continue
        count += 1
        if count > MOST_ROWS:
            raise FileRefused("too_many_rows", {"max": MOST_ROWS})
        values, faults = _cells(kind, row, headings, known, noticed)
        if not faults:
            faults = [*checks.look(row.line, values)]
        said = _said(kind, row, headings) if faults else {}
        yield ListRow(row.line, values, tuple(faults), said)
    if not count:
        raise FileRefused("no_rows")


def _cells(
    kind: ListKind, row: RawRow, headings: Headings, known: Known, noticed: Counter[str]
) -> tuple[dict[str, str], list[RowFault]]:
    values: dict[str, str] = {}
    faults = [RowFault(row.line, None, row.fault)] if row.fault else []
    for column in TABLES[kind]:
        place = headings.places.get(column)
        cell = _cell(row, place)
        if not column.kept:
            continue
        if not cell.text.strip() and not cell.fault:
            if column.required:
                faults.append(RowFault(row.line, column.name, "missing"))
            continue
        try:
            value = read_value(column.name, headings.plain(cell), known)
        except Wrong as wrong:
            faults.append(RowFault(row.line, column.name, wrong.code, wrong.params))
            continue
        values[column.name] = value.text
        if value.noticed:
            noticed[value.noticed] += 1
    return values, faults


def _said(kind: ListKind, row: RawRow, headings: Headings) -> dict[str, str]:
    return {
        column.name: headings.plain(_cell(row, headings.places.get(column))).text[:LONGEST_CELL]
        for column in TABLES[kind]
    }


def _cell(row: RawRow, place: int | None) -> RawCell:
    return row.cells[place] if place is not None and place < len(row.cells) else _NOTHING
