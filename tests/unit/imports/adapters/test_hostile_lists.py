"""Files that are no list, or would cost more than they may: refused as a whole, with a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from chalicelib.imports.adapters import packages
from chalicelib.imports.adapters.list_files import MOST_MEBIBYTES
from chalicelib.imports.adapters.xml_bounds import LONGEST_TEXT, MOST_WITHIN
from tests.support.list_files import (
    book_of,
    csv_text,
    eligible,
    headings_of,
    list_csv,
    list_xlsx,
    repacked,
    saved,
)
from tests.support.read_lists import GOOD, KIND, read, refused

_XLSX = list_xlsx(KIND, GOOD)
_SHEET = "xl__worksheets__sheet1_dot_xml"


def _part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_XLSX)) as package:
        return package.read(name)


def _bomb() -> bytes:
    sheet = _part("xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b"<row/>" * 28_000_000 + b"</sheetData>"
    )
    return repacked(_XLSX, **{_SHEET: sheet})


def _far() -> bytes:
    sheet = _part("xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>'
    )
    return repacked(_XLSX, **{_SHEET: sheet})


def _laughs() -> bytes:
    shown = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    sheet = _part("xl/worksheets/sheet1.xml")
    return repacked(_XLSX, **{_SHEET: shown + sheet})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_rows"),
        (b" \n", "no_rows"),
        (csv_text(headings_of(KIND)).encode(), "no_rows"),
        (b"%PDF-1.7 ...", "not_a_table"),
        (b"\x89PNG\r\n", "not_a_table"),
        (b"a\x00b,c", "not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_excel"),
        (b"PK\x03\x04" + bytes(100), "broken_file"),
        (_XLSX[:-200], "broken_file"),
        (_XLSX[:200] + bytes(200) + _XLSX[400:], "broken_file"),
        (repacked(_XLSX, **{_SHEET: b"<worksheet"}), "broken_file"),
        (repacked(_XLSX, xl__workbook_dot_xml=b"<nothing/>"), "broken_file"),
        (repacked(_XLSX, xl__vbaProject_dot_bin=b"x"), "macros"),
        (_laughs(), "broken_file"),
        (_far(), "broken_file"),
        (b"a,b,c\n1,2,3\n", "no_headings"),
        ("Thôn,Số điện thoại\nA,0912345678\n".encode(), "column_missing"),
        ("Xã,Thôn,Số CCCD,Bản\n".encode(), "heading_twice"),
        (csv_text(headings_of(KIND), GOOD).encode() + b'"a', "broken_quotes"),
        (bytes(range(0x80, 0x100)) * 3, "encoding_unknown"),
        (b"x" * (MOST_MEBIBYTES * 1024 * 1024 + 1), "too_large"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_is_no_list_is_refused_as_a_whole(data: bytes, code: str) -> None:
    """With a sentence; never with a list of a thousand faults."""
    assert refused(data) == code


def test_a_zip_bomb_is_not_unpacked_to_its_end() -> None:
    """A workbook of some hundred kilobytes that unpacks to 180 MB."""
    data = _bomb()
    assert len(data) < 1024 * 1024
    assert refused(data) == "too_large_inside"


def _within(row: bytes) -> bytes:
    """The sheet with this before the end of its rows."""
    end = b"</sheetData>"
    sheet = _part("xl/worksheets/sheet1.xml").replace(end, row + end)
    return repacked(_XLSX, **{_SHEET: sheet})


def _styled(content: bytes) -> bytes:
    end = b"</styleSheet>"
    styles = _part("xl/styles.xml").replace(end, content + end)
    return repacked(_XLSX, xl__styles_dot_xml=styles)


_CELL = b'<row r="3"><c r="A3" t="inlineStr"><is><t>%s</t></is></c></row>'
_LONG = b"a" * (LONGEST_TEXT + 1)
_MANY = 1_200_001
SWOLLEN = {
    "one row of many cells": lambda: _within(b"<row>" + b"<c/>" * MOST_WITHIN + b"</row>"),
    "a million of what nobody knows": lambda: _within(b"<x/>" * _MANY),
    "a cell of a megabyte": lambda: _within(_CELL % _LONG),
    "the same in pieces that read as one": lambda: _within(_CELL % (b"<![CDATA[<]]>" * 50_000)),
    "an attribute of a megabyte": lambda: _within(b'<row x="' + _LONG + b'"/>'),
    "a remark of a megabyte": lambda: _within(b"<!--" + b"<" * len(_LONG) + b"-->"),
    "styles without end": lambda: _styled(b"<xf/>" * 300_001),
    "texts in a sheet's place": lambda: _moved(
        "xl/worksheets/list.xml", "xl/worksheets/sheet1.xml", _texts(_MANY)
    ),
}
"""Parts that unpack to a few megabytes, and come to hundreds once they are read."""


def _texts(count: int) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<sst xmlns="' + main + b'">' + b"<si/>" * count + b"</sst>"


@pytest.mark.parametrize("name", SWOLLEN)
def test_a_part_that_swells_when_it_is_read_is_not_read(name: str) -> None:
    """What is unpacked says too little: what is held at once is bounded too."""
    data = SWOLLEN[name]()
    assert len(data) < 1024 * 1024
    assert refused(data) == "too_large_inside"


def test_a_long_list_is_within_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are forgotten one by one, however many they are; so are the texts that cells share."""
    monkeypatch.setattr(packages, "_KEPT_OF_SHEETS", 2_000)
    people = [list(row) for row in eligible(1_500)]
    assert len(read(list_xlsx(KIND, *people))[0]) == 1_500


