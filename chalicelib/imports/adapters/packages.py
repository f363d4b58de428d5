"""A workbook as a package of files, looked through before anything opens it.

Sizes that the package declares are not believed: what it unpacks to is counted. Nor are names: any
part may be a sheet, if the package's own lists say so, and so every part is looked at.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError, iterparse
from zipfile import BadZipFile, ZipFile, ZipInfo

from chalicelib.imports.adapters.xml_bounds import XmlBounds
from chalicelib.imports.domain.cells import FileRefused

_MEBIBYTE = 1024 * 1024
MOST_UNPACKED = 160 * _MEBIBYTE
_MOST_TEXTS = 48 * _MEBIBYTE
"""Of the shared texts, which are held in memory."""
_MOST_ELSE = 8 * _MEBIBYTE
"""Of every other part that is no sheet: styles and relations are read whole."""
_KEPT_OF_SHEETS, _KEPT_OF_TEXTS = 400_000, 1_200_000
"""Elements at once: of each row and of each text one is left behind, and of each link."""
_TEXTS_IN_ALL, _ELSE_IN_ALL = 3_000_000, 300_000
_TYPES = "[Content_Types].xml"
_READ_WHOLE = ("sharedStrings+xml", "main+xml")
"""Types of the parts that are found by their type, and not read row by row."""
_MOST_PARTS = 2_000
_MOST_MERGED = 20_000
_CHUNK = 256 * 1024
_OVERLAP = 256
_MERGED = re.compile(
    rb'<(?:\w{1,20}:)?mergeCell\s[^<>]{0,80}?\bref="[A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7})"'
)
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_BROKEN = (
    *(BadZipFile, EOFError, KeyError, NotImplementedError, OSError, ParseError),
    *(RuntimeError, ValueError, zlib.error),
)


@dataclass
class LookedThrough:
    """What was seen: by each sheet's part the lines that merged cells cover, as pairs."""

    merged: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def look_through(data: bytes) -> LookedThrough:
    """Raises FileRefused: `broken_file`, `macros`, `too_large_inside`, `not_a_table`."""
    seen = LookedThrough()
    try:
        with ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _check_names(parts)
            left = MOST_UNPACKED
            for part in parts:
                left = _look_at(package, part, left, seen)
            _check_types(package)
    except _BROKEN:
        raise FileRefused("broken_file") from None
    return seen


def _check_names(parts: Sequence[ZipInfo]) -> None:
    names = {part.filename.lower().lstrip("/") for part in parts}
    if len(parts) > _MOST_PARTS:
        raise FileRefused("too_large_inside")
    if any("vbaproject" in name or name.endswith(".bas") for name in names):
        raise FileRefused("macros")
    if "[content_types].xml" not in names:
        raise FileRefused("not_a_table")
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused("old_excel")


def _look_at(package: ZipFile, part: ZipInfo, left: int, seen: LookedThrough) -> int:
    """One part; what may still be unpacked after it."""
    most = min(left, _most(part.filename))
    merged: list[tuple[int, int]] = []
    tail, unpacked, bounds = b"", 0, _bounds(part.filename)
    for chunk in _chunks(package, part):
        if not unpacked and chunk.startswith(_WIDE):
            raise FileRefused("broken_file")
        unpacked += len(chunk)
        if unpacked > most:
            raise FileRefused("too_large_inside")
        text = tail + chunk
        _check_text(part, text)
        bounds.feed(chunk)
        found = [m for m in _MERGED.finditer(text) if m.end() > len(tail)]
        merged += [(int(m[1]), int(m[2])) for m in found]
        tail = text[-_OVERLAP:]
    if len(merged) > _MOST_MERGED:
        raise FileRefused("too_large_inside")
    if merged:
        seen.merged[part.filename.lstrip("/")] = merged
    return left - unpacked


def _check_text(part: ZipInfo, text: bytes) -> None:
    if any(word in text for word in _DECLARATIONS):
        raise FileRefused("broken_file")
    if part.filename == _TYPES and b"macroEnabled" in text:
        raise FileRefused("macros")


def _check_types(package: ZipFile) -> None:
    """What is read whole may not lie where long parts may, nor be called something else."""
    with package.open(_TYPES) as types:
        for _, one in iterparse(types):
            name = one.get("PartName", "").lower()
            whole = one.get("ContentType", "").endswith(_READ_WHOLE)
            if whole and ("worksheets/" in name or not name.endswith(".xml")):
                raise FileRefused("broken_file")


def _chunks(package: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _most(name: str) -> int:
    if _may_be_long(name):
        return MOST_UNPACKED
    return _MOST_ELSE if _is_small(name) else _MOST_TEXTS


def _bounds(name: str) -> XmlBounds:
    if _may_be_long(name):
        return XmlBounds(_KEPT_OF_SHEETS)
    return XmlBounds(_KEPT_OF_TEXTS, _ELSE_IN_ALL if _is_small(name) else _TEXTS_IN_ALL)


def _may_be_long(name: str) -> bool:
    return "worksheets/" in name.lower()


def _is_small(name: str) -> bool:
    small = name.lower()
    return small.endswith((".xml", ".rels")) and not small.endswith("sharedstrings.xml")
