"""What a part's XML would come to in memory, counted while it is looked through.

Whoever reads a workbook holds every element of a part until its end; of rows and of shared texts
only that they were there. So a few hundred kilobytes may come to gigabytes: one row with millions
of cells, one cell with a text of a hundred megabytes, a million empty elements, which no bound on
what is unpacked would notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.parsers.expat import ExpatError, ParserCreate

from chalicelib.imports.domain.cells import FileRefused

LONGEST_TEXT = 512 * 1024
"""Bytes from one element's beginning to the next; a cell holds 32,767 characters."""
MOST_WITHIN = 100_000
"""Elements, and what they weigh, of one row or shared text: a row has 16,384 cells."""
_ATTRIBUTES = 3
"""What they weigh, beside their element."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET, _ROW = f"{_MAIN} worksheet", f"{_MAIN} row"
_TEXTS, _TEXT = f"{_MAIN} sst", f"{_MAIN} si"


class XmlBounds:
    """Of one part: `kept` elements may be there at once, and `in_all` all together. Rows of a sheet
    are emptied once they are read; shared texts too, but in no part that may be read as a sheet."""

    def __init__(self, kept: int, in_all: int | None = None) -> None:
        self._emptied_in = {_SHEET: _ROW} if in_all is None else {_SHEET: _ROW, _TEXTS: _TEXT}
        self._most, self._most_in_all = kept, in_all
        self._kept = self._in_all = self._fed = self._seen = 0
        self._mark: int | None = None
        self._emptied: str | None = None
        self._is_xml = True
        self._parser = ParserCreate(namespace_separator=" ")
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes) -> None:
        """The next bytes. Raises FileRefused (`too_large_inside`, `broken_file`).

        What is no XML, or is broken from here on, nobody reads any further either.
        """
        if not self._is_xml:
            return
        self._fed += len(chunk)
        try:
            self._parser.Parse(chunk, False)
        except (ExpatError, ValueError):
            self._is_xml = False
            return
        _check(self._fed - self._seen, LONGEST_TEXT + len(chunk))

    def _start(self, name: str, attributes: Sequence[str]) -> None:
        self._pass_over()
        if not self._in_all:
            self._emptied = self._emptied_in.get(name)
        self._in_all += 1
        _check(self._in_all, self._most_in_all)
        if name == self._emptied:
            self._mark = self._kept
        self._kept += 1 + (_ATTRIBUTES if attributes else 0)
        _check(self._kept, self._most)
        if self._mark is not None:
            _check(self._kept - self._mark, MOST_WITHIN)

    def _end(self, name: str) -> None:
        self._pass_over()
        if name == self._emptied and self._mark is not None:
            self._kept, self._mark = self._mark + 1, None

    def _pass_over(self) -> None:
        """What lies between this place and the one before: text, comments, attributes."""
        here = self._parser.CurrentByteIndex
        _check(here - self._seen, LONGEST_TEXT)
        self._seen = here

    def _doctype(self, *_: object) -> None:
        raise FileRefused("broken_file")


def _check(there: int, most: int | None) -> None:
    if most is not None and there > most:
        raise FileRefused("too_large_inside")
