"""The sheet of a report: what somebody named something stays a text."""

from __future__ import annotations

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from chalicelib.figures.http.sheets import Sheet, workbook
from tests.support.code_like import EVERY

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.mark.parametrize("text", EVERY)
def test_no_text_is_read_as_code(text: str) -> None:
    """As title, note, column and label: a formula or a link would run on the reader's desk."""
    content = workbook(Sheet(text, [text, text], [text, text], [[text, 1], [text, None]]))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert [unescape(part.text) for part in strings.iter(f"{_SPACE}t")] == [text]
    assert sheet.count('t="s"') == 7
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_numbers_stay_numbers() -> None:
    """Counts whole, shares as percentages, nothing where there is nothing."""
    page = load_workbook(
        BytesIO(workbook(Sheet("t", [], ["a", "b", "c"], [[3, 0.5, None]])))
    ).active
    count, share, nothing = page[4]
    assert (count.value, count.number_format) == (3, "#,##0")
    assert (share.value, share.number_format) == (0.5, "0.0%")
    assert nothing.value is None
