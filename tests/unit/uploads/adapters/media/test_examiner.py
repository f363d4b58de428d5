"""What a file really is decides, not what it was declared as."""

from __future__ import annotations

import pytest

from chalicelib.uploads.adapters.media.examiner import MediaExaminer
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import MediaType, Refusal
from tests.support.film import make_film
from tests.support.heic import make_heic
from tests.support.media import box, ftyp, make_jpeg, make_png, number
from tests.support.pdf import make_document

FILES = {
    MediaType.JPEG: make_jpeg(),
    MediaType.PNG: make_png(),
    MediaType.HEIC: make_heic(),
    MediaType.PDF: make_document(),
    MediaType.MP4: make_film(),
}


def refusal_of(media_type: MediaType, data: bytes) -> Refusal:
    with pytest.raises(Unfit) as caught:
        MediaExaminer().clean(media_type, data)
    return caught.value.refusal


@pytest.mark.parametrize("declared", MediaType)
@pytest.mark.parametrize("actual", MediaType)
def test_each_file_under_each_declared_type(declared: MediaType, actual: MediaType) -> None:
    """The whole table: the right type is taken, every other pair is refused."""
    if declared is actual:
        assert MediaExaminer().clean(declared, FILES[actual]).content
    else:
        assert refusal_of(declared, FILES[actual]) is Refusal.WRONG_TYPE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"GIF89a",
        b"MZ\x90\0",
        b"<html><script>",
        b" %PDF-1.4\n%%EOF",
        b"RIFF\0\0\0\0WEBP",
        ftyp(b"avif", b"mif1", b"avif"),
        ftyp(b"qt  ", b"qt  "),
        box(b"ftyp"),
    ],
)
@pytest.mark.parametrize("declared", MediaType)
def test_what_is_none_of_the_types_is_refused_under_all(declared: MediaType, data: bytes) -> None:
    """Nothing is taken on its name."""
    assert refusal_of(declared, data) is Refusal.WRONG_TYPE


def test_a_file_type_box_that_runs_over_the_end_is_refused() -> None:
    """Even the first box may lie."""
    assert refusal_of(MediaType.MP4, number(99) + b"ftypisom") is Refusal.UNREADABLE
