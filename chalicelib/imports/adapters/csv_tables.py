"""CSV files as spreadsheets and people write them: four encodings, three separators."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from chalicelib.imports.domain.cells import FileRefused, RawCell, RawRow, RawTable
from chalicelib.imports.domain.encodings import Encoding, decoded
from chalicelib.imports.domain.headings import SEARCHED_ROWS, count_of
from chalicelib.imports.domain.kinds import MOST_COLUMNS, MOST_ROWS, ListKind

_SEPARATORS = (",", ";", "\t")
_SAID = re.compile(r"sep=(.)\r?\n")
"""What Excel writes in front, and shows as no row."""
_AS_TEXT = re.compile(r'="([^"]*)"')
"""How people keep a zero in front."""
_LONGEST_FIELD = 10_000
_LONGEST_HEAD = 2 * SEARCHED_ROWS * _LONGEST_FIELD
_LAST_LINE = 1_048_576
"""Of a spreadsheet: more blank ones are no list."""
_NOTICED = {
    Encoding.TCVN3: ("encoding_tcvn3",),
    Encoding.WINDOWS_1258: ("encoding_windows_1258",),
}


def read_csv(kind: ListKind, data: bytes) -> RawTable:
    """Its rows; raises FileRefused (`encoding_unknown`), and while they are gone through
    `broken_quotes`."""
    text, encoding = decoded(data)
    if "\x00" in text:
        raise FileRefused("not_a_table")
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    separator = said[1] if said and said[1] in _SEPARATORS else _separator(kind, text)
    return RawTable(_rows(text, separator), _NOTICED.get(encoding, ()))


def _separator(kind: ListKind, text: str) -> str:
    """The one with which most columns are found; the comma where none are."""
    head = "\n".join(text[:_LONGEST_HEAD].splitlines()[: 2 * SEARCHED_ROWS])

    def found(separator: str) -> int:
        try:
            return count_of(kind, list(islice(_rows(head, separator), SEARCHED_ROWS)))
        except FileRefused:
            return 0

    return max(_SEPARATORS, key=found)


def _rows(text: str, separator: str) -> Iterator[RawRow]:
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FileRefused("broken_quotes", {"near": line + 1}) from None
        line += 1
        if line > _LAST_LINE:
            raise FileRefused("too_many_rows", {"max": MOST_ROWS})
        yield RawRow(line, tuple(map(_cell, cells[:MOST_COLUMNS])))


def _cell(text: str) -> RawCell:
    stripped = text.strip()
    kept = _AS_TEXT.fullmatch(stripped)
    if kept:
        return RawCell(kept[1])
    return RawCell(text, fault="formula" if stripped.startswith("=") else None)
