"""Files as officials send them: handled, or refused with a sentence; never half understood."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from chalicelib.imports.adapters import packages
from chalicelib.imports.adapters.list_files import MOST_MEBIBYTES, TableFiles
from chalicelib.imports.adapters.xml_bounds import LONGEST_TEXT, MOST_WITHIN
from chalicelib.imports.domain import reading
from chalicelib.imports.domain.cells import FileRefused
from chalicelib.imports.domain.fault_texts import noticed_sentence, sentence
from chalicelib.imports.domain.kinds import MOST_ROWS, ListKind
from chalicelib.imports.domain.reading import ListRow, read_list
from tests.support.list_files import (
    ROWS,
    book_of,
    csv_text,
    eligible,
    headings_of,
    in_tcvn3,
    in_windows_1258,
    known,
    list_csv,
    list_xlsx,
    repacked,
    saved,
)

KIND = ListKind.ELIGIBLE_CITIZENS
GOOD = list(ROWS[KIND])
HAMLET, NUMBER, PHONE = 1, 3, 4
NAMES = ["commune", "hamlet", "full_name", "personal_id", "phone"]


def read(data: bytes, kind: ListKind = KIND) -> tuple[list[ListRow], dict[str, int]]:
    """The rows of a file, and what was noticed."""
    found = read_list(kind, TableFiles().open(kind, data), known())
    rows = list(found.rows)
    return rows, dict(found.noticed)


def refused(data: bytes) -> str:
    """Why the file as a whole was not taken; the reason has a sentence."""
    with pytest.raises(FileRefused) as why:
        read(data)
    assert sentence(why.value.fault, "vi")
    return why.value.fault.code


def with_cell(place: int, value: Any) -> bytes:
    """A workbook with one row that has something else in that place."""
    row = list(GOOD)
    row[place] = value
    return list_xlsx(KIND, row)


def told(data: bytes) -> list[tuple[int, str | None, str]]:
    """All faults of rows."""
    rows, _ = read(data)
    return [(fault.line, fault.column, fault.code) for row in rows for fault in row.faults]


_LOWER = csv_text([h.lower() for h in headings_of(KIND)], ["phường lào cai", *GOOD[1:]])


@pytest.mark.parametrize(
    ("data", "noticed"),
    [
        (list_csv(KIND, GOOD), {}),
        (_LOWER.encode(), {}),
        (_LOWER.encode("utf-16"), {}),
        (in_windows_1258(_LOWER), {"encoding_windows_1258": 1}),
        (in_tcvn3(_LOWER), {"encoding_tcvn3": 1}),
        (csv_text(headings_of(KIND), GOOD, separator=";").encode(), {}),
        (csv_text(headings_of(KIND), GOOD, separator="\t").encode(), {}),
        (("sep=;\r\n" + csv_text(headings_of(KIND), GOOD, separator=";")).encode(), {}),
        (list_xlsx(KIND, GOOD), {}),
    ],
    ids=[
        *("BOM", "UTF-8", "UTF-16", "Windows-1258", "TCVN3"),
        *("semicolons", "tabs", "sep=", "XLSX"),
    ],
)
def test_one_list_however_it_was_saved(data: bytes, noticed: dict[str, int]) -> None:
    """The row is the same, and old encodings are told."""
    (row,), seen = read(data)
    assert row.line == 2
    assert row.faults == ()
    assert row.values == read(list_csv(KIND, GOOD))[0][0].values
    assert seen == noticed
    assert all(noticed_sentence(code, n, "vi") for code, n in seen.items())


def test_letters_of_an_old_font_in_a_workbook_are_converted() -> None:
    """The cells hold letters of Western Europe; a font of TCVN3 showed them as Vietnamese."""
    lower = [h.lower() for h in headings_of(KIND)]
    rows = [[in_tcvn3(c).decode("latin-1") for c in r] for r in (lower, ["phường lào cai", *GOOD])]
    rows[1] = [rows[1][0], *rows[1][2:]]
    (row,), seen = read(saved(book_of(("Sheet1", rows))))
    assert row.faults == ()
    assert row.values["commune"] == "02647"
    assert seen == {"encoding_tcvn3": 1}


def test_titles_stand_above_the_headings_and_lines_are_counted_as_shown() -> None:
    """The state's motto in merged cells, an empty line, then the list; a bad row says its line."""
    book = book_of(
        ("Danh sách", [["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], [], headings_of(KIND), GOOD, []])
    )
    sheet = book.active
    sheet.merge_cells("A1:E1")
    sheet.append([*GOOD[:NUMBER], "12", GOOD[PHONE]])
    assert told(saved(book)) == [(6, "personal_id", "personal_id_form")]


def test_a_line_is_where_the_row_begins_as_a_spreadsheet_counts() -> None:
    """A line break within quotes begins no row, an empty line is one."""
    text = csv_text(headings_of(KIND)) + '"Phường\nLào Cai",Tổ 1,A,010190001234,\n\n'
    text += csv_text(["Xã Không Có", "Tổ 1", "A", "010190001235", ""])
    assert told(text.encode()) == [(4, "commune", "unknown_commune")]


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (NUMBER, "=A1", "formula"),
        (NUMBER, "='[khac.xlsx]Sheet1'!A1", "formula"),
        (NUMBER, '=HYPERLINK("http://example.com","010190001234")', "formula"),
        (NUMBER, date(2026, 8, 1), "became_date"),
        (PHONE, date(2026, 8, 1), "became_date"),
        (NUMBER, 1190001234, "zero_lost"),
        (NUMBER, 1.0190001234e20, "personal_id_form"),
        (PHONE, "#N/A", "cell_error"),
        (PHONE, True, "phone_invalid"),
        (HAMLET, "Thôn _xD800_ 2", "control_character"),
    ],
)
def test_what_a_spreadsheet_made_of_a_cell_is_refused(place: int, value: Any, code: str) -> None:
    """With its column and a sentence that says what to do."""
    assert told(with_cell(place, value)) == [(2, NAMES[place], code)]


@pytest.mark.parametrize(
    ("place", "value", "kept", "noticed"),
    [
        (NUMBER, 10190001234, "010190001234", "zero_restored"),
        (NUMBER, 10190001234.0, "010190001234", "zero_restored"),
        (PHONE, 912345678, "+84912345678", "zero_restored"),
        (PHONE, 84912345678, "+84912345678", None),
        (NUMBER, " 010 190 001 234 ", "010190001234", "blanks_closed"),
        (0, 2647, "02647", "zero_restored"),
    ],
)
def test_what_a_spreadsheet_made_of_a_cell_is_mended(
    place: int, value: Any, kept: str, noticed: str | None
) -> None:
    """Where one thing alone can have been meant; and it is said."""
    (row,), seen = read(with_cell(place, value))
    assert row.faults == ()
    assert row.values[NAMES[place]] == kept
    assert seen == ({noticed: 1} if noticed else {})


def test_a_link_behind_a_cell_is_not_followed() -> None:
    """The cell's text is taken; nothing is asked for on the way."""
    book = book_of(("Danh sách", [headings_of(KIND), GOOD]))
    book.active["B2"].hyperlink = "http://example.invalid/x"
    (row,), _ = read(saved(book))
    assert row.faults == ()


@pytest.mark.parametrize(("area", "lines"), [("A2:A3", [2, 3]), ("B3:C3", [3]), ("A1:B1", [])])
def test_rows_of_merged_cells_are_refused(area: str, lines: list[int]) -> None:
    """Each line that they cover; those of titles and headings do no harm."""
    book = book_of(("Danh sách", [headings_of(KIND), GOOD, [*GOOD[:3], "010190001235", ""]]))
    if area == "A1:B1":
        book.active.insert_rows(1)
    book.active.merge_cells(area)
    merged = [line for line, _, code in told(saved(book)) if code == "merged_cells"]
    assert merged == lines


def test_a_hidden_sheet_is_left_out_and_said() -> None:
    """Or, where the list is on it, refused."""
    book = book_of(("Danh sách", [headings_of(KIND), GOOD]), ("Cũ", [["x"]]))
    book["Cũ"].sheet_state = "hidden"
    (row,), seen = read(saved(book))
    assert row.faults == ()
    assert seen == {"hidden_sheets_ignored": 1}
    book["Cũ"].sheet_state, book["Danh sách"].sheet_state = "visible", "hidden"
    assert refused(saved(book)) == "hidden_sheet"


def test_the_sheet_that_explains_does_no_harm() -> None:
    """Of two lists none is guessed."""
    table = [headings_of(KIND), GOOD]
    book = book_of(("Hướng dẫn", [["Cách điền", "Xem dưới đây"]]), ("Danh sách", table))
    assert len(read(saved(book))[0]) == 1
    assert refused(saved(book_of(("Một", table), ("Hai", table)))) == "several_sheets"


def test_a_text_that_begins_like_a_formula_is_one_in_csv() -> None:
    """A zero that was kept by `="0…"` is a text."""
    row = [*GOOD[:NUMBER], '="010190001234"', "=1+1"]
    assert told(list_csv(KIND, row)) == [(2, "phone", "formula")]


def test_one_bad_line_in_five_thousand_is_the_only_one_told() -> None:
    """And all others are good."""
    people = eligible(5000)
    people[4321][NUMBER] = "12"
    rows, _ = read(list_csv(KIND, *people))
    assert [row.line for row in rows if row.faults] == [4323]
    assert len(rows) == 5000


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


def test_a_list_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last row that is taken is the fifty thousandth."""
    assert MOST_ROWS == 50_000
    monkeypatch.setattr(reading, "MOST_ROWS", 50)
    rows, _ = read(list_csv(KIND, *eligible(50)))
    assert len(rows) == 50
    assert refused(list_csv(KIND, *eligible(51))) == "too_many_rows"


def test_a_date_of_a_spreadsheet_is_a_day_where_one_is_asked_for() -> None:
    """And in no other column."""
    row: list[Any] = [*ROWS[ListKind.OFFICERS]]
    row[-1] = date(2027, 12, 31)
    rows, _ = read(list_xlsx(ListKind.OFFICERS, row), ListKind.OFFICERS)
    assert rows[0].values["last_day"] == "2027-12-31"
