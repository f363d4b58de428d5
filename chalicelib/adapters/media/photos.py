"""JPEG and PNG photos: decoded, turned upright, and written anew, which drops all metadata."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from chalicelib.application.ports.uploads import CleanFile, Unfit
from chalicelib.domain.uploads import MediaType, Refusal

MOST_PIXELS = 50_000_000
"""Decoded, that is 200 MB of memory; a turned copy may stand beside it for a moment."""
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


def clean_photo(media_type: MediaType, data: bytes) -> CleanFile:
    """The same picture, upright, in sRGB, and a small one; raises `Unfit`."""
    try:
        with Image.open(BytesIO(data), formats=[_FORMATS[media_type]]) as source:
            if source.width * source.height > MOST_PIXELS:
                raise Unfit(Refusal.TOO_MANY_PIXELS)
            source.load()
            photo = _plain(_upright(source))
    except Image.DecompressionBombError as bomb:
        raise Unfit(Refusal.TOO_MANY_PIXELS) from bomb
    except _BROKEN as broken:
        raise Unfit(Refusal.UNREADABLE) from broken
    photo.info = {}
    return CleanFile(_write(photo, media_type), _thumbnail(photo))


def _upright(source: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(source)
    except _BROKEN:
        return source  # the picture is good, only its metadata is broken


def _plain(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")  # 16 bits
    mode = "L" if image.mode in ("1", "L") else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        return _to_srgb(image, profile)
    return image.convert(mode)


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, *_BROKEN):
        converted = (
            None  # the profile is broken or of another colour model: the colours as they are
        )
    return converted or image.convert("RGB")


def _write(photo: Image.Image, media_type: MediaType) -> bytes:
    buffer = BytesIO()
    if media_type is MediaType.JPEG:
        photo.save(buffer, "JPEG", quality=88)
    else:
        photo.save(buffer, "PNG")
    return buffer.getvalue()


def _thumbnail(photo: Image.Image) -> bytes:
    """Shrinks the photo itself: it has been written, and a copy would double the memory."""
    photo.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE))
    if photo.mode == "RGBA":
        paper = Image.new("RGB", photo.size, "white")
        paper.paste(photo, mask=photo)
        photo = paper
    buffer = BytesIO()
    photo.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
