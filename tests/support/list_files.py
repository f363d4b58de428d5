"""Files with lists: as people make them, and as nobody should."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.agencies.adapters.department_files import read_departments
from chalicelib.agencies.domain.agencies import committee_of
from chalicelib.imports.domain import encodings
from chalicelib.imports.domain.kinds import TABLES, ListKind
from chalicelib.imports.domain.known import Known, known_names
from tests.support.directory import LAO_CAI

ROWS: Mapping[ListKind, Sequence[str]] = {
    kind: [column.example for column in columns] for kind, columns in TABLES.items()
}
"""A good row of each list."""


def headings_of(kind: ListKind) -> list[str]:
    """As templates show them."""
    return [column.headings[0] for column in TABLES[kind]]


def known(only_agency: str | None = None) -> Known:
    """What may be named in the first province."""
    communes = LAO_CAI.gazetteer.communes()
    agencies = [*read_departments("lao_cai"), *map(committee_of, communes)]
    return known_names(communes, agencies, "so-khcn", only_agency)


def csv_text(*rows: Sequence[str], separator: str = ",") -> str:
    """As spreadsheets write it."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue()


def list_csv(kind: ListKind, *rows: Sequence[str]) -> bytes:
    """Headings and rows, UTF-8 with BOM."""
    return csv_text(headings_of(kind), *rows).encode("utf-8-sig")


def eligible(count: int, start: int = 0) -> list[list[str]]:
    """So many people of one commune, each with a number and a phone of their own."""
    return [
        ["Phường Lào Cai", f"Tổ {n % 9 + 1}", f"Người {n}", f"010190{n:06d}", f"0912{n:06d}"]
        for n in range(start, start + count)
    ]


def in_tcvn3(text: str) -> bytes:
    """Small letters alone have a place of their own there; others stay as they are."""
    places = {letter: byte for byte, letter in encodings._OF_TCVN3.items()}
    return bytes(places.get(letter, ord(letter)) for letter in text)


def in_windows_1258(text: str) -> bytes:
    """Tones behind their letters, where there is no letter with the tone."""
    return b"".join(map(_in_1258, unicodedata.normalize("NFC", text)))


def _in_1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        apart = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in apart if mark in encodings._TONES)
        base = unicodedata.normalize("NFC", apart.replace(tone, ""))
        return base.encode("cp1258") + tone.encode("cp1258")


def book_of(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> Any:
    """An openpyxl workbook, to be spoilt."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: Any) -> bytes:
    """Its bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def list_xlsx(kind: ListKind, *rows: Sequence[Any]) -> bytes:
    """Headings and rows on one sheet."""
    return saved(book_of(("Danh sách", [headings_of(kind), *rows])))


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The same workbook with these parts put in (`__` for `/`, `_dot_` for `.`)."""
    named = {name.replace("__", "/").replace("_dot_", "."): one for name, one in parts.items()}
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in named:
                after.writestr(name, before.read(name))
        for name, content in named.items():
            after.writestr(name, content)
    return out.getvalue()
