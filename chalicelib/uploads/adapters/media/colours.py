"""Colours as they are meant: from a file's own colour space to sRGB.

Pictures are written without a profile, which everything that shows them takes for sRGB; a profile
may besides name a person or a firm. Source: ICC.1:2022 §7–§10; PNG, third edition, §11.3.2.
"""

from __future__ import annotations

import struct
from io import BytesIO

from PIL import Image, ImageCms

from chalicelib.uploads.adapters.media.icc import make_head, write_profile

_SRGB_GAMMA = 45_455
_SRGB_PRIMARIES = (31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000)
"""White, red, green and blue as x and y in hundred-thousandths, as PNG writes them."""
_D50 = (0.9642, 1.0, 0.8249)
_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_STEPS = range(0, 256, 51)
_BROKEN = (ImageCms.PyCMSError, OSError, ValueError, TypeError)

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB: transparency stays; CMYK becomes RGB.

    A profile that is broken or of another colour model is passed over, as by all who show pictures.
    """
    mode = "RGB" if image.mode == "CMYK" else image.mode
    if not profile:
        return image.convert(mode) if mode != image.mode else image
    if image.mode == "P":
        palette = bytes(image.getpalette("RGB") or ())
        colours = Image.frombytes("RGB", (len(palette) // 3, 1), palette)
        image.putpalette(to_srgb(colours, profile).tobytes())
        return image
    if image.mode == "LA":
        grey, alpha = image.split()
        return Image.merge("LA", (to_srgb(grey, profile), alpha))
    try:
        source = ImageCms.getOpenProfile(BytesIO(profile))
        if image.mode == "L" and source.profile.xcolor_space.strip() == "RGB":
            return _converted(image.convert("RGB"), source).convert("L")
        if image.mode == "L":
            table = _converted(Image.frombytes("L", (256, 1), bytes(range(256))), source)
            return image.point(table.convert("L").tobytes())
        if image.mode != "CMYK" and _is_srgb(source):
            return image
        return _converted(image, source).convert(mode)
    except _BROKEN:
        return image.convert(mode)


def _is_srgb(source: ImageCms.ImageCmsProfile) -> bool:
    """As the profiles of most cameras are: then nothing is to be done, which takes no time."""
    colours = bytes(value for r in _STEPS for g in _STEPS for b in _STEPS for value in (r, g, b))
    cube = Image.frombytes("RGB", (len(_STEPS) ** 3, 1), colours)
    shown = _converted(cube, source).tobytes()
    return all(abs(a - b) <= 2 for a, b in zip(colours, shown, strict=True))


def _converted(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    target = ImageCms.createProfile("sRGB")
    if image.mode in ("RGB", "RGBA"):
        ImageCms.profileToProfile(image, source, target, inPlace=True)  # no second copy in memory
        return image
    converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    return converted or image


def profile_from(gamma: int, primaries: tuple[int, ...] | None) -> bytes | None:
    """A profile for PNG's `gAMA` and `cHRM`; `None` for what is sRGB, or nonsense."""
    primaries = primaries or _SRGB_PRIMARIES
    usual = all(abs(a - b) < 500 for a, b in zip(primaries, _SRGB_PRIMARIES, strict=True))
    if usual and abs(gamma - _SRGB_GAMMA) < 1_000:
        return None
    try:
        columns = _columns(primaries)
    except ZeroDivisionError:
        return None
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, min(int(256 * 100_000 / gamma), 0xFFFF))
    tags = {b"wtpt": _xyz(_D50)}
    for name, column in zip((b"r", b"g", b"b"), columns, strict=True):
        tags |= {name + b"XYZ": _xyz(column), name + b"TRC": curve}
    return write_profile(make_head(b"mntr", b"RGB ", b"XYZ "), tags)


def _xyz(values: Vector) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _fixed(values: Vector) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65_536)) for value in values)


def _columns(primaries: tuple[int, ...]) -> Matrix:
    """The colourants, adapted to the white of profiles."""
    white, *corners = [
        (x / y, 1.0, (100_000 - x - y) / y)
        for x, y in zip(primaries[::2], primaries[1::2], strict=True)
    ]
    bases = _transposed(tuple(corners))
    shares = _times(_inverse(bases), white)
    cone_white, cone_d50 = _times(_BRADFORD, white), _times(_BRADFORD, _D50)
    scaled = tuple(
        tuple(d50 / own * value for value in row)
        for d50, own, row in zip(cone_d50, cone_white, _BRADFORD, strict=True)
    )
    back = _inverse(_BRADFORD)
    return tuple(
        _times(back, _times(scaled, tuple(share * value for value in corner)))
        for share, corner in zip(shares, corners, strict=True)
    )


def _times(matrix: Matrix, vector: Vector) -> Vector:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _transposed(matrix: Matrix) -> Matrix:
    return tuple(zip(*matrix, strict=True))


def _inverse(m: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = m
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det),
        ((f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det),
        ((d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det),
    )
