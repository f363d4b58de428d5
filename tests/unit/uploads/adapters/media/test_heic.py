"""HEIC photos: a new file of the main picture alone, whose coded bytes stay as they are."""

from __future__ import annotations

import pytest

from chalicelib.uploads.adapters.media.boxes import only, read_boxes
from chalicelib.uploads.adapters.media.heic import clean_heic
from chalicelib.uploads.adapters.media.heic_items import read_items
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal
from tests.support.film import FRAMES, FilmForm, make_film
from tests.support.heic import CODED, EXIF, PICTURE, PREVIEW, HeicForm, make_heic
from tests.support.media import SECRET, box, ftyp, full_box, number

FORMS = [
    HeicForm(iloc_version=iloc, infe_version=infe, in_idat=idat, grid=grid)
    for iloc in (0, 1, 2)
    for infe in (2, 3)
    for idat in (False, True)
    for grid in (False, True)
    if not idat or iloc
]


def items_of(data: bytes):
    return read_items(data, only(list(read_boxes(data, 0, len(data))), b"meta"))


def kinds_of_properties(data: bytes) -> set[bytes]:
    return {property_.kind for property_ in items_of(data).properties}


@pytest.mark.parametrize("form", FORMS)
def test_metadata_is_gone_and_the_picture_untouched(form: HeicForm) -> None:
    """All versions of the boxes; secrets in Exif, XMP, texts, names, profiles, messages, gaps."""
    data = make_heic(form)
    assert data.count(SECRET) > 8
    clean = clean_heic(data)
    assert SECRET not in clean.content
    assert [
        trace for trace in (b"xmpmeta", b"GPS!", b"Exif", b"udes") if trace in clean.content
    ] == []
    assert clean.content.count(CODED) == (2 if form.grid else 1)
    assert clean.thumbnail is None


@pytest.mark.parametrize("form", FORMS)
def test_what_is_left_is_the_same_photo(form: HeicForm) -> None:
    """Pieces are where the tables say; size, turn, colours and coding belong to it still."""
    data = clean_heic(make_heic(form)).content
    items = items_of(data)
    assert items.primary == 1
    shown = items.parts[1] if form.grid else (1,)
    for item in shown:
        [(start, end)] = items.places[item].pieces
        assert data[start:end] == PICTURE
    assert kinds_of_properties(data) == {b"hvcC", b"ispe", b"irot", b"colr"}
    own = {items.properties[number - 1].kind for number, _ in items.uses[1]}
    assert own == {b"ispe", b"irot", b"colr"} | (set() if form.grid else {b"hvcC"})
    assert (items.uses[shown[0]][0][1], items.kinds[1]) == (True, b"grid" if form.grid else b"hvc1")


def test_cleaning_twice_changes_nothing_more() -> None:
    """What has been cleaned is still a well-formed photo."""
    for form in (HeicForm(), HeicForm(grid=True)):
        once = clean_heic(make_heic(form)).content
        assert clean_heic(once).content == once


def test_other_pictures_and_unknown_boxes_are_left_behind() -> None:
    """A preview shows what was cut away; a maker's own boxes may hold a position."""
    data = make_heic() + box(b"uuid", bytes(16), SECRET) + box(b"GPSx", SECRET)
    content = clean_heic(data).content
    assert SECRET not in content
    assert PREVIEW in data
    assert PREVIEW not in content


@pytest.mark.parametrize("tail", [b"t", b"\0" * 100, SECRET * 9, number(2**31) + b"SEFT" + SECRET])
def test_what_follows_the_last_box_is_dropped(tail: bytes) -> None:
    """Some telephones append data of their own; every viewer shows the photo."""
    assert clean_heic(make_heic() + tail).content == clean_heic(make_heic()).content


NUMBERS = {
    b"imir": b"\1",
    b"pasp": bytes(8),
    b"clap": bytes(32),
    b"clli": bytes(4),
    b"mdcv": bytes(24),
    b"pixi": bytes(4) + b"\3\x08\x08\x08",
}


