"""Colour profiles (ICC), written of their numbers alone: texts in them name firms and people.

Source: ICC.1:2022 §7–§10.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

from chalicelib.uploads.adapters.media.boxes import Cursor

_NEEDED = frozenset(
    b"wtpt bkpt rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC chad A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 cicp".split()
)
_MOST_TAGS = 100
_HEAD = 128
_NAMED = ((4, 8), (24, 36), (40, 64), (80, 128))
"""Of the head: who made it, when, with what, for which machine."""
_D50 = b"\0\0\xf6\xd6\0\1\0\0\0\0\xd3\x2d"


def strip_profile(profile: bytes) -> bytes:
    """The same colours; raises `Unfit` for a profile that is cut."""
    cursor = Cursor(profile, _HEAD, len(profile))
    tags = {}
    for _ in range(min(cursor.number(4), _MOST_TAGS)):
        name, offset, size = cursor.take(4), cursor.number(4), cursor.number(4)
        if name in _NEEDED:
            tags[name] = Cursor(profile, offset, len(profile)).take(size)
    head = bytearray(profile[:_HEAD])
    for start, end in _NAMED:
        head[start:end] = bytes(end - start)
    return write_profile(bytes(head), tags)


def make_head(kind: bytes, space: bytes, connection: bytes) -> bytes:
    """The first 128 bytes of a profile of version 2.4."""
    head = bytes(8) + b"\x02\x40\0\0" + kind + space + connection
    head = head.ljust(36, b"\0") + b"acsp"
    return head.ljust(68, b"\0") + _D50 + bytes(48)


def write_profile(head: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    """A profile of this head and these tags, and of the two texts that none may be without."""
    all_tags = {b"desc": _text(head, b"desc"), b"cprt": _text(head, b"text"), **tags}
    offset, table, bodies = _HEAD + 4 + 12 * len(all_tags), b"", b""
    for name, body in all_tags.items():
        table += name + struct.pack(">II", offset + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    content = struct.pack(">I", len(all_tags)) + table + bodies
    return struct.pack(">I", _HEAD + len(content)) + head[4:] + content


def _text(head: bytes, kind: bytes) -> bytes:
    """An empty text, as this version of profiles has it."""
    if head[8] >= 4:
        return b"mluc" + bytes(4) + struct.pack(">II", 0, 12)
    if kind == b"desc":
        return b"desc" + bytes(4) + struct.pack(">I", 1) + bytes(1 + 8 + 3 + 67)
    return b"text" + bytes(4 + 1)
