"""JPEG and PNG photos: decoded, turned upright, and written anew, which drops all metadata."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops

from chalicelib.uploads.adapters.media.colours import to_srgb
from chalicelib.uploads.adapters.media.jpeg import strip_jpeg
from chalicelib.uploads.adapters.media.likeness import Look, is_like, look_at
from chalicelib.uploads.adapters.media.png import strip_png
from chalicelib.uploads.application.ports import CleanFile, Unfit
from chalicelib.uploads.domain.uploads import MediaType, Refusal

MOST_PIXELS = 8192 * 6144
"""Phones of 50 megapixels. Decoded, that is 200 MB; a turned copy stands beside it for a moment."""
_MOST_SIDE = 32_768
"""Panoramas have half of it. Each line of a picture costs memory of its own, however short."""
_MOST_UNPACKED = 2 * MOST_PIXELS
"""Bytes of a PNG's samples: packed into ten megabytes, an honest photo has less."""
_LARGE = 4_000_000
"""Pixels, from where on packing tightly takes too long."""
_THUMBNAIL_SIDE = 320
_FORMATS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG"}
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What decoders raise on broken files. The bytes are in memory, so none of these is passing."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Exif orientation: how to make it upright."""
_PROBE = bytes(range(1, 255))
"""Coded bits that no picture has at its end."""


@dataclass(frozen=True)
class _Source:
    """What of the file the decoder gets, and what it is told besides."""

    content: bytes
    media_type: MediaType
    orientation: int
    profile: bytes | None = None


def clean_photo(media_type: MediaType, data: bytes) -> CleanFile:
    """The same picture, upright, in sRGB, and a small one; raises `Unfit`."""
    source = _jpeg_source(data) if media_type is MediaType.JPEG else _png_source(data)
    try:
        photo, look = _decoded(source)
        content = _written(photo, media_type)
        thumbnail = _thumbnail(photo)
        del photo  # its memory is needed for looking at the copy
        alike = is_like(look, content)
    except Image.DecompressionBombError as bomb:
        raise Unfit(Refusal.TOO_MANY_PIXELS) from bomb
    except _BROKEN as broken:
        raise Unfit(Refusal.UNREADABLE) from broken
    if not alike:
        raise Unfit(Refusal.COPY_DIFFERS)
    return CleanFile(content, thumbnail)


def _jpeg_source(data: bytes) -> _Source:
    jpeg = strip_jpeg(data)
    if jpeg.is_open and _is_cut(jpeg.content):
        raise Unfit(Refusal.UNREADABLE)
    return _Source(jpeg.content, MediaType.JPEG, jpeg.orientation)


def _png_source(data: bytes) -> _Source:
    png = strip_png(data)
    if png.unpacked > _MOST_UNPACKED:
        raise Unfit(Refusal.TOO_MANY_PIXELS)
    return _Source(png.content, MediaType.PNG, png.orientation, png.profile)


def _is_cut(jpeg: bytes) -> bool:
    """Whether a JPEG that lacked its end mark lacks more: then more bits change the picture."""
    try:
        whole = _histogram(jpeg)
        return _histogram(jpeg[:-2] + _PROBE + jpeg[-2:]) != whole
    except _BROKEN:
        return True


def _histogram(jpeg: bytes) -> list[int]:
    with _open(jpeg, MediaType.JPEG) as image:
        return image.histogram()


def _open(content: bytes, media_type: MediaType) -> Image.Image:
    image = Image.open(BytesIO(content), formats=[_FORMATS[media_type]])
    if image.width * image.height > MOST_PIXELS or max(image.size) > _MOST_SIDE:
        raise Unfit(Refusal.TOO_MANY_PIXELS)
    return image


def _decoded(source: _Source) -> tuple[Image.Image, Look]:
    with _open(source.content, source.media_type) as image:
        image.load()
        if image.mode == "CMYK" and "adobe" not in image.info:
            image = ImageChops.invert(image)  # Pillow takes all for Adobe's, which are inverted
        turn = _TURNS.get(source.orientation)
        profile = source.profile or image.info.get("icc_profile")
        look = look_at(image, profile, turn)
        photo = to_srgb(_plain(image), profile)
        if turn is not None:
            photo = photo.transpose(turn)
    key = photo.info.get("transparency")
    photo.info = {"transparency": key} if photo.mode == "P" and key is not None else {}
    return photo, look


def _plain(image: Image.Image) -> Image.Image:
    """In one of the modes L, LA, P, RGB, RGBA and CMYK."""
    if image.mode.startswith("I"):
        return _eight_bits(image)
    if image.mode == "P":
        return image
    if image.has_transparency_data:
        return image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey, the upper half of each sample: converting it would clip all to white."""
    grey = Image.frombytes("L", image.size, image.tobytes()[1::2])  # little-endian
    key = image.info.get("transparency")
    if not isinstance(key, int):
        return grey
    table = [0 if sample == key else 255 for sample in range(65_536)]
    return Image.merge("LA", (grey, image.convert("I").point(table, "L")))


def _written(photo: Image.Image, media_type: MediaType) -> bytes:
    buffer = BytesIO()
    if media_type is MediaType.JPEG:
        photo.save(buffer, "JPEG", quality=88)
    else:
        photo.save(buffer, "PNG", compress_level=6 if photo.width * photo.height < _LARGE else 1)
    return buffer.getvalue()


def _thumbnail(photo: Image.Image) -> bytes:
    """Shrinks the photo itself: it has been written, and a copy would double the memory."""
    if photo.mode == "P":
        photo = _sampled(photo).convert("RGBA" if photo.has_transparency_data else "RGB")
    photo.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE))
    if photo.has_transparency_data:
        paper = Image.new("RGB", photo.size, "white")
        paper.paste(photo.convert("RGB"), mask=photo.getchannel("A"))
        photo = paper
    buffer = BytesIO()
    photo.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def _sampled(photo: Image.Image) -> Image.Image:
    """Palettes cannot be averaged; so few pixels can be unfolded without much memory."""
    share = max(1.0, max(photo.size) / (4 * _THUMBNAIL_SIDE))
    size = tuple(max(1, round(side / share)) for side in photo.size)
    return photo.resize((size[0], size[1]), Image.Resampling.NEAREST)
