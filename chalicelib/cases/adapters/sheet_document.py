"""The transfer sheet as a docx, by python-docx: A4, margins of 20 mm, 30 mm to the left, in Times
New Roman."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image, ImageOps

from chalicelib.cases.adapters.sheet_map import map_picture
from chalicelib.cases.application.transfer_sheets import TransferSheet

_FONT, _SIZE, _SMALL, _FOOT = "Times New Roman", Pt(13), Pt(11), Pt(9)
_PHOTO_PIXELS, _PHOTO_HEIGHT, _PHOTO_WIDTH = 1_400, Mm(110), Mm(150)
_CENTER, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_UNSAID = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to write."""
_UNREADABLE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


class DocxSheets:
    """Writes sheets as they are signed on paper."""

    def write(self, sheet: TransferSheet, photos: Sequence[bytes]) -> bytes:
        """The document, photos in an annex; one that cannot be read is left out."""
        document = _blank(sheet)
        _head(document, sheet)
        _matter(document, sheet)
        _end(document, sheet)
        _annex(document, sheet, photos)
        made = BytesIO()
        document.save(made)
        return made.getvalue()


def _blank(sheet: TransferSheet) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, _SIZE
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(4)
    about = document.core_properties
    about.author = about.last_modified_by = sheet.body
    about.title, about.comments = f"{sheet.name} {sheet.code}", ""
    about.created = about.modified = sheet.made_at
    about.language = "vi-VN"
    return document


def _head(document: Any, sheet: TransferSheet) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    _lines(left, [(sheet.above, False), (sheet.body, True)], rule=30)
    _add(left, sheet.number, align=_CENTER)
    _lines(right, [(sheet.nation, True), (sheet.motto, True)], rule=12)
    _add(right, sheet.dated, align=_CENTER, italic=True)
    _add(document, sheet.name, align=_CENTER, bold=True, before=Pt(12), size=Pt(14))
    _add(document, sheet.about, align=_CENTER, bold=True)
    _add(document, sheet.dear, align=_CENTER, before=Pt(8))


def _lines(cell: Any, lines: Sequence[tuple[str, bool]], *, rule: int) -> None:
    """The last one with the short rule under it; `rule`: millimetres free on both sides."""
    for text, bold in lines:
        _add(cell, text, align=_CENTER, bold=bold, after=Pt(0))
    bar = _add(cell, "", align=_CENTER, after=Pt(2), size=Pt(3))
    bar.paragraph_format.left_indent = bar.paragraph_format.right_indent = Mm(rule)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    bar._p.get_or_add_pPr().append(borders)


def _matter(document: Any, sheet: TransferSheet) -> None:
    _add(document, sheet.opening, align=_JUSTIFY, indent=Mm(10), before=Pt(8))
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for row in sheet.rows:
        label, text = table.add_row().cells
        label.width, text.width = Mm(42), Mm(118)
        _add(label, row.label)
        for part in row.text.split("\n"):
            _add(text, part, bold=row.strong)
    _add(document, sheet.closing, align=_JUSTIFY, indent=Mm(10), before=Pt(8))


def _end(document: Any, sheet: TransferSheet) -> None:
    to, sign = document.add_table(rows=1, cols=2).rows[0].cells
    first, *others = sheet.to
    _add(to, first, bold=True, italic=True, size=Pt(12), after=Pt(0))
    for line in others:
        _add(to, line, size=_SMALL, after=Pt(0))
    for line in sheet.signs:
        _add(sign, line, align=_CENTER, bold=True, after=Pt(0))
    _add(sign, sheet.signer, align=_CENTER, bold=True, before=Pt(64))
    foot = document.sections[0].footer.paragraphs[0]
    _style(foot.add_run(sheet.foot), size=_FOOT)


def _annex(document: Any, sheet: TransferSheet, photos: Sequence[bytes]) -> None:
    small = list(_small(photos))
    if small or sheet.map:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _add(document, sheet.annex, align=_CENTER, bold=True)
    if sheet.map:
        _picture(document, map_picture(sheet.map), sheet.map.caption, width=_PHOTO_WIDTH)
    for number, (photo, upright) in enumerate(small, 1):
        size = {"height": _PHOTO_HEIGHT} if upright else {"width": _PHOTO_WIDTH}
        _picture(document, photo, sheet.photo.format(number=number), **size)


def _picture(document: Any, content: bytes, said: str, **size: Any) -> None:
    """With what it shows in words under it, on the same page."""
    place = document.add_paragraph()
    place.alignment = _CENTER
    place.paragraph_format.keep_with_next = True
    place.add_run().add_picture(BytesIO(content), **size)
    _add(document, said, align=_CENTER, italic=True, size=_SMALL, after=Pt(12))


def _small(photos: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """As large as paper shows, and whether it is higher than wide."""
    for photo in photos:
        made = BytesIO()
        try:
            with Image.open(BytesIO(photo), formats=["JPEG", "PNG"]) as image:
                image.draft("RGB", (_PHOTO_PIXELS, _PHOTO_PIXELS))
                image.thumbnail((_PHOTO_PIXELS, _PHOTO_PIXELS))
                upright = image.height > image.width
                ImageOps.exif_transpose(image).convert("RGB").save(made, "JPEG", quality=80)
        except _UNREADABLE:
            continue
        yield made.getvalue(), upright


def _add(
    place: Any,
    text: str,
    *,
    align: Any = None,
    bold: bool = False,
    italic: bool = False,
    size: Any = None,
    indent: Any = None,
    before: Any = None,
    after: Any = None,
) -> Any:
    """A paragraph; a cell begins with an empty one, which is taken first."""
    found: list[Any] = getattr(place, "paragraphs", [])
    empty = hasattr(place, "_tc") and len(found) == 1 and not found[0].runs
    paragraph = found[0] if empty else place.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment, form.first_line_indent = align, indent
    form.space_before = before
    if after is not None:
        form.space_after = after
    _style(
        paragraph.add_run(_UNSAID.sub("\N{REPLACEMENT CHARACTER}", text)),
        bold=bold,
        italic=italic,
        size=size,
    )
    return paragraph


def _style(run: Any, *, bold: bool = False, italic: bool = False, size: Any = None) -> None:
    run.bold, run.italic = bold or None, italic or None
    if size is not None:
        run.font.size = size
