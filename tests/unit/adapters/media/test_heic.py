"""HEIC photos: metadata is blanked in place, the picture's bytes stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.adapters.media.heic import clean_heic
from chalicelib.application.ports.uploads import Unfit
from tests.support.film import make_film
from tests.support.heic import PICTURE, HeicForm, make_heic
from tests.support.media import SECRET, box

FORMS = [
    HeicForm(iloc_version=iloc, infe_version=infe, in_idat=idat)
    for iloc in (0, 1, 2)
    for infe in (2, 3)
    for idat in (False, True)
    if not idat or iloc
]


@pytest.mark.parametrize("form", FORMS)
def test_metadata_is_gone_and_the_picture_untouched(form: HeicForm) -> None:
    """All versions of the boxes, with Exif and XMP in the file or in the `idat` box."""
    data = make_heic(form)
    assert SECRET in data
    clean = clean_heic(data)
    assert SECRET not in clean.content
    assert b"xmpmeta" not in clean.content
    assert PICTURE in clean.content
    assert len(clean.content) == len(data)
    assert clean.thumbnail is None


def test_cleaning_twice_changes_nothing_more() -> None:
    """What has been cleaned is still a well-formed photo."""
    once = clean_heic(make_heic()).content
    assert clean_heic(once).content == once


def test_boxes_that_a_photo_does_not_need_are_blanked() -> None:
    """A maker's own boxes may hold a position too, wherever they stand."""
    data = make_heic() + box(b"uuid", bytes(16), SECRET) + box(b"GPSx", SECRET)
    assert SECRET not in clean_heic(data).content


def test_a_live_photo_loses_the_metadata_of_its_film_too() -> None:
    """A `moov` box in a photo is cleaned by the rules of films."""
    film = make_film()
    moov = film[film.index(b"moov") - 4 :]
    moov = moov[: int.from_bytes(moov[:4], "big")].replace(b"meta", b"vide", 1)
    assert SECRET not in clean_heic(make_heic() + moov.replace(b"\0\0meta", b"\0\0vide")).content


@pytest.mark.parametrize(
    "data",
    [
        make_heic()[:-1],
        make_heic()[:40],
        make_heic() + b"tail",
        make_heic(HeicForm(primary=9)),
        make_heic(HeicForm(length_shift=10_000)),
        make_heic(HeicForm(length_shift=-len(PICTURE))),
        make_heic(HeicForm(data_reference=1)),
        make_heic(HeicForm(infe_version=1)),
        make_heic(HeicForm(iloc_version=3)),
        make_heic().replace(b"iloc", b"ilxx"),
        make_heic().replace(b"pitm", b"pixx"),
        make_heic().replace(b"iinf", b"iixx"),
        make_heic().replace(b"meta", b"mexx", 1),
        box(b"ftyp", b"heic", bytes(4)),
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_a_photo_that_does_not_hold_together_is_refused(data: bytes) -> None:
    """Truncated, with a tail, with pieces outside the file or missing: refused, never raised on."""
    with pytest.raises(Unfit):
        clean_heic(data)


def test_a_photo_cut_anywhere_is_refused_or_cleaned() -> None:
    """No cut makes the reader fail in an unforeseen way or lets the position through."""
    data = make_heic()
    for end in range(0, len(data), 3):
        try:
            assert SECRET not in clean_heic(data[:end]).content
        except Unfit:
            continue


def test_a_reference_to_another_way_of_storing_is_refused() -> None:
    """Items built from other items are not followed: what is not understood is not let through."""
    data = make_heic(replace(HeicForm(), iloc_version=1, in_idat=True))
    second = data.index(b"\x00\x02\x00\x01\x00\x00")
    assert data[second + 2 : second + 4] == b"\x00\x01"
    broken = data[: second + 3] + b"\x02" + data[second + 4 :]
    with pytest.raises(Unfit):
        clean_heic(broken)
