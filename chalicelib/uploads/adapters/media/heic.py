"""HEIC photos: a new file of the main picture alone, of its coded units and what showing it needs.

A codec for HEIC comes under a licence that may not ship with this product, so the picture is not
decoded: it is taken apart and put together anew. Previews, other pictures, films, depth, texts and
all that lies in gaps stay behind. The turn of the picture is a property of its own there (`irot`),
not part of Exif. Source: ISO 23008-12, ISO 14496-12 §8.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.uploads.adapters.media.boxes import only, top_boxes, write_box, write_full_box
from chalicelib.uploads.adapters.media.brands import file_type
from chalicelib.uploads.adapters.media.heic_items import Items, read_items
from chalicelib.uploads.adapters.media.heic_properties import (
    clean_property,
    coded_units,
    length_size,
)
from chalicelib.uploads.adapters.media.movie import clean_movie
from chalicelib.uploads.application.ports import CleanFile, Unfit
from chalicelib.uploads.domain.uploads import Refusal

_NEEDED = (b"ftyp", b"meta", b"mdat", b"moov")
_CODED, _GRID = b"hvc1", b"grid"
_MOST_TILES = 2_000


@dataclass(frozen=True)
class _Picture:
    """One item of the new file; `properties` are boxes, each with whether it is essential."""

    kind: bytes
    content: bytes
    properties: tuple[tuple[bytes, bool], ...]


def clean_heic(data: bytes) -> CleanFile:
    """The same photo; a sequence without a main picture is a film. Raises `Unfit`."""
    top = top_boxes(data, _NEEDED)
    try:
        items = read_items(data, only(top, b"meta"))
    except Unfit:
        if any(box.kind == b"moov" for box in top):
            return clean_movie(data)
        raise
    return _clean_photo(data, items)


def _clean_photo(data: bytes, items: Items) -> CleanFile:
    pictures = [_picture(data, items, items.primary)]
    if pictures[0].kind == _GRID:
        tiles = items.parts.get(items.primary, ())
        if not 0 < len(tiles) <= _MOST_TILES or len(set(tiles)) < len(tiles):
            raise Unfit(Refusal.UNREADABLE)
        pictures += [_picture(data, items, tile) for tile in tiles]
        if any(picture.kind != _CODED for picture in pictures[1:]):
            raise Unfit(Refusal.UNREADABLE)
    if sum(len(picture.content) for picture in pictures) > len(data):
        raise Unfit(Refusal.UNREADABLE)  # the same bytes over and over
    return CleanFile(_written(file_type(data), pictures))


def _picture(data: bytes, items: Items, item: int) -> _Picture:
    kind, place = items.kinds.get(item), items.places.get(item)
    if kind not in (_CODED, _GRID) or place is None or not place.pieces:
        raise Unfit(Refusal.UNREADABLE)
    if sum(end - start for start, end in place.pieces) > len(data):
        raise Unfit(Refusal.UNREADABLE)
    content = b"".join(data[start:end] for start, end in place.pieces)
    properties = tuple(_properties(data, items, item))
    if kind == _GRID:
        size = 12 if content[1:2] == b"\1" else 8
        if len(content) < size:
            raise Unfit(Refusal.UNREADABLE)
        return _Picture(kind, content[:size], properties)
    settings = [box for box, _ in properties if box[4:8] == b"hvcC"]
    if len(settings) != 1:
        raise Unfit(Refusal.UNREADABLE)
    return _Picture(kind, coded_units(content, length_size(settings[0])), properties)


def _properties(data: bytes, items: Items, item: int) -> Iterator[tuple[bytes, bool]]:
    for number, is_essential in items.uses.get(item, ()):
        if number == 0:
            continue
        if number > len(items.properties):
            raise Unfit(Refusal.UNREADABLE)
        cleaned = clean_property(data, items.properties[number - 1])
        if cleaned is not None:
            yield cleaned, is_essential
        elif is_essential:
            raise Unfit(Refusal.UNREADABLE)  # without it the picture would be another


def _written(head: bytes, pictures: list[_Picture]) -> bytes:
    inline = [picture.content if picture.kind == _GRID else b"" for picture in pictures]
    coded = [b"" if picture.kind == _GRID else picture.content for picture in pictures]
    length = len(head) + len(_meta(pictures, inline, 0)) + 8
    return head + _meta(pictures, inline, length) + write_box(b"mdat", *coded)


def _meta(pictures: list[_Picture], inline: list[bytes], coded_at: int) -> bytes:
    tiles = range(2, len(pictures) + 1)
    entries = [
        write_full_box(b"infe", 2, _n(number) + bytes(2) + picture.kind + b"\0", flags=number > 1)
        for number, picture in enumerate(pictures, 1)
    ]
    tied = write_box(b"dimg", _n(1), _n(len(tiles)), *map(_n, tiles)) if tiles else b""
    return write_full_box(
        b"meta",
        0,
        write_full_box(b"hdlr", 0, bytes(4) + b"pict" + bytes(13)),
        write_full_box(b"pitm", 0, _n(1)),
        write_full_box(b"iinf", 0, _n(len(pictures)), *entries),
        write_full_box(b"iref", 0, tied) if tied else b"",
        _shared(pictures),
        _where(pictures, coded_at),
        write_box(b"idat", *inline) if any(inline) else b"",
    )


def _shared(pictures: list[_Picture]) -> bytes:
    """Each property once, and which picture has which."""
    numbers: dict[bytes, int] = {}
    uses = b""
    for number, picture in enumerate(pictures, 1):
        uses += _n(number) + bytes([len(picture.properties)])
        for box, is_essential in picture.properties:
            numbers.setdefault(box, len(numbers) + 1)
            uses += _n(numbers[box] | is_essential << 15)
    table = write_full_box(b"ipma", 0, len(pictures).to_bytes(4, "big"), uses, flags=1)
    return write_box(b"iprp", write_box(b"ipco", *numbers), table)


def _where(pictures: list[_Picture], coded_at: int) -> bytes:
    entries, inline_at = b"", 0
    for number, picture in enumerate(pictures, 1):
        is_inline = picture.kind == _GRID
        at, length = inline_at if is_inline else coded_at, len(picture.content)
        entries += _n(number) + _n(int(is_inline)) + _n(0) + _n(1) + _n(at, 4) + _n(length, 4)
        inline_at += length if is_inline else 0
        coded_at += 0 if is_inline else length
    return write_full_box(b"iloc", 1, b"\x44\0", _n(len(pictures)), entries)


def _n(value: int, size: int = 2) -> bytes:
    return value.to_bytes(size, "big")
