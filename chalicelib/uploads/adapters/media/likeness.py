"""Whether a cleaned copy looks like its original: its size, and how bright it is where.

The original is read sample by sample here, not by the conversion that it is to check.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from chalicelib.uploads.adapters.media.colours import to_srgb

_SAMPLES = 256
"""Pixels that are looked at, a side; each field is the mean of 16 × 16 of them."""
_FIELDS = 16
_MOST_APART = 8.0
"""Mean brightness of the whole, of 255: JPEG's own losses are below 1."""
_FIELD_APART = 64
"""Brightness of one field: noise and sharp edges; white for black is 255."""


@dataclass(frozen=True)
class Look:
    """A picture's size in pixels, and the brightness (0 to 255) of its fields, on white paper."""

    size: tuple[int, int]
    fields: bytes


def look_at(image: Image.Image, profile: bytes | None, turn: Image.Transpose | None) -> Look:
    """How it is to look once it has been turned."""
    sample = image.resize((_SAMPLES, _SAMPLES), Image.Resampling.NEAREST)
    sample.info = dict(image.info)
    grey = (_deep_grey if image.mode.startswith("I") else _colours)(sample, profile)
    size = image.size
    if turn is not None:
        grey = grey.transpose(turn)
        size = size[::-1] if turn in _SIDEWAYS else size
    return Look(size, grey.resize((_FIELDS, _FIELDS), Image.Resampling.BOX).tobytes())


_SIDEWAYS = (
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_270,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.TRANSVERSE,
)


def is_like(original: Look, copy: bytes) -> bool:
    """Whether the copy, as it was written, shows the same."""
    with Image.open(BytesIO(copy)) as image:
        size = image.size
        image.draft(None, (_SAMPLES, _SAMPLES))  # JPEG: decoded small
        image.load()
        shown = look_at(image, None, None)
    apart = [a - b for a, b in zip(original.fields, shown.fields, strict=True)]
    mean = abs(sum(apart)) / len(apart)
    return size == original.size and mean <= _MOST_APART and max(map(abs, apart)) <= _FIELD_APART


def _deep_grey(sample: Image.Image, profile: bytes | None) -> Image.Image:
    """16 bits a sample; the key is as transparent as in any other picture."""
    numbers = memoryview(sample.convert("I").tobytes()).cast("i")
    grey = Image.frombytes("L", sample.size, bytes(number * 255 // 65_535 for number in numbers))
    shown = to_srgb(grey, profile)
    key = sample.info.get("transparency")
    clear = bytes(255 if number == key else 0 for number in numbers)
    shown.paste(255, mask=Image.frombytes("L", sample.size, clear))
    return shown


def _colours(sample: Image.Image, profile: bytes | None) -> Image.Image:
    if sample.mode == "CMYK":
        return to_srgb(sample, profile).convert("L")
    shown = sample.convert("RGBA")
    alpha = shown.getchannel("A")
    paper = Image.new("RGB", shown.size, "white")
    paper.paste(to_srgb(shown.convert("RGB"), profile), mask=alpha)
    return paper.convert("L")
