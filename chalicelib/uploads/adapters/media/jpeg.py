"""JPEG files by their segments: only those that make the picture go on to the decoder.

Exif, XMP, comments, previews and makers' own segments are left behind unread, but for the turn of
the picture. Source: ITU-T T.81 Annex B; ICC.1 Annex B.4; Adobe TN 5116 (APP14).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.uploads.adapters.media.exif import read_orientation
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

_MOST_SEGMENTS = 2_000
_MOST_SCANS = 32
_MOST_SCANNED = 12 * 8192 * 6144
"""Pixels of all scans together: encoders write ten scans or a few more, and a decoder goes through
the whole picture for each."""
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_FRAMES = (0xC0, 0xC1, 0xC2)
"""Sequential and progressive; the others (lossless, arithmetic) no browser shows."""
_UNKNOWN_FRAMES = (0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF, 0xCC, 0xDC)
_TABLES = (0xC4, 0xDB, 0xDD)
_BARE = (0x01, _START)
_NEXT_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_EXIF, _ICC = b"Exif\0", b"ICC_PROFILE\0"
_END_MARK = b"\xff\xd9"


@dataclass(frozen=True)
class Jpeg:
    """The bare picture, its turn by Exif, and whether the file ends without its end mark."""

    content: bytes
    orientation: int = 1
    is_open: bool = False


def strip_jpeg(data: bytes, *, with_profile: bool = True) -> Jpeg:
    """The first picture of the file without metadata; raises `Unfit`."""
    kept: list[bytes] = [data[:2]]
    orientation, at, scans, frames, pixels = 1, 2, 0, 0, 0
    for _ in range(_MOST_SEGMENTS):
        found = _NEXT_MARKER.search(data, at)
        if found is None:
            break
        marker, body = found[1][0], found.end()
        if marker == _END:
            return _whole(kept, orientation, frames, scans, is_open=False)
        if marker in _BARE:
            at = body
            continue
        at = body + _length(data, body)
        segment = data[body:at]
        if marker == 0xE1 and segment[2:7] == _EXIF:
            orientation = read_orientation(segment[8:])
        if marker == _SCAN:
            scans += 1
            at = _scan_end(data, at)
            segment = data[body:at]
        if marker in _FRAMES:
            frames += 1
            pixels = int.from_bytes(segment[3:5], "big") * int.from_bytes(segment[5:7], "big")
        kept.append(_needed(marker, segment, with_profile=with_profile))
        if scans > _MOST_SCANS or scans * pixels > _MOST_SCANNED:
            raise Unfit(Refusal.TOO_COMPLEX)
    else:
        raise Unfit(Refusal.TOO_COMPLEX)
    return _whole(kept, orientation, frames, scans, is_open=True)


def _whole(kept: list[bytes], orientation: int, frames: int, scans: int, *, is_open: bool) -> Jpeg:
    if frames != 1 or not scans:
        raise Unfit(Refusal.UNREADABLE)
    return Jpeg(b"".join([*kept, _END_MARK]), orientation, is_open)


def _length(data: bytes, at: int) -> int:
    length = int.from_bytes(data[at : at + 2], "big")
    if length < 2 or at + length > len(data):
        raise Unfit(Refusal.UNREADABLE)
    return length


def _scan_end(data: bytes, at: int) -> int:
    """Where the marker after the coded bits stands; stuffed zeros and restarts belong to them."""
    following = _NEXT_MARKER.search(data, at)
    return following.start() if following else len(data)


def _needed(marker: int, segment: bytes, *, with_profile: bool) -> bytes:
    """What of the segment goes on: all, a part, or nothing."""
    if marker in _UNKNOWN_FRAMES:
        raise Unfit(Refusal.UNREADABLE)
    if marker in (*_FRAMES, *_TABLES, _SCAN):
        return bytes((0xFF, marker)) + segment
    if marker == 0xE0 and segment[2:7] == b"JFIF\0":
        return b"\xff\xe0\0\x10" + segment[2:14].ljust(12, b"\0") + bytes(2)  # no preview
    if marker == 0xE2 and with_profile and segment[2:14] == _ICC:
        return b"\xff\xe2" + segment
    if marker == 0xEE and segment[2:7] == b"Adobe" and len(segment) >= 14:
        return b"\xff\xee\0\x0e" + segment[2:14]
    return b""
