"""The properties of a HEIC picture that may stay, and what of each. All others are left out.

Source: ISO 23008-12 §6.5 and Annex B; ISO 14496-15 §8 (configuration of HEVC).
"""

from __future__ import annotations

from chalicelib.uploads.adapters.media.boxes import Box, Bytes, Cursor, write_box
from chalicelib.uploads.adapters.media.icc import strip_profile
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

_LENGTHS = {
    b"ispe": 12,
    b"irot": 1,
    b"imir": 1,
    b"pasp": 8,
    b"clap": 32,
    b"clli": 4,
    b"mdcv": 24,
}
"""Plain numbers; what is longer is cut."""
_CONFIGURATION_HEAD = 22
_PARAMETER_SETS = (32, 33, 34)
_CODED = (*range(10), *range(16, 22), *_PARAMETER_SETS)
"""Types of units that make a picture; messages (39, 40) may say anything."""
_MOST_UNITS = 20_000
_MOST_PROFILE = 4 * 1024 * 1024
_MOST_SIDE = 32_768


def clean_property(data: Bytes, box: Box) -> bytes | None:
    """The property as it may stay, a whole box; `None`: it may not."""
    cursor = Cursor(data, box.body, box.end)
    if box.kind in _LENGTHS:
        body = cursor.take(_LENGTHS[box.kind])
        if box.kind == b"ispe" and max(_number(body[4:8]), _number(body[8:12])) > _MOST_SIDE:
            raise Unfit(Refusal.TOO_MANY_PIXELS)
        return write_box(box.kind, body)
    match box.kind:
        case b"pixi":
            head = cursor.take(5)
            return write_box(b"pixi", head, cursor.take(head[4]))
        case b"colr":
            return _colours(data, box, cursor)
        case b"hvcC":
            return write_box(b"hvcC", _configuration(cursor))
        case _:
            return None


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _colours(data: Bytes, box: Box, cursor: Cursor) -> bytes | None:
    kind = cursor.take(4)
    if kind == b"nclx":
        return write_box(b"colr", kind, cursor.take(7))
    if kind not in (b"prof", b"rICC") or box.end - cursor.at > _MOST_PROFILE:
        return None
    return write_box(b"colr", kind, strip_profile(bytes(data[cursor.at : box.end])))


def _configuration(cursor: Cursor) -> bytes:
    head = cursor.take(_CONFIGURATION_HEAD)
    kept: list[bytes] = []
    for _ in range(cursor.number(1)):
        kind, units = cursor.number(1), []
        for _ in range(cursor.number(2)):
            length = cursor.number(2)
            units.append(length.to_bytes(2, "big") + cursor.take(length))
        if kind & 63 in _PARAMETER_SETS:
            kept.append(bytes([kind]) + len(units).to_bytes(2, "big") + b"".join(units))
    return head + bytes([len(kept)]) + b"".join(kept)


def length_size(configuration: bytes) -> int:
    """How many bytes tell a unit's length, by a cleaned `hvcC` box."""
    return (configuration[8 + 21] & 3) + 1


def coded_units(data: bytes, size: int) -> bytes:
    """Only the units that make the picture; raises `Unfit` when they do not fill the data."""
    cursor = Cursor(data, 0, len(data))
    kept: list[bytes] = []
    for _ in range(_MOST_UNITS):
        if cursor.at == len(data):
            return b"".join(kept)
        length = cursor.number(size)
        unit = cursor.take(length)
        if length >= 2 and unit[0] >> 1 & 63 in _CODED:
            kept.append(length.to_bytes(size, "big") + unit)
    raise Unfit(Refusal.TOO_COMPLEX)
