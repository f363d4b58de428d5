"""The sheets that go out: templates to fill in, and bad rows to mend."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from chalicelib.imports.application.ports import BadRow
from chalicelib.imports.domain.fault_texts import sentence
from chalicelib.imports.domain.kinds import (
    FAULTS_HEADING,
    LINE_HEADING,
    TABLES,
    TITLES,
    Column,
    ListKind,
)

_WIDTH, _WIDE = 26, 70
_LINES_TO_FILL = 1_000
_EXPLAINS = (
    ("Cách điền", "How to fill it in"),
    (
        "Điền từ dòng 2, mỗi người hoặc mỗi cơ quan một dòng. Xoá dòng ví dụ trước khi gửi.",
        "Begin on line 2, a line for each. Delete the example before you send it.",
    ),
    (
        "Không gộp ô, không dùng công thức, không ẩn trang danh sách. Nhiều nhất 50.000 dòng.",
        "No merged cells, no formulas, no hidden list. 50,000 rows at most.",
    ),
)


class WorkbookSheets:
    """As .xlsx."""

    def template(self, kind: ListKind) -> bytes:
        """All cells are text, so that no zero is lost; the second sheet explains the columns."""

        def fill(book: Any) -> None:
            head, text = _head(book), book.add_format({"num_format": "@"})
            page = book.add_worksheet("Danh sách")
            for across, column in enumerate(TABLES[kind]):
                page.set_column(across, across, _WIDTH, text)
                page.write_string(0, across, _heading(column), head)
                page.write_string(1, across, column.example, text)
            page.freeze_panes(1, 0)
            _explain(book, kind, head)

        return _workbook(fill)

    def faults(self, kind: ListKind, rows: Iterable[BadRow]) -> bytes:
        """Line, the cells as they came, and what is to be mended; it may be sent as it is."""

        def fill(book: Any) -> None:
            head, text = _head(book), book.add_format({"num_format": "@"})
            columns = TABLES[kind]
            page = book.add_worksheet("Danh sách")
            page.set_column(0, len(columns), _WIDTH, text)
            page.set_column(len(columns) + 1, len(columns) + 1, _WIDE, text)
            titles = [LINE_HEADING, *(column.headings[0] for column in columns), FAULTS_HEADING]
            for across, title in enumerate(titles):
                page.write_string(0, across, title, head)
            for down, row in enumerate(rows, start=1):
                page.write_string(down, 0, str(row.line), text)
                for across, column in enumerate(columns, start=1):
                    page.write_string(down, across, row.said.get(column.name, ""), text)
                page.write_string(down, len(columns) + 1, _mend(kind, row), text)
            page.freeze_panes(1, 0)

        return _workbook(fill)


def _workbook(fill: Any) -> bytes:
    from xlsxwriter import Workbook

    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        fill(book)
    return buffer.getvalue()


def _head(book: Any) -> Any:
    shape = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
    return book.add_format({**shape, "bg_color": "#E8EEF7", "num_format": "@"})


def _heading(column: Column) -> str:
    return f"{column.headings[0]} (*)" if column.required else column.headings[0]


def _explain(book: Any, kind: ListKind, head: Any) -> None:
    page = book.add_worksheet("Hướng dẫn")
    page.set_column(0, 2, _WIDE)
    page.write_row(0, 0, TITLES[kind], head)
    for down, texts in enumerate(_EXPLAINS, start=1):
        page.write_row(down, 0, texts)
    top = len(_EXPLAINS) + 2
    page.write_row(top, 0, ("* = bắt buộc / needed", "Tiếng Việt", "English"), head)
    for down, column in enumerate(TABLES[kind], start=top + 1):
        said = (f"Cột «{column.headings[0]}»{' *' if column.required else ''}",)
        page.write_row(down, 0, (*said, column.explained, column.explained_english))


def _mend(kind: ListKind, row: BadRow) -> str:
    headings = {column.name: column.headings[0] for column in TABLES[kind]}
    told = []
    for fault in row.faults:
        where = headings.get(fault.column) if fault.column else None  # type: ignore[call-overload]
        text = sentence(fault, "vi")
        told.append(f"{where}: {text}" if where else text)
    return " ".join(told)
