"""Where the samples of a film's fragments lie. Source: ISO 14496-12 §8.8."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chalicelib.uploads.adapters.media.boxes import Box, BoxReader, Bytes, Cursor, full_body, only
from chalicelib.uploads.adapters.media.movie_tables import numbers
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

_MOST_SAMPLES = 200_000
"""In one run."""
_OPTIONAL = (0x2, 0x8, 0x10, 0x20)
"""Of a fragment's head: description, duration, size, flags."""


@dataclass(frozen=True)
class Track:
    """A track that stays; `size`: of a sample, in bytes, if its fragment does not say."""

    number: int
    size: int = 0

    @staticmethod
    def all(reader: BoxReader, tracks: list[Box], extensions: list[Box]) -> dict[int, Track]:
        """By number, with what the film's `mvex` box says of each."""
        sizes: dict[int, int] = {}
        for extension in extensions:
            for box in reader.boxes(extension):
                if box.kind == b"trex":
                    _, cursor = full_body(reader.data, box)
                    number, _description, _duration = (cursor.number(4) for _ in range(3))
                    sizes[number] = cursor.number(4)
        found = {_number(reader, track) for track in tracks}
        return {number: Track(number, sizes.get(number, 0)) for number in found}


def _number(reader: BoxReader, track: Box) -> int:
    version, cursor = full_body(reader.data, only(reader.boxes(track), b"tkhd"))
    cursor.take(16 if version == 1 else 8)
    return cursor.number(4)


def runs(
    reader: BoxReader, fragment: Box, tracks: Mapping[int, Track]
) -> tuple[list[tuple[int, int]], set[int]]:
    """Where the kept tracks' samples lie, and where the parts of the other tracks begin."""
    found: list[tuple[int, int]] = []
    silent: set[int] = set()
    at = fragment.start
    for part in reader.boxes(fragment):
        if part.kind != b"traf":
            continue
        boxes = reader.boxes(part)
        track, base, size = _head(reader.data, only(boxes, b"tfhd"), fragment.start, at)
        known = tracks.get(track)
        own = list(_runs(reader.data, boxes, base, size or (known.size if known else 0)))
        at = own[-1][1] if own else at
        if known:
            found += own
        else:
            silent.add(part.start)
    return found, silent


def _head(data: Bytes, box: Box, fragment_at: int, at: int) -> tuple[int, int, int]:
    """The track, where its offsets count from, and the size of its samples if it says so."""
    flags = int.from_bytes(data[box.body + 1 : box.body + 4], "big")
    _, cursor = full_body(data, box)
    track = cursor.number(4)
    base = fragment_at if flags & 0x20000 else at
    if flags & 1:
        base = cursor.number(8)
    told = {flag: cursor.number(4) for flag in _OPTIONAL if flags & flag}
    return track, base, told.get(0x10, 0)


def _runs(data: Bytes, boxes: list[Box], base: int, size: int) -> Iterator[tuple[int, int]]:
    at = base
    for box in boxes:
        if box.kind != b"trun":
            continue
        flags = int.from_bytes(data[box.body + 1 : box.body + 4], "big")
        _, cursor = full_body(data, box)
        count = cursor.number(4)
        if count > _MOST_SAMPLES:
            raise Unfit(Refusal.TOO_COMPLEX)
        if flags & 1:
            at = base + _signed(cursor)
        if flags & 4:
            cursor.take(4)
        end = at + _length(data, cursor.at, box.end, flags, count, size)
        yield at, end
        at = end


def _signed(cursor: Cursor) -> int:
    return int.from_bytes(cursor.take(4), "big", signed=True)


def _length(data: Bytes, at: int, end: int, flags: int, count: int, size: int) -> int:
    width = (flags >> 8 & 15).bit_count()
    listed = numbers(data, at, width * count, end)
    if not flags & 0x200:
        return size * count
    return sum(listed[flags >> 8 & 1 :: width])
