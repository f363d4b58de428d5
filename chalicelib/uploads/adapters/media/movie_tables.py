"""Where a track's samples lie, by its tables. Source: ISO 14496-12 §8.7."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from itertools import accumulate

from chalicelib.uploads.adapters.media.boxes import Box, BoxReader, Bytes, full_body, only
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

_MOST_CHUNKS = 200_000
_MOST_SAMPLES = 1_000_000
"""Listed one by one: nine hours at thirty a second."""


def numbers(data: Bytes, at: int, count: int, end: int, kind: str = "I") -> array[int]:
    """So many big-endian numbers (`I`: 4 bytes, `Q`: 8), all at once."""
    found = array(kind)
    last = at + count * found.itemsize
    if last > end:
        raise Unfit(Refusal.UNREADABLE)
    found.frombytes(bytes(data[at:last]))
    if sys.byteorder == "little":
        found.byteswap()
    return found


def chunks(reader: BoxReader, tables: Box) -> Iterator[tuple[int, int]]:
    """Where each chunk of samples starts and ends."""
    parts = reader.boxes(tables)
    only(parts, b"stsd")
    offsets = _offsets(reader.data, parts)
    ends = list(accumulate(_samples_per_chunk(reader.data, only(parts, b"stsc"), len(offsets))))
    box = only(parts, b"stsz")
    _, cursor = full_body(reader.data, box)
    fixed, number = cursor.number(4), cursor.number(4)
    if ends and ends[-1] > number:
        raise Unfit(Refusal.UNREADABLE)
    starts = [0, *ends]
    if fixed:
        places = [fixed * sample for sample in starts]
    else:
        sizes = numbers(reader.data, cursor.at, _bounded(number, _MOST_SAMPLES), box.end)
        sums = [0, *accumulate(sizes)]
        places = [sums[sample] for sample in starts]
    for offset, first, last in zip(offsets, places, places[1:], strict=False):
        yield offset, offset + last - first


def _bounded(number: int, most: int) -> int:
    if number > most:
        raise Unfit(Refusal.TOO_COMPLEX)
    return number


def _offsets(data: Bytes, parts: list[Box]) -> array[int]:
    wide = any(box.kind == b"co64" for box in parts)
    box = only(parts, b"co64" if wide else b"stco")
    _, cursor = full_body(data, box)
    count = _bounded(cursor.number(4), _MOST_CHUNKS)
    return numbers(data, cursor.at, count, box.end, "Q" if wide else "I")


def _samples_per_chunk(data: Bytes, table: Box, count: int) -> Iterator[int]:
    """How many samples each chunk has: the table names the first chunk of each run."""
    _, cursor = full_body(data, table)
    entries = _bounded(cursor.number(4), _MOST_CHUNKS)
    runs = numbers(data, cursor.at, 3 * entries, table.end)
    firsts = [*runs[::3], count + 1]
    if (count and firsts[0] != 1) or firsts != sorted(firsts):
        raise Unfit(Refusal.UNREADABLE)
    for first, following, samples in zip(firsts, firsts[1:], runs[1::3], strict=False):
        yield from [samples] * (following - first)
