"""HEIC photos: Exif, XMP and all unknown boxes are blanked; the picture's own bytes stay.

A codec for HEIC comes under a licence that may not ship with this product, so the picture is not
decoded: its structure is checked, and the file is edited byte for byte. The turn of the picture is
a property of its own there (`irot`), not part of Exif. Source: ISO 23008-12, ISO 14496-12 §8.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.adapters.media.boxes import (
    Box,
    Cursor,
    full_body,
    keep_only,
    only,
    read_boxes,
    wipe,
)
from chalicelib.adapters.media.movie import scrub_movie
from chalicelib.application.ports.uploads import CleanFile, Unfit
from chalicelib.domain.uploads import Refusal

_TOP = (b"ftyp", b"meta", b"mdat", b"moov")
_META = (b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp", b"iref", b"idat", b"dinf", b"grpl")
_SPEAKING_ITEMS = (b"Exif", b"mime", b"uri ")
_IN_FILE, _IN_IDAT = 0, 1
_MOST_EXTENTS = 20_000
"""Pieces of items in one file; more are an attack on memory."""


@dataclass(frozen=True)
class _Extent:
    item: int
    start: int
    end: int


def clean_heic(data: bytes) -> CleanFile:
    """The same photo without metadata and without a thumbnail; raises `Unfit`."""
    edit = bytearray(data)
    top = keep_only(edit, list(read_boxes(edit, 0, len(edit))), _TOP)
    for box in top:
        if box.kind == b"moov":
            scrub_movie(edit, box)
    _clean_items(edit, only(top, b"meta"))
    return CleanFile(bytes(edit))


def _clean_items(edit: bytearray, meta: Box) -> None:
    _, cursor = full_body(edit, meta)
    parts = keep_only(edit, list(read_boxes(edit, cursor.at, meta.end)), _META)
    extents = _extents_in_file(edit, parts)
    if _primary(edit, only(parts, b"pitm")) not in {extent.item for extent in extents}:
        raise Unfit(Refusal.UNREADABLE)
    entries = _items(edit, only(parts, b"iinf"))
    speaking = {item for item, kind in entries if kind in _SPEAKING_ITEMS}
    wipe(edit, ((extent.start, extent.end) for extent in extents if extent.item in speaking))


def _primary(edit: bytearray, box: Box) -> int:
    version, cursor = full_body(edit, box)
    return cursor.number(4 if version else 2)


def _items(edit: bytearray, box: Box) -> Iterator[tuple[int, bytes]]:
    version, cursor = full_body(edit, box)
    cursor.number(4 if version else 2)
    for entry in read_boxes(edit, cursor.at, box.end):
        entry_version, fields = full_body(edit, entry)
        if entry_version not in (2, 3):
            raise Unfit(Refusal.UNREADABLE)
        item = fields.number(2 if entry_version == 2 else 4)
        fields.take(2)
        yield item, fields.take(4)


def _extents_in_file(edit: bytearray, parts: list[Box]) -> list[_Extent]:
    found: list[_Extent] = []
    for extent in _extents(edit, parts):
        found.append(extent)
        if extent.end > len(edit) or len(found) > _MOST_EXTENTS:
            raise Unfit(Refusal.UNREADABLE)
    return found


def _extents(edit: bytearray, parts: list[Box]) -> Iterator[_Extent]:
    version, cursor = full_body(edit, only(parts, b"iloc"))
    if version > 2:
        raise Unfit(Refusal.UNREADABLE)
    sizes = cursor.number(2)
    long_form = 4 if version == 2 else 2
    for _ in range(cursor.number(long_form)):
        item = cursor.number(long_form)
        method = cursor.number(2) & 15 if version else _IN_FILE
        if cursor.number(2) != 0 or method not in (_IN_FILE, _IN_IDAT):
            raise Unfit(Refusal.UNREADABLE)
        origin = only(parts, b"idat").body if method == _IN_IDAT else 0
        yield from _item_extents(cursor, item, origin, sizes, indexed=bool(version))


def _item_extents(
    cursor: Cursor, item: int, origin: int, sizes: int, *, indexed: bool
) -> Iterator[_Extent]:
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    start = origin + cursor.number(base_size)
    for _ in range(cursor.number(2)):
        if indexed:
            cursor.take(sizes & 15)
        offset, length = cursor.number(offset_size), cursor.number(length_size)
        if length == 0:
            raise Unfit(Refusal.UNREADABLE)
        yield _Extent(item, start + offset, start + offset + length)
