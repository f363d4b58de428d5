"""A cleaned photo looks like the original, whatever its samples, transparency and colour space."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from chalicelib.uploads.adapters.media import photos
from chalicelib.uploads.adapters.media.colours import profile_from
from chalicelib.uploads.adapters.media.photos import clean_photo
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import MediaType, Refusal
from tests.support.media import make_exif, make_picture, png_chunk

DARK, BRIGHT = 64, 192
SIZE = (64, 48)
LINEAR = profile_from(100_000, None)
"""Samples in proportion to light, which sRGB shows much brighter."""
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def as_srgb(sample: int) -> int:
    """A linear sample in sRGB. Source: IEC 61966-2-1."""
    return round((1.055 * (sample / 255) ** (1 / 2.4) - 0.055) * 255)


def halves(mode: str, dark: object, bright: object) -> Image.Image:
    picture = Image.new(mode, SIZE, bright)  # type: ignore[arg-type]
    picture.paste(dark, (0, 0, SIZE[0] // 2, SIZE[1]))  # type: ignore[arg-type]
    return picture


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def deep(mode: str, **options: object) -> bytes:
    """A PNG of 16 bits a sample, by hand: Pillow writes grey ones only."""
    kind, alpha = {"RGB": (2, b""), "RGBA": (6, b"\xff\xff"), "LA": (4, b"\xff\xff")}[mode]
    bands = 1 if mode == "LA" else 3
    dark, bright = (bytes([value, 17]) * bands + alpha for value in (DARK, BRIGHT))
    rows = (b"\0" + dark * (SIZE[0] // 2) + bright * (SIZE[0] // 2)) * SIZE[1]
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", *SIZE, 16, kind, 0, 0, 0))]
    if options.get("icc_profile"):
        chunks.append((b"iCCP", b"x\0\0" + zlib.compress(options["icc_profile"])))  # type: ignore[arg-type]
    chunks += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def palette(**options: object) -> bytes:
    picture = halves("P", 0, 1)
    picture.putpalette(bytes([DARK] * 3 + [BRIGHT] * 3))
    return saved(picture, **options)


GREY, COLOUR = (DARK, BRIGHT), ((DARK,) * 3, (BRIGHT,) * 3)
CLEAR = ((DARK,) * 3 + (255,), (BRIGHT,) * 3 + (255,))
PNGS: dict[str, Callable[..., bytes]] = {
    "L": lambda **o: saved(halves("L", *GREY), **o),
    "L key": lambda **o: saved(halves("L", *GREY), transparency=7, **o),
    "LA": lambda **o: saved(halves("LA", (DARK, 255), (BRIGHT, 255)), **o),
    "I;16": lambda **o: saved(halves("I;16", DARK * 257, BRIGHT * 257), **o),
    "I;16 key": lambda **o: saved(halves("I;16", DARK * 257, BRIGHT * 257), transparency=7, **o),
    "P": palette,
    "P key": lambda **o: palette(transparency=b"\xff\xff\0", **o),
    "RGB": lambda **o: saved(halves("RGB", *COLOUR), **o),
    "RGB key": lambda **o: saved(halves("RGB", *COLOUR), transparency=(7, 7, 7), **o),
    "RGBA": lambda **o: saved(halves("RGBA", *CLEAR), **o),
    "LA 16": lambda **o: deep("LA", **o),
    "RGB 16": lambda **o: deep("RGB", **o),
    "RGBA 16": lambda **o: deep("RGBA", **o),
}
JPEGS: dict[str, Callable[..., bytes]] = {
    "L": lambda **o: saved(halves("L", *GREY), "JPEG", **o),
    "RGB": lambda **o: saved(halves("RGB", *COLOUR), "JPEG", **o),
    "progressive": lambda **o: saved(halves("RGB", *COLOUR), "JPEG", progressive=True, **o),
}


def with_chunks(png: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    return png[:33] + b"".join(png_chunk(*chunk) for chunk in chunks) + png[33:]


def shown(media_type: MediaType, data: bytes) -> tuple[int, int]:
    """The brightness of both halves, the same in the photo and in the small picture."""
    clean = clean_photo(media_type, data)
    seen = []
    for content in (clean.content, clean.thumbnail or b""):
        picture = Image.open(BytesIO(content)).convert("RGBA").convert("L")
        seen.append((picture.getpixel((8, 8)), picture.getpixel((56, 8))))
    assert all(abs(a - b) < 4 for a, b in zip(*seen, strict=True))
    return seen[0]


def is_close(seen: tuple[int, int], dark: int, bright: int) -> bool:
    return abs(seen[0] - dark) <= 3 and abs(seen[1] - bright) <= 3


@pytest.mark.parametrize("profile", [None, SRGB, LINEAR, b"broken"])
@pytest.mark.parametrize("mode", PNGS)
def test_each_png_with_each_profile(mode: str, profile: bytes | None) -> None:
    """16-bit grey with transparency is not white; no mode forgets its colour profile."""
    data = PNGS[mode](icc_profile=profile)
    expected = map(as_srgb, GREY) if profile is LINEAR else GREY
    assert is_close(shown(MediaType.PNG, data), *expected)


@pytest.mark.parametrize("mode", PNGS)
def test_each_png_with_a_gamma_of_its_own(mode: str) -> None:
    """`gAMA` counts, unless `sRGB` says otherwise."""
    gamma = (b"gAMA", struct.pack(">I", 100_000))
    light = with_chunks(PNGS[mode](), gamma)
    assert is_close(shown(MediaType.PNG, light), *map(as_srgb, GREY))
    usual = with_chunks(PNGS[mode](), (b"sRGB", b"\0"), gamma)
    assert is_close(shown(MediaType.PNG, usual), *GREY)


def test_primaries_of_a_png_of_its_own() -> None:
    """`cHRM` of Display P3: its red is redder than sRGB's can be, so the others fall to zero."""
    wide = (31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000)
    data = with_chunks(
        saved(Image.new("RGB", SIZE, (200, 100, 100))),
        (b"gAMA", struct.pack(">I", 45_455)),
        (b"cHRM", struct.pack(">8I", *wide)),
    )
    red, green, blue = Image.open(BytesIO(clean_photo(MediaType.PNG, data).content)).getpixel(
        (0, 0)
    )
    assert red > 205
    assert green < 97
    assert 90 < blue < 105


