"""The turn of a photo, the one thing that is read of its Exif. Source: CIPA DC-008 (TIFF 6.0).

Pillow reads all entries, whatever they name and how often; here one directory is looked through.
"""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
_MOST_ENTRIES = 512
_FORMS = {1: "B", 3: "H", 4: "I"}
"""Types that a whole number may have: BYTE, SHORT (as the standard says), LONG."""


def read_orientation(tiff: bytes) -> int:
    """1 to 8; 1 (upright) when nothing readable is said."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        return _in_directory(tiff, order)
    except struct.error:
        return 1


def _in_directory(tiff: bytes, order: str) -> int:
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    (entries,) = struct.unpack_from(f"{order}H", tiff, at)
    for number in range(min(entries, _MOST_ENTRIES)):
        entry = at + 2 + 12 * number
        tag, kind = struct.unpack_from(f"{order}HH", tiff, entry)
        if tag == _ORIENTATION:
            return _turn(tiff, order, kind, entry + 8)
    return 1


def _turn(tiff: bytes, order: str, kind: int, at: int) -> int:
    if kind not in _FORMS:
        return 1
    (turn,) = struct.unpack_from(order + _FORMS[kind], tiff, at)
    return turn if 1 <= turn <= 8 else 1
