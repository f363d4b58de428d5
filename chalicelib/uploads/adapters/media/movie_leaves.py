"""How much of a film's boxes is understood, and so may stay: heads, and declared entries.

Times of making are left out, as are names of handlers, and bytes behind the last entry of a table.
Source: ISO 14496-12 §8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chalicelib.uploads.adapters.media.boxes import Box, Bytes
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

Ranges = list[tuple[int, int]]
_HEAD = 4
"""Version and flags."""
_MOST_ENTRIES = 2_000_000


def kept_lengths(data: Bytes, box: Box) -> Iterator[tuple[int, int]]:
    """Ranges of the box's body that stay; raises `Unfit` when it is shorter than it says."""
    body = data[box.body : min(box.end, box.body + 64)]
    if len(body) < _HEAD:
        raise Unfit(Refusal.UNREADABLE)
    for start, end in LEAVES[box.kind](body, box.end - box.body):
        if end > box.end - box.body:
            raise Unfit(Refusal.UNREADABLE)
        yield start, end


def _number(data: Bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(data[at : at + size], "big")


def _fixed(length: int) -> Callable[[Bytes, int], Ranges]:
    return lambda _body, _size: [(0, length)]


def _undated(short: int, long: int) -> Callable[[Bytes, int], Ranges]:
    """The head without the two times after version and flags."""

    def ranges(body: Bytes, _size: int) -> Ranges:
        return [(0, _HEAD), (20, long)] if body[0] == 1 else [(0, _HEAD), (12, short)]

    return ranges


def _table(width: int, wide: int | None = None) -> Callable[[Bytes, int], Ranges]:
    """A number of entries, and so many of this width (`wide`: in version 1)."""

    def ranges(body: Bytes, _size: int) -> Ranges:
        entry = wide if wide is not None and body[0] == 1 else width
        number = _number(body, _HEAD)
        if number > _MOST_ENTRIES:
            raise Unfit(Refusal.TOO_COMPLEX)
        return [(0, 8 + entry * number)]

    return ranges


def _sizes(body: Bytes, _size: int) -> Ranges:
    number = 0 if _number(body, 4) else _number(body, 8)
    return [(0, 12 + 4 * number)]


def _by_version(short: int, long: int) -> Callable[[Bytes, int], Ranges]:
    return lambda body, _size: [(0, long if body[0] == 1 else short)]


def _references(body: Bytes, size: int) -> Ranges:
    """One entry, in this file; another names a place outside, in words."""
    if _number(body, 4) != 1 or size < 20 or not body[19] & 1:
        raise Unfit(Refusal.UNREADABLE)
    return [(0, 20)]


def _fragment_head(body: Bytes, _size: int) -> Ranges:
    flags = _number(body, 1, 3)
    return [(0, 8 + 8 * (flags & 1) + 4 * (flags >> 1 & 0x1F).bit_count())]


def _run(body: Bytes, _size: int) -> Ranges:
    flags, number = _number(body, 1, 3), _number(body, 4)
    head = 8 + 4 * (flags & 1) + 4 * (flags >> 2 & 1)
    return [(0, head + 4 * (flags >> 8 & 15).bit_count() * number)]


LEAVES: dict[bytes, Callable[[Bytes, int], Ranges]] = {
    b"mvhd": _undated(100, 112),
    b"tkhd": _undated(84, 96),
    b"mdhd": _undated(24, 36),
    b"mehd": _by_version(8, 12),
    b"trex": _fixed(24),
    b"elst": _table(12, 20),
    b"hdlr": _fixed(12),
    b"vmhd": _fixed(12),
    b"smhd": _fixed(8),
    b"nmhd": _fixed(4),
    b"dref": _references,
    b"stts": _table(8),
    b"ctts": _table(8),
    b"cslg": _by_version(24, 44),
    b"stss": _table(4),
    b"stsc": _table(12),
    b"stsz": _sizes,
    b"stco": _table(4),
    b"co64": _table(8),
    b"mfhd": _fixed(8),
    b"tfhd": _fragment_head,
    b"tfdt": _by_version(8, 12),
    b"trun": _run,
}
