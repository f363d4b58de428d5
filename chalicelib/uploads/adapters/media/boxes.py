"""The boxes of ISO base media files (HEIC, MP4), read and written. Source: ISO 14496-12."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

Bytes = bytes | bytearray
_MOST_BOXES = 20_000
"""In one container; more are an attack on memory."""
_MOST_IN_FILE = 100_000


@dataclass(frozen=True)
class Box:
    """One box: `start` at its size, `body` after its type, up to `end` (offsets in the file)."""

    kind: bytes
    start: int
    body: int
    end: int


class Cursor:
    """Reads unsigned big-endian numbers; raises `Unfit` at the end of what it may read."""

    def __init__(self, data: Bytes, at: int, end: int) -> None:
        self._data = data
        self._at = at
        self._end = end

    def take(self, size: int) -> bytes:
        """The next bytes."""
        start, self._at = self._at, self._at + size
        if self._at > self._end:
            raise Unfit(Refusal.UNREADABLE)
        return bytes(self._data[start : self._at])

    def number(self, size: int) -> int:
        """The next number of that many bytes; 0 for none."""
        return int.from_bytes(self.take(size), "big")

    @property
    def at(self) -> int:
        """Where the next byte is read."""
        return self._at


def read_boxes(data: Bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes that fill exactly this range; raises `Unfit` where they do not."""
    for _ in range(_MOST_BOXES):
        if start == end:
            return
        cursor = Cursor(data, start, end)
        size, kind = cursor.number(4), cursor.take(4)
        if size == 1:
            size = cursor.number(8)
        elif size == 0:
            size = end - start
        box = Box(kind, start, cursor.at, start + size)
        if not box.body <= box.end <= end:
            raise Unfit(Refusal.UNREADABLE)
        yield box
        start = box.end
    raise Unfit(Refusal.TOO_COMPLEX)


class BoxReader:
    """Reads boxes of one file, and of all of them together no more than an honest one has."""

    def __init__(self, data: Bytes) -> None:
        self.data = data
        self._left = _MOST_IN_FILE

    def boxes(self, box: Box) -> list[Box]:
        """Those in a container."""
        return self.within(box.body, box.end)

    def within(self, start: int, end: int) -> list[Box]:
        """Those that fill this range."""
        found = []
        for box in read_boxes(self.data, start, end):
            self._left -= 1
            if self._left < 0:
                raise Unfit(Refusal.TOO_COMPLEX)
            found.append(box)
        return found


def top_boxes(data: Bytes, needed: Collection[bytes]) -> list[Box]:
    """The boxes of a file; what follows the last of them, as some telephones write, is no box.

    Raises `Unfit` when one of the needed types is cut.
    """
    boxes: list[Box] = []
    try:
        for box in read_boxes(data, 0, len(data)):
            boxes.append(box)
    except Unfit:
        at = boxes[-1].end if boxes else 0
        if not boxes or data[at + 4 : at + 8] in needed or len(boxes) == _MOST_BOXES:
            raise
    if not boxes:
        raise Unfit(Refusal.UNREADABLE)
    return boxes


def full_body(data: Bytes, box: Box) -> tuple[int, Cursor]:
    """Version of a full box, and a cursor behind its flags."""
    cursor = Cursor(data, box.body, box.end)
    version = cursor.number(1)
    cursor.take(3)
    return version, cursor


def only(boxes: Collection[Box], kind: bytes) -> Box:
    """The one box of that type; raises `Unfit` when there is none or more."""
    found = [box for box in boxes if box.kind == kind]
    if len(found) != 1:
        raise Unfit(Refusal.UNREADABLE)
    return found[0]


def strip_boxes(data: Bytes, kinds: Collection[bytes]) -> bytes:
    """Only the boxes of these types at the file's top, one after the other."""
    kept = [box for box in read_boxes(data, 0, len(data)) if box.kind in kinds]
    return b"".join(bytes(data[box.start : box.end]) for box in kept)


def write_box(kind: bytes, *content: bytes) -> bytes:
    """A box of this content."""
    body = b"".join(content)
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def write_full_box(kind: bytes, version: int, *content: bytes, flags: int = 0) -> bytes:
    """One with a version and flags."""
    return write_box(kind, bytes([version]), flags.to_bytes(3, "big"), *content)
