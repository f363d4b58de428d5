"""Photos lose all metadata and keep their look."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from chalicelib.uploads.adapters.media.photos import clean_photo
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import MediaType, Refusal
from tests.support.media import SECRET, make_exif, make_jpeg, make_picture, make_png, png_chunk

TRACES = (SECRET, b"Exif", b"eXIf", b"xmpmeta", b"tEXt", b"iTXt", b"ICC_PROFILE", b"iCCP")


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def is_close(colour: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(colour, expected, strict=True))


def refusal_of(media_type: MediaType, data: bytes) -> Refusal:
    with pytest.raises(Unfit) as caught:
        clean_photo(media_type, data)
    return caught.value.refusal


@pytest.mark.parametrize(
    ("media_type", "data"),
    [(MediaType.JPEG, make_jpeg()), (MediaType.PNG, make_png())],
)
def test_position_and_texts_are_gone_from_photo_and_small_picture(media_type, data) -> None:
    """Nobody else ever sees where a photo was taken: not in EXIF, XMP, comments or text chunks."""
    assert SECRET in data
    assert opened(data).getexif()
    clean = clean_photo(media_type, data)
    assert clean.thumbnail is not None
    for cleaned in (clean.content, clean.thumbnail):
        assert [trace for trace in TRACES if trace in cleaned] == []
        assert not opened(cleaned).getexif()


RED, LIME, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


@pytest.mark.parametrize(
    ("orientation", "left", "right", "turned"),
    [
        (1, RED, LIME, False),
        (2, LIME, RED, False),
        (3, WHITE, BLUE, False),
        (4, BLUE, WHITE, False),
        (5, RED, BLUE, True),
        (6, BLUE, RED, True),
        (7, WHITE, LIME, True),
        (8, LIME, WHITE, True),
    ],
)
def test_a_photo_is_turned_upright(orientation, left, right, turned) -> None:
    """All eight orientations of EXIF: the upper corners are where a viewer would show them, of the
    photo and of its small picture."""
    clean = clean_photo(MediaType.JPEG, make_jpeg((64, 48), orientation))
    assert clean.thumbnail
    for shown in map(opened, (clean.content, clean.thumbnail)):
        assert shown.size == ((48, 64) if turned else (64, 48))
        assert is_close(shown.getpixel((4, 4)), left)
        assert is_close(shown.getpixel((shown.width - 5, 4)), right)


def test_the_small_picture_has_at_most_320_pixels_a_side() -> None:
    """Lists load fast; a photo that is small already is not blown up."""
    big = clean_photo(MediaType.JPEG, make_jpeg((1000, 500))).thumbnail
    small = clean_photo(MediaType.PNG, make_png((100, 50))).thumbnail
    assert opened(big or b"").size == (320, 160)
    assert opened(small or b"").size == (100, 50)
    assert opened(small or b"").format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_each_kind_of_png_stays_a_png(mode: str) -> None:
    """Transparency, palettes and 16-bit greys are good input."""
    buffer = BytesIO()
    picture = make_picture((40, 30))
    if mode == "I;16":
        Image.new("I;16", (40, 30), 40_000).save(buffer, "PNG")
    else:
        picture.convert(mode).save(buffer, "PNG")
    clean = opened(clean_photo(MediaType.PNG, buffer.getvalue()).content)
    assert (clean.format, clean.size) == ("PNG", (40, 30))
    assert clean.has_transparency_data == mode.endswith("A")
    if mode == "I;16":
        assert clean.convert("L").getpixel((0, 0)) == 40_000 // 256


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_each_kind_of_jpeg_stays_a_jpeg(mode: str) -> None:
    """Scanners make grey and printers' files too."""
    clean = opened(clean_photo(MediaType.JPEG, make_jpeg((40, 30), mode=mode)).content)
    assert (clean.format, clean.size) == ("JPEG", (40, 30))


@pytest.mark.parametrize(
    "profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"broken"]
)
def test_colours_are_kept_and_the_profile_is_not(profile: bytes) -> None:
    """A colour profile is used up in the conversion; a broken one is passed over."""
    buffer = BytesIO()
    make_picture((64, 48)).save(buffer, "JPEG", icc_profile=profile)
    clean = opened(clean_photo(MediaType.JPEG, buffer.getvalue()).content)
    assert "icc_profile" not in clean.info
    assert is_close(clean.getpixel((4, 4)), RED)


def test_what_follows_the_picture_in_a_polyglot_is_dropped() -> None:
    """A file that is a photo and a program at once comes out as a photo only."""
    data = make_jpeg() + b"PK\x03\x04<script>alert(1)</script>"
    assert b"<script>" not in clean_photo(MediaType.JPEG, data).content


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_metadata_does_not_spoil_a_good_photo() -> None:
    """The picture counts; its EXIF goes anyway."""
    buffer = BytesIO()
    make_picture().save(buffer, "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xffgarbage")
    assert clean_photo(MediaType.JPEG, buffer.getvalue()).thumbnail


@pytest.mark.parametrize("keep", [0.02, 0.5, 0.95])
@pytest.mark.parametrize(
    ("media_type", "data"), [(MediaType.JPEG, make_jpeg()), (MediaType.PNG, make_png())]
)
def test_a_truncated_photo_is_refused(media_type, data, keep) -> None:
    """A photo that broke off on the way is not shown half."""
    assert refusal_of(media_type, data[: int(len(data) * keep)]) is Refusal.UNREADABLE


def test_zero_bytes_and_noise_behind_a_header_are_refused() -> None:
    """A header alone makes no photo."""
    for start in (b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1" + bytes(4000)):
        assert refusal_of(MediaType.JPEG, start) is Refusal.UNREADABLE
    assert refusal_of(MediaType.PNG, b"\x89PNG\r\n\x1a\n" + bytes(100)) is Refusal.UNREADABLE


@pytest.mark.parametrize("side", [7_100, 30_000, 2**31 - 1])
def test_a_decompression_bomb_is_refused_before_it_unfolds(side: int) -> None:
    """Few bytes that would become gigabytes of pixels are refused by their declared size."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(bytes(100_000)))
    )
    assert refusal_of(MediaType.PNG, bomb) is Refusal.TOO_MANY_PIXELS


def test_a_bomb_in_a_text_chunk_is_never_unfolded() -> None:
    """Texts are dropped as they are."""
    text = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000)))
    png = make_png()
    after_header = 8 + 25
    clean = clean_photo(MediaType.PNG, png[:after_header] + text + png[after_header:])
    assert b"zTXt" not in clean.content


def test_another_format_under_the_declared_type_is_refused() -> None:
    """Only the declared decoder is tried, so that no rarely used one can be reached."""
    buffer = BytesIO()
    make_picture().save(buffer, "TIFF")
    assert refusal_of(MediaType.JPEG, buffer.getvalue()) is Refusal.UNREADABLE
    assert refusal_of(MediaType.PNG, make_jpeg()) is Refusal.UNREADABLE


def test_the_builders_hide_a_real_position() -> None:
    """Guards the other tests: the photo they clean has coordinates as phones write them."""
    position = opened(make_jpeg()).getexif().get_ifd(0x8825)
    assert position[2] == (22.0, 29.0, 8.16)
    assert make_exif()[0x0112] == 1
