"""A report as a spreadsheet that opens well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

_FIRST_WIDTH, _WIDTH = 36, 13

Cell = str | int | float | None


@dataclass(frozen=True)
class Sheet:
    """A title, what it says about itself, column titles, and rows; a share is a float of 0–1."""

    title: str
    notes: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook(sheet: Sheet) -> bytes:
    """An .xlsx with frozen header and number formats."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("Báo cáo")
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8EEF7"}
        )
        whole = book.add_format({"num_format": "#,##0", "border": 1})
        share = book.add_format({"num_format": "0.0%", "border": 1})
        text = book.add_format({"border": 1})
        page.write_string(0, 0, sheet.title, bold)
        for line, note in enumerate(sheet.notes, start=1):
            page.write_string(line, 0, note)
        top = len(sheet.notes) + 2
        for across, column in enumerate(sheet.columns):
            page.write_string(top, across, column, head)
        for down, row in enumerate(sheet.rows, start=top + 1):
            for across, value in enumerate(row):
                _write(page, (down, across), value, (text, whole, share))
        page.freeze_panes(top + 1, 1)
        page.set_column(0, 0, _FIRST_WIDTH)
        page.set_column(1, len(sheet.columns) - 1, _WIDTH)
        page.set_landscape()
        page.repeat_rows(top)
        page.fit_to_pages(1, 0)
    return buffer.getvalue()


def _write(page: Any, at: tuple[int, int], value: Cell, forms: tuple[Any, Any, Any]) -> None:
    """By its type: left to itself the library takes a name that begins with `=` for a formula."""
    text, whole, share = forms
    if value is None:
        page.write_blank(*at, None, text)
    elif isinstance(value, str):
        page.write_string(*at, value, text)
    else:
        page.write_number(*at, value, share if isinstance(value, float) else whole)
