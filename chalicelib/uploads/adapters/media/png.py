"""PNG files by their chunks: only those that make the picture go on to the decoder.

Texts, Exif, times, animations and unknown chunks are left behind unread, but for the turn of the
picture; how its colours are meant is read here. Source: PNG, third edition (W3C), §11.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.uploads.adapters.media.colours import profile_from
from chalicelib.uploads.adapters.media.exif import read_orientation
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_CHUNKS = 50_000
_MOST_KEY = 256
"""Bytes of `tRNS`: one for each colour of a palette."""
_MOST_PROFILE = 4 * 1024 * 1024
_COLOURS = (b"sRGB", b"iCCP", b"gAMA", b"cHRM")


@dataclass(frozen=True)
class Png:
    """The bare picture; its turn; its colour profile (ICC) if not sRGB; its samples' bytes."""

    content: bytes
    orientation: int
    profile: bytes | None
    unpacked: int


def strip_png(data: bytes) -> Png:
    """The picture without metadata; raises `Unfit`."""
    header, palette, key, exif, pixels = b"", b"", b"", b"", []
    colours: dict[bytes, bytes] = {}
    for kind, body in _chunks(data):
        match kind:
            case b"IHDR":
                header = header or body
            case b"PLTE":
                palette = palette or body
            case b"tRNS":
                key = key or body
            case b"eXIf":
                exif = exif or body
            case b"IDAT":
                pixels.append(body)
            case _ if kind in _COLOURS:
                colours.setdefault(kind, body)
            case _ if not kind[0] & 0x20:
                raise Unfit(Refusal.UNREADABLE)  # needed for showing, and not known
    if len(header) != 13 or not pixels:
        raise Unfit(Refusal.UNREADABLE)
    parts = [(b"IHDR", header), (b"PLTE", palette), (b"tRNS", _key(header, key))]
    kept = [*(part for part in parts if part[1]), (b"IDAT", b"".join(pixels)), (b"IEND", b"")]
    content = _SIGNATURE + b"".join(_chunk(*part) for part in kept)
    return Png(content, read_orientation(exif), _profile(colours), _unpacked(header))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        if at == len(data):
            return  # no end mark: whether the picture is whole, its decoder will say
        kind, body = data[at + 4 : at + 8], at + 8
        end = body + int.from_bytes(data[at : at + 4], "big")
        at = end + 4
        if at > len(data) or len(kind) != 4:
            raise Unfit(Refusal.UNREADABLE)
        if kind == b"IEND":
            return
        content = data[body:end]
        if not kind[0] & 0x20 and zlib.crc32(kind + content) != _number(data[end:at]):
            raise Unfit(Refusal.UNREADABLE)
        yield kind, content
    raise Unfit(Refusal.TOO_COMPLEX)


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _key(header: bytes, key: bytes) -> bytes:
    """The transparent colour in the depth in which the decoder hands out its samples.

    Pillow scales grey of 1, 2 and 4 bits up and colours of 16 bits down, but not this key.
    """
    depth, kind, key = header[8], header[9], key[:_MOST_KEY]
    samples = [_number(key[at : at + 2]) for at in range(0, len(key), 2)]
    if kind == 0 and depth in (2, 4):
        samples = [sample * 255 // (2**depth - 1) for sample in samples]
    elif kind == 2 and depth == 16:
        samples = [sample >> 8 for sample in samples]
    else:
        return key
    return b"".join(struct.pack(">H", min(sample, 0xFFFF)) for sample in samples)


def _profile(colours: dict[bytes, bytes]) -> bytes | None:
    """In the order of precedence that the standard gives."""
    if b"iCCP" in colours:
        _, _, packed = colours[b"iCCP"].partition(b"\0")
        return _inflated(packed[1:])
    if b"sRGB" in colours:
        return None
    gamma = colours.get(b"gAMA", b"")
    primaries = colours.get(b"cHRM", b"")
    if len(gamma) != 4 or not _number(gamma):
        return None
    numbers = struct.unpack(">8I", primaries) if len(primaries) == 32 else None
    return profile_from(_number(gamma), numbers)


def _inflated(packed: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(packed, _MOST_PROFILE)
    except zlib.error:
        return None


def _unpacked(header: bytes) -> int:
    width, height, depth, kind = struct.unpack(">IIBB", header[:10])
    samples: int = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(kind, 4)
    return height * ((width * samples * depth + 7) // 8)
