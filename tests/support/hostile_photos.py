"""Photos that want to stall, swell or crash whoever looks at them; small, or soon made."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image

from tests.support.media import make_jpeg, make_png, png_chunk

MEBIBYTE = 1024 * 1024
END = b"\xff\xd9"


def _jpeg(size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "red").save(buffer, "JPEG", **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def with_scans(size: tuple[int, int], number: int) -> bytes:
    """The last scan of a progressive photo over and over."""
    data = _jpeg(size, progressive=True, quality=20)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * number + END


def with_exif(tiff: bytes) -> bytes:
    return b"\xff\xd8" + segment(0xE1, b"Exif\0\0" + tiff) + _jpeg()[2:]


def sized(width: int, height: int, *, ended: bool = True) -> bytes:
    data = bytearray(_jpeg())
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data if ended else data[:-2])


def entries(number: int, kind: int, count: int, tag: int = 0x9286) -> bytes:
    """A directory whose entries all name the same bytes."""
    one = struct.pack(">HHII", tag, kind, count, 8)
    return b"MM\0*" + struct.pack(">IH", 8, number) + one * number + bytes(4)


def _icc(tags: int) -> bytes:
    """A profile whose tags all name one table that claims to be huge."""
    head = bytes(8) + b"\x04\x20\0\0mntrRGB XYZ " + bytes(12) + b"acsp" + bytes(88)
    table = struct.pack(">I", tags) + (b"A2B0" + struct.pack(">II", 200, 60_000)) * tags
    return (head + table + b"mft2" + bytes(4) + b"\3\3\xff\0" + bytes(60_000))[:60_000]


JPEGS: dict[str, Callable[[], bytes]] = {
    "a thousand scans": lambda: with_scans((2048, 1536), 1_000),
    "as many scans as may be": lambda: with_scans((4096, 3072), 22),
    "entries of the same megabytes": lambda: with_exif(entries(5_000, 7, 60_000)),
    "a turn that is text": lambda: with_exif(entries(1, 2, 4, 0x0112)),
    "a turn that is a fraction": lambda: with_exif(entries(300, 5, 2**31, 0x0112)),
    "a directory in itself": lambda: with_exif(b"MM\0*" + struct.pack(">IH", 4, 65_535)),
    "a directory outside": lambda: with_exif(b"II*\0" + struct.pack("<I", 2**32 - 1)),
    "comments without end": lambda: b"\xff\xd8" + segment(0xFE, b"") * 500_000 + _jpeg()[2:],
    "fill bytes without end": lambda: b"\xff\xd8" + b"\xff" * (10 * MEBIBYTE - 9_000),
    "stuffed zeros without end": lambda: _jpeg()[:-2] + b"\xff\0" * (5 * MEBIBYTE - 9_000),
    "restarts without end": lambda: _jpeg()[:-2] + b"\xff\xd0" * (5 * MEBIBYTE - 9_000) + END,
    "larger than any": lambda: sized(65_535, 65_535),
    "wider than any": lambda: sized(65_535, 100),
    "as large as may be, and empty": lambda: sized(8192, 6144),
    "as large as may be, and cut": lambda: sized(8192, 6144, ended=False),
    "without height": lambda: sized(64, 0),
    "a profile that claims": lambda: _jpeg(icc_profile=_icc(2)),
    "a profile of one table a hundred times": lambda: _jpeg(icc_profile=_icc(3_000)),
    "arithmetic": lambda: _jpeg().replace(b"\xff\xc0", b"\xff\xc9"),
    "two frames": lambda: _jpeg().replace(b"\xff\xc4", sized(9, 9)[158:177] + b"\xff\xc4", 1),
    "tables of nonsense": lambda: _jpeg().replace(b"\xff\xc4\0\x1f", b"\xff\xc4\0\x1f\xff\xff", 1),
    "a segment that lies": lambda: b"\xff\xd8\xff\xe1\xff\xff" + _jpeg()[2:],
    "nothing but a head": lambda: b"\xff\xd8\xff\xe0" + bytes(10 * MEBIBYTE - 9_000),
}


def png(width: int, height: int, depth: int, kind: int, *chunks: bytes, lace: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, lace)
    end = png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + b"".join(chunks) + end


def packed(length: int) -> bytes:
    """That many zeros as an `IDAT`."""
    packing = zlib.compressobj(9)
    whole, rest = divmod(length, 2**20)
    parts = [packing.compress(bytes(2**20)) for _ in range(whole)]
    return png_chunk(b"IDAT", b"".join([*parts, packing.compress(bytes(rest)), packing.flush()]))


def after_head(chunk: bytes) -> bytes:
    data = make_png((64, 48))
    return data[:33] + chunk + data[33:]


@cache
def bomb() -> bytes:
    """300 MiB of zeros, packed when it is first asked for: that takes a second."""
    return zlib.compress(bytes(300 * MEBIBYTE), 9)


PNGS: dict[str, Callable[[], bytes]] = {
    "one pixel wide": lambda: png(1, 50_000_000, 8, 2, packed(10**6)),
    "one pixel high": lambda: png(50_000_000, 1, 8, 2, packed(10**6)),
    "as long as may be": lambda: png(1, 32_768, 8, 2, packed(4 * 32_768)),
    "a square of gigabytes": lambda: png(2**31 - 1, 2**31 - 1, 16, 6, packed(10**6)),
    "as many samples as may be": lambda: png(5_700, 5_700, 8, 2, packed(5_700 * 17_101)),
    "as many in sixteen bits": lambda: png(3_500, 3_500, 16, 6, packed(3_500 * 28_001)),
    "fifty megapixels of one bit": lambda: png(8192, 6144, 1, 0, packed(1025 * 6144)),
    "interlaced": lambda: png(4_000, 4_000, 8, 6, packed(65_000_000), lace=1),
    "more than its size": lambda: png(10, 10, 8, 2, png_chunk(b"IDAT", bomb())),
    "less than its size": lambda: png(4_000, 4_000, 8, 2, packed(1_000)),
    "a text that unfolds": lambda: after_head(png_chunk(b"zTXt", b"a\0\0" + bomb())),
    "a profile that unfolds": lambda: after_head(png_chunk(b"iCCP", b"a\0\0" + bomb())),
    "entries of the same megabytes": lambda: after_head(
        png_chunk(b"eXIf", entries(60_000, 7, 4 * MEBIBYTE) + bytes(5 * MEBIBYTE))
    ),
    "chunks without end": lambda: after_head(png_chunk(b"tEXt", b"") * 800_000),
    "frames without end": lambda: after_head(png_chunk(b"fcTL", bytes(26)) * 40_000),
    "no light": lambda: after_head(png_chunk(b"gAMA", bytes(4)) + png_chunk(b"cHRM", bytes(32))),
    "too much light": lambda: after_head(png_chunk(b"gAMA", b"\xff" * 4)),
    "primaries of nonsense": lambda: after_head(
        png_chunk(b"gAMA", b"\0\0\0\1") + png_chunk(b"cHRM", b"\xff\xff\xff\0" * 8)
    ),
    "a key of megabytes": lambda: after_head(png_chunk(b"tRNS", bytes(9 * MEBIBYTE))),
    "a palette of megabytes": lambda: png(
        9, 9, 8, 3, png_chunk(b"PLTE", bytes(3 * MEBIBYTE)), packed(90)
    ),
    "a kind that is none": lambda: png(9, 9, 3, 7, packed(90)),
    "nothing": lambda: make_jpeg()[:0] + b"\x89PNG\r\n\x1a\n",
}