@pytest.mark.parametrize("profile", [None, SRGB, LINEAR, b"broken"])
@pytest.mark.parametrize("mode", JPEGS)
def test_each_jpeg_with_each_profile(mode: str, profile: bytes | None) -> None:
    """Grey ones too have a profile."""
    data = JPEGS[mode](icc_profile=profile)
    expected = map(as_srgb, GREY) if profile is LINEAR else GREY
    assert is_close(shown(MediaType.JPEG, data), *expected)


@pytest.mark.parametrize("adobe", [True, False])
def test_ink_is_ink_whether_inverted_as_adobe_does_or_not(adobe: bool) -> None:
    """Without Adobe's mark, samples of CMYK stand as they are meant."""
    picture = halves("CMYK", (0, 0, 0, 255 - DARK), (0, 0, 0, 255 - BRIGHT))
    data = saved(picture, "JPEG")
    if not adobe:
        inverted = picture.point(lambda value: 255 - value)
        data = saved(inverted, "JPEG")
        at = data.index(b"\xff\xee")
        data = data[:at] + data[at + 16 :]
    assert is_close(shown(MediaType.JPEG, data), *GREY)


def test_transparency_stays_where_it_is() -> None:
    """A key of 16-bit grey, of a palette and of a colour of 16 bits makes the same pixels clear."""
    pictures = (
        saved(halves("I;16", DARK * 257, BRIGHT * 257), transparency=DARK * 257),
        saved(halves("L", *GREY), transparency=DARK),
        saved(halves("RGB", *COLOUR), transparency=COLOUR[0]),
        palette(transparency=b"\0\xff"),
        with_chunks(deep("RGB"), (b"tRNS", bytes([DARK, 17]) * 3)),
    )
    for data in pictures:
        clean = Image.open(BytesIO(clean_photo(MediaType.PNG, data).content)).convert("RGBA")
        assert (clean.getpixel((8, 8))[3], clean.getpixel((56, 8))[3]) == (0, 255)
        assert abs(clean.getpixel((56, 8))[0] - BRIGHT) <= 1


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_a_clear_white_of_few_bits(depth: int) -> None:
    """The key counts in the file's own depth."""
    rows = (b"\0" + b"\xff" * (8 * depth // 8)) * 8
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        png_chunk(*chunk)
        for chunk in (
            (b"IHDR", struct.pack(">IIBBBBB", 8, 8, depth, 0, 0, 0, 0)),
            (b"tRNS", struct.pack(">H", 2**depth - 1)),
            (b"IDAT", zlib.compress(rows)),
            (b"IEND", b""),
        )
    )
    clean = Image.open(BytesIO(clean_photo(MediaType.PNG, data).content)).convert("RGBA")
    assert clean.getpixel((4, 4)) == (255, 255, 255, 0)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", [1, 3, 4])
def test_a_turn_of_any_whole_type_is_made(orientation: int, kind: int) -> None:
    """The standard says SHORT; BYTE and LONG turn the photo too, in JPEG and PNG alike."""
    value = struct.pack({1: ">B3x", 3: ">H2x", 4: ">I"}[kind], orientation)
    tiff = b"MM\0*" + struct.pack(">IHHHI", 8, 1, 0x0112, kind, 1) + value + bytes(4)
    sizes = []
    for media_type, format_ in ((MediaType.JPEG, "JPEG"), (MediaType.PNG, "PNG")):
        data = saved(make_picture(SIZE), format_, exif=b"Exif\0\0" + tiff)
        picture = Image.open(BytesIO(clean_photo(media_type, data).content)).convert("RGB")
        corner = picture.getpixel((3, 3))
        expected = ((255, 0, 0), (0, 255, 0), (255,) * 3, (0, 0, 255))
        which = (0, 1, 2, 3, 0, 3, 2, 1)[orientation - 1]
        assert all(abs(a - b) < 24 for a, b in zip(corner, expected[which], strict=True))
        sizes.append(picture.size)
    assert sizes == [SIZE if orientation < 5 else SIZE[::-1]] * 2


@pytest.mark.parametrize("kind", [0, 2, 5, 7, 12, 999])
def test_a_turn_of_another_type_is_none(kind: int) -> None:
    """Text, fractions and unknown types are no turn, and no fault."""
    tiff = b"II*\0" + struct.pack("<IHHHII", 8, 1, 0x0112, kind, 1, 6)
    data = saved(make_picture(SIZE), "JPEG", exif=b"Exif\0\0" + tiff)
    assert Image.open(BytesIO(clean_photo(MediaType.JPEG, data).content)).size == SIZE


@pytest.mark.parametrize(
    "spoil",
    [
        lambda image: image.convert("L").point(lambda _: 255),
        lambda image: image.rotate(180),
        lambda image: image.crop((0, 0, 60, 48)),
        lambda image: image.point(lambda value: value // 2),
    ],
    ids=["white", "turned", "cropped", "dark"],
)
@pytest.mark.parametrize("media_type", [MediaType.JPEG, MediaType.PNG])
def test_a_copy_that_shows_something_else_is_not_kept(monkeypatch, media_type, spoil) -> None:
    """The copy is compared with its original before anybody deletes that."""
    data = saved(make_picture(SIZE), photos._FORMATS[media_type], exif=make_exif())
    plain = photos._plain
    monkeypatch.setattr(photos, "_plain", lambda image: spoil(plain(image)))
    with pytest.raises(Unfit) as caught:
        clean_photo(media_type, data)
    assert caught.value.refusal is Refusal.COPY_DIFFERS


def test_a_photo_without_its_end_mark_is_taken() -> None:
    """Viewers show it; one that lacks more than the mark is refused."""
    for options in ({}, {"progressive": True}):
        data = saved(make_picture((640, 480)), "JPEG", **options)
        clean = clean_photo(MediaType.JPEG, data[:-2])
        assert clean.content.endswith(b"\xff\xd9")
        assert Image.open(BytesIO(clean.content)).getpixel((600, 440)) == (255, 255, 255)
        with pytest.raises(Unfit):
            clean_photo(MediaType.JPEG, data[:-40])


@pytest.mark.parametrize("size", [(8192, 6144), (6144, 8192)])
def test_photos_of_phones_with_fifty_megapixels_are_taken(size: tuple[int, int]) -> None:
    """As many as the sensors of today have."""
    data = saved(Image.new("L", size, DARK), "JPEG")
    assert Image.open(BytesIO(clean_photo(MediaType.JPEG, data).content)).size == size