def test_a_workbook_has_so_many_sheets() -> None:
    """Each is opened to look for the list."""
    sheets = [(f"Trang {n}", [["x"]]) for n in range(100)]
    assert refused(saved(book_of(*sheets, ("Danh sách", [headings_of(KIND), GOOD])))) == (
        "too_large_inside"
    )


def test_a_text_file_has_no_more_lines_than_a_spreadsheet() -> None:
    """Blank ones are none of the list, and are gone through all the same."""
    data = list_csv(KIND, GOOD) + b"\n" * 1_048_576
    assert refused(data) == "too_many_rows"


def _moved(name: str, part: str, content: bytes | None = None) -> bytes:
    """The workbook with that part under another name, wherever it is named."""
    data, old = _XLSX, f"/{part}".encode()
    with zipfile.ZipFile(io.BytesIO(data)) as before:
        parts = {
            one: before.read(one).replace(old, f"/{name}".encode()) for one in before.namelist()
        }
    parts[name] = content or parts[part]
    del parts[part]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for one, text in parts.items():
            after.writestr(one, text)
    return out.getvalue()


def test_a_sheet_is_looked_through_whatever_it_is_called() -> None:
    """A workbook's own lists say which part is a sheet, not its name."""
    assert len(read(_moved("xl/list.xml", "xl/worksheets/sheet1.xml"))[0]) == 1
    assert len(read(_moved("xl/list.bin", "xl/worksheets/sheet1.xml"))[0]) == 1
    shown = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    sheet = shown + _part("xl/worksheets/sheet1.xml")
    assert refused(_moved("xl/list.bin", "xl/worksheets/sheet1.xml", sheet)) == "broken_file"
    blank = _part("xl/worksheets/sheet1.xml").replace(
        b"</sheetData>", b"<row/>" * 9_000_000 + b"</sheetData>"
    )
    assert refused(_moved("xl/list.bin", "xl/worksheets/sheet1.xml", blank)) == "too_large_inside"


@pytest.mark.parametrize("name", ["xl/worksheets/texts.xml", "xl/Worksheets/t.xml", "xl/t.bin"])
def test_what_is_read_as_a_whole_does_not_lie_where_long_parts_may(name: str) -> None:
    """The texts that cells share, among the sheets, which are read row by row."""
    shared = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = f'<Override PartName="/{name}" ContentType="{shared}"/></Types>'.encode()
    types = _part("[Content_Types].xml").replace(b"</Types>", told)
    texts = b"<sst><si><t>a</t></si></sst>"
    data = repacked(_XLSX, **{"[Content_Types].xml": types, name: texts})
    assert refused(data) == "broken_file"
