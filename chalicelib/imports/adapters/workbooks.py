"""Excel workbooks (.xlsx). The values alone are read: no formula is reckoned, no link followed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from itertools import islice
from typing import Any
from zipfile import BadZipFile

from chalicelib.imports.adapters.packages import look_through
from chalicelib.imports.domain.cells import FileRefused, RawCell, RawRow, RawTable
from chalicelib.imports.domain.headings import SEARCHED_ROWS, count_of
from chalicelib.imports.domain.kinds import MOST_COLUMNS, ListKind

_LAST_LINE = 1_048_576
_MOST_SHEETS = 100
_BROKEN = (
    *(ArithmeticError, AttributeError, BadZipFile, EOFError, LookupError, SyntaxError),
    *(RecursionError, TypeError, ValueError),
)
"""What the library raises for parts that are not there, not XML, or not what they should be."""
_DAY = len("2026-08-03")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def read_workbook(kind: ListKind, data: bytes) -> RawTable:
    """The rows of its one list; raises FileRefused, also while they are gone through."""
    from openpyxl import load_workbook

    seen = look_through(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        if len(book.worksheets) > _MOST_SHEETS:
            raise FileRefused("too_large_inside")
        sheets = [sheet for sheet in book.worksheets if _is_list(kind, sheet)]
        hidden = sum(sheet.sheet_state != "visible" for sheet in book.worksheets)
    except _BROKEN:
        raise FileRefused("broken_file") from None
    sheet = _the_one(sheets) or _first_visible(book.worksheets)
    merged = seen.merged.get(str(sheet._worksheet_path).lstrip("/"), [])
    return RawTable(_guarded(sheet, merged), ("hidden_sheets_ignored",) * hidden)


def _is_list(kind: ListKind, sheet: Any) -> bool:
    return count_of(kind, list(islice(_rows(sheet, []), SEARCHED_ROWS))) > 0


def _the_one(sheets: Sequence[Any]) -> Any:
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    if len(shown) > 1:
        raise FileRefused("several_sheets")
    if sheets and not shown:
        raise FileRefused("hidden_sheet")
    return shown[0] if shown else None


def _first_visible(sheets: Sequence[Any]) -> Any:
    """No sheet has all columns: the first says which are missing."""
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    if not shown:
        raise FileRefused("hidden_sheet" if sheets else "broken_file")
    return shown[0]


def _guarded(sheet: Any, merged: Sequence[tuple[int, int]]) -> Iterator[RawRow]:
    try:
        yield from _rows(sheet, merged)
    except _BROKEN:
        raise FileRefused("broken_file") from None


def _rows(sheet: Any, merged: Sequence[tuple[int, int]]) -> Iterator[RawRow]:
    sheet.reset_dimensions()
    ranges, covered_until, gap = sorted(merged, reverse=True), 0, None
    for line, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if line > _LAST_LINE:
            raise FileRefused("broken_file")
        while ranges and ranges[-1][0] <= line:
            covered_until = max(covered_until, ranges.pop()[1])
        fault = "merged_cells" if line <= covered_until else None
        if cells is gap:  # a million lines may lie between two rows, all of them one object
            yield RawRow(line, (), fault)
            continue
        row = RawRow(line, tuple(map(_cell, cells)), fault)
        gap = cells if row.is_blank else gap
        yield row


def _cell(cell: Any) -> RawCell:
    value = cell.value
    if value is None:
        return RawCell("")
    if cell.data_type == "f":
        return RawCell("", fault="formula")
    if cell.data_type == "e":
        return RawCell("", fault="cell_error")
    if isinstance(value, date | time | timedelta):  # a datetime is a date too
        text = value.isoformat()[:_DAY] if isinstance(value, date) else ""
        return RawCell(text, fault="became_date")
    if isinstance(value, bool):
        return RawCell(str(value))
    if isinstance(value, int):
        return RawCell(str(value), is_number=True)
    if isinstance(value, float):
        return RawCell(_number(value), is_number=True)
    return RawCell(_ESCAPED.sub(_unescaped, str(value)))


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
