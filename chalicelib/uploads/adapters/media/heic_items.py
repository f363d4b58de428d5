"""The items of a HEIC photo: what the picture is made of, and where its pieces lie.

Source: ISO 14496-12 §8.11, ISO 23008-12 §6.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from chalicelib.uploads.adapters.media.boxes import Box, Bytes, Cursor, full_body, only, read_boxes
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

_IN_FILE, _IN_IDAT = 0, 1
_MOST_ITEMS = 4_000
_MOST_PIECES = 20_000
"""Of all items together: extents, references and properties, each."""


@dataclass(frozen=True)
class Place:
    """Where an item's bytes lie: ranges in the file, one after the other."""

    pieces: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Items:
    """All items by number: their types, their places, what they are made of, their properties.

    `uses` has the numbers of properties, from 1, and whether each must be understood.
    """

    primary: int
    kinds: Mapping[int, bytes]
    places: Mapping[int, Place]
    parts: Mapping[int, tuple[int, ...]]
    properties: tuple[Box, ...] = ()
    uses: Mapping[int, tuple[tuple[int, bool], ...]] = field(default_factory=dict)


def read_items(data: Bytes, meta: Box) -> Items:
    """What the `meta` box says; raises `Unfit` where it does not hold together."""
    _, cursor = full_body(data, meta)
    boxes = list(read_boxes(data, cursor.at, meta.end))
    version, cursor = full_body(data, only(boxes, b"pitm"))
    properties = only(boxes, b"iprp")
    inner = list(read_boxes(data, properties.body, properties.end))
    listed = only(inner, b"ipco")
    return Items(
        cursor.number(4 if version else 2),
        dict(_kinds(data, only(boxes, b"iinf"))),
        dict(_places(data, boxes)),
        dict(_parts(data, boxes)),
        tuple(read_boxes(data, listed.body, listed.end)),
        dict(_uses(data, inner)),
    )


def _bounded(number: int, most: int) -> int:
    if number > most:
        raise Unfit(Refusal.TOO_COMPLEX)
    return number


def _kinds(data: Bytes, box: Box) -> Iterator[tuple[int, bytes]]:
    version, cursor = full_body(data, box)
    _bounded(cursor.number(4 if version else 2), _MOST_ITEMS)
    for number, entry in enumerate(read_boxes(data, cursor.at, box.end)):
        _bounded(number, _MOST_ITEMS)
        entry_version, fields = full_body(data, entry)
        if entry.kind != b"infe" or entry_version not in (2, 3):
            raise Unfit(Refusal.UNREADABLE)
        item = fields.number(2 if entry_version == 2 else 4)
        if fields.number(2) == 0:  # not protected
            yield item, fields.take(4)


def _places(data: Bytes, boxes: Collection[Box]) -> Iterator[tuple[int, Place]]:
    version, cursor = full_body(data, only(boxes, b"iloc"))
    if version > 2:
        raise Unfit(Refusal.UNREADABLE)
    sizes = cursor.number(2)
    long_form = 4 if version == 2 else 2
    inline = [box for box in boxes if box.kind == b"idat"]
    left = _MOST_PIECES
    for _ in range(_bounded(cursor.number(long_form), _MOST_ITEMS)):
        item = cursor.number(long_form)
        method = cursor.number(2) & 15 if version else _IN_FILE
        is_here = cursor.number(2) == 0
        pieces = list(_pieces(cursor, sizes, indexed=bool(version)))
        left -= _bounded(len(pieces), left)
        if is_here and method == _IN_FILE:
            yield item, _place(pieces, 0, len(data))
        elif is_here and method == _IN_IDAT and len(inline) == 1:
            yield item, _place(pieces, inline[0].body, inline[0].end)


def _pieces(cursor: Cursor, sizes: int, *, indexed: bool) -> Iterator[tuple[int, int]]:
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    base = cursor.number(base_size)
    for _ in range(_bounded(cursor.number(2), _MOST_PIECES)):
        if indexed:
            cursor.take(sizes & 15)
        start = base + cursor.number(offset_size)
        yield start, start + cursor.number(length_size)


def _place(pieces: list[tuple[int, int]], origin: int, end: int) -> Place:
    """An empty piece stands for all of a file, which no picture is."""
    moved = tuple((origin + first, origin + last) for first, last in pieces)
    good = all(first < last <= end for first, last in moved)
    return Place(moved if good else ())


def _parts(data: Bytes, boxes: Collection[Box]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """By the references `dimg`: a picture that is put together of others names them in order."""
    left = _MOST_PIECES
    for box in boxes:
        if box.kind != b"iref":
            continue
        version, cursor = full_body(data, box)
        size = 4 if version else 2
        for reference in read_boxes(data, cursor.at, box.end):
            fields = Cursor(data, reference.body, reference.end)
            item, number = fields.number(size), fields.number(2)
            left -= _bounded(number, left)
            if reference.kind == b"dimg":
                yield item, tuple(fields.number(size) for _ in range(number))


def _uses(
    data: Bytes, boxes: Collection[Box]
) -> Iterator[tuple[int, tuple[tuple[int, bool], ...]]]:
    left = _MOST_PIECES
    for box in boxes:
        if box.kind != b"ipma":
            continue
        version, cursor = full_body(data, box)
        size = 2 if data[box.body + 3] & 1 else 1
        for _ in range(_bounded(cursor.number(4), _MOST_ITEMS)):
            item, number = cursor.number(4 if version else 2), cursor.number(1)
            left -= _bounded(number, left)
            marks = [cursor.number(size) for _ in range(number)]
            top = 1 << (8 * size - 1)
            yield item, tuple((mark & (top - 1), bool(mark & top)) for mark in marks)
