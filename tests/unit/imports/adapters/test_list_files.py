"""Files as officials send them: handled, or refused with a sentence; never half understood."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.imports.domain import reading
from chalicelib.imports.domain.fault_texts import noticed_sentence
from chalicelib.imports.domain.kinds import MOST_ROWS, ListKind
from tests.support.list_files import (
    ROWS,
    book_of,
    csv_text,
    eligible,
    headings_of,
    in_tcvn3,
    in_windows_1258,
    list_csv,
    list_xlsx,
    saved,
)
from tests.support.read_lists import GOOD, KIND, read, refused

HAMLET, NUMBER, PHONE = 1, 3, 4
NAMES = ["commune", "hamlet", "full_name", "personal_id", "phone"]


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