@pytest.mark.parametrize("kind", [*NUMBERS, b"auxC", b"udes", b"rref", b"altt", b"uuid", b"????"])
def test_only_known_properties_stay_and_only_their_numbers(kind: bytes) -> None:
    """What is not understood is not kept; texts behind the numbers go."""
    extra = box(kind, NUMBERS.get(kind, b""), SECRET)
    data = clean_heic(make_heic(HeicForm(extra=(extra,)))).content
    assert (kind in kinds_of_properties(data)) == (kind in NUMBERS)
    assert SECRET not in data


def test_a_photo_that_needs_an_unknown_property_is_refused() -> None:
    """It would look other than it is meant."""
    with pytest.raises(Unfit):
        clean_heic(make_heic(HeicForm(extra=(box(b"crtt", b"x"),), essential=True)))


@pytest.mark.parametrize("brand", [b"hevc", b"hevx"])
def test_a_sequence_is_a_film(brand: bytes) -> None:
    """Bursts have frames and no main picture."""
    film = make_film(FilmForm(handlers=(b"pict", b"meta")))
    data = ftyp(brand, b"msf1", brand) + film[len(ftyp(b"mp42", b"isom", b"mp42")) :]
    clean = clean_heic(data).content
    assert SECRET not in clean
    assert FRAMES in clean


def test_a_live_photo_loses_its_film() -> None:
    """The main picture is what was sent; its film shows what was before and after."""
    film = make_film()
    moov = film[film.index(b"moov") - 4 :]
    moov = moov[: int.from_bytes(moov[:4], "big")]
    assert clean_heic(make_heic() + moov).content == clean_heic(make_heic()).content


@pytest.mark.parametrize(
    "data",
    [
        make_heic()[:-1],
        make_heic()[:40],
        make_heic(HeicForm(primary=9)),
        make_heic(HeicForm(primary=2)),
        make_heic(HeicForm(kind=b"av01")),
        make_heic(HeicForm(length_shift=10_000)),
        make_heic(HeicForm(length_shift=-len(PICTURE))),
        make_heic(HeicForm(length_shift=-1)),
        make_heic(HeicForm(data_reference=1)),
        make_heic(HeicForm(infe_version=1)),
        make_heic(HeicForm(iloc_version=3)),
        make_heic().replace(b"iloc", b"ilxx"),
        make_heic().replace(b"pitm", b"pixx"),
        make_heic().replace(b"iinf", b"iixx"),
        make_heic().replace(b"iprp", b"ipxx"),
        make_heic().replace(b"hvcC", b"hvxx"),
        make_heic().replace(b"meta", b"mexx", 1),
        make_heic(HeicForm(grid=True)).replace(b"dimg", b"dixx"),
        box(b"ftyp", b"heic", bytes(4)),
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_a_photo_that_does_not_hold_together_is_refused(data: bytes) -> None:
    """Truncated, with pieces outside the file or missing: refused, never raised on."""
    with pytest.raises(Unfit):
        clean_heic(data)


def test_a_picture_too_large_for_anybody_to_show_is_refused() -> None:
    """Its viewer would be stalled in our place."""
    huge = full_box(b"ispe", 0, number(2**31), number(1))
    with pytest.raises(Unfit) as caught:
        clean_heic(make_heic(HeicForm(extra=(huge,))))
    assert caught.value.refusal is Refusal.TOO_MANY_PIXELS


def test_a_photo_cut_anywhere_is_refused_or_cleaned() -> None:
    """No cut makes the reader fail in an unforeseen way or lets the position through."""
    data = make_heic()
    for end in range(0, len(data), 3):
        try:
            assert SECRET not in clean_heic(data[:end]).content
        except Unfit:
            continue


def test_items_stored_in_another_way_are_not_followed() -> None:
    """Metadata built from other items goes anyway; a picture that is, is refused."""
    data = make_heic(HeicForm(iloc_version=1, in_idat=True))
    at = data.index(b"\x00\x02\x00\x01\x00\x00")
    assert EXIF not in clean_heic(data[: at + 3] + b"\x02" + data[at + 4 :]).content
    at = data.index(b"\x00\x01\x00\x00\x00\x00", data.index(b"iloc"))
    with pytest.raises(Unfit):
        clean_heic(data[: at + 3] + b"\x02" + data[at + 4 :])
