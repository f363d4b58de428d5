"""Small real files of each media type, built in the test, with a position where one can hide."""

from __future__ import annotations

import zlib
from io import BytesIO

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

SECRET = b"22.4856,103.9707"
"""Stands wherever a file may carry a text; after cleaning it must be nowhere."""
_XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"


def make_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.ImageDescription] = SECRET.decode()
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (22.0, 29.0, 8.16),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (103.0, 58.0, 14.52),
        }
    )
    return exif


def make_picture(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """Quarters in red, lime, blue and white: shows which way up it is."""
    width, height = size[0] // 2, size[1] // 2
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, width, height))
    picture.paste("lime", (width, 0, size[0], height))
    picture.paste("blue", (0, height, width, size[1]))
    return picture.convert(mode)


def make_jpeg(size: tuple[int, int] = (640, 480), orientation: int = 1, mode: str = "RGB") -> bytes:
    buffer = BytesIO()
    make_picture(size, mode).save(
        buffer, "JPEG", exif=make_exif(orientation), comment=SECRET, xmp=_XMP
    )
    return buffer.getvalue()


def make_png(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> bytes:
    texts = PngInfo()
    texts.add_text("Comment", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", _XMP.decode())
    buffer = BytesIO()
    make_picture(size, mode).save(buffer, "PNG", exif=make_exif(), pnginfo=texts)
    return buffer.getvalue()


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return number(len(content)) + kind + content + number(zlib.crc32(kind + content))


def number(value: int, size: int = 4) -> bytes:
    return value.to_bytes(size, "big")


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return number(8 + len(body)) + kind + body


def full_box(kind: bytes, version: int, *content: bytes) -> bytes:
    return box(kind, number(version, 1), bytes(3), *content)


def wide_box(kind: bytes, content: bytes) -> bytes:
    """With the 64-bit size that long films use."""
    return number(1) + kind + number(16 + len(content), 8) + content


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    return box(b"ftyp", major, number(0), *compatible)
