"""Films keep picture and sound, and nothing that tells where they were made."""

from __future__ import annotations

import pytest

from chalicelib.uploads.adapters.media import boxes, movie
from chalicelib.uploads.adapters.media.boxes import read_boxes
from chalicelib.uploads.adapters.media.movie import clean_movie
from chalicelib.uploads.adapters.media.movie_leaves import LEAVES
from chalicelib.uploads.application.ports import Unfit
from tests.support.film import FRAMES, LATER, FilmForm, make_film
from tests.support.media import SECRET, box, number

FORMS = [
    FilmForm(),
    FilmForm(fixed_sizes=True),
    FilmForm(wide_offsets=True),
    FilmForm(wide_mdat=True),
    FilmForm(points=4, points_per_chunk=2),
    FilmForm(points=5, points_per_chunk=1),
    FilmForm(handlers=(b"vide",), points=0),
    FilmForm(handlers=(b"vide",), points=0, fragment=True),
    FilmForm(handlers=(b"vide", b"text")),
    FilmForm(fragment=True),
    FilmForm(chunk_shift=100_000),
    FilmForm(fixed_sizes=True, declared_points=1),
    FilmForm(handlers=(b"meta", b"vide")),
]


@pytest.mark.parametrize("form", FORMS)
def test_positions_are_gone_and_the_frames_untouched(form: FilmForm) -> None:
    """`©xyz`, `loci`, Apple's keys, XMP, makers' boxes and timed tracks: none is left."""
    data = make_film(form)
    assert SECRET in data
    clean = clean_movie(data)
    assert SECRET not in clean.content
    assert clean.content.count(FRAMES) == data.count(FRAMES)
    assert clean.content.count(LATER) == data.count(LATER)
    assert len(clean.content) == len(data)
    assert clean.thumbnail is None


@pytest.mark.parametrize("tail", [b"t", SECRET, number(99) + b"gps " + SECRET])
def test_what_follows_the_last_box_is_dropped(tail: bytes) -> None:
    """Cut or not: players show the film."""
    assert clean_movie(make_film() + tail).content == clean_movie(make_film()).content


def test_cleaning_twice_changes_nothing_more() -> None:
    """What has been cleaned is still a well-formed film with its picture track."""
    once = clean_movie(make_film()).content
    assert clean_movie(once).content == once
    assert b"vide" in once
    assert once.count(b"trak") == 1


@pytest.mark.parametrize(
    "data",
    [
        make_film()[:100],
        make_film().replace(b"moov", b"moxx"),
        make_film(FilmForm(handlers=(b"meta",))),
        make_film(FilmForm(handlers=(b"vide",) * 40)),
        make_film().replace(b"stsd", b"stxx"),
        make_film().replace(b"avc1", b"gpmd"),
        make_film().replace(b"url \0\0\0\1", b"url \0\0\0\0"),
        make_film().replace(b"stsz", b"stz2"),
        make_film().replace(b"stsc", b"stxx"),
        make_film().replace(b"hdlr", b"hdxx"),
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_a_film_that_cannot_be_cleaned_surely_is_refused(data: bytes) -> None:
    """Truncated, without picture, with samples that cannot be found: refused, not let through."""
    with pytest.raises(Unfit):
        clean_movie(data)


def test_a_film_cut_anywhere_is_refused_or_cleaned() -> None:
    """No cut makes the reader fail in an unforeseen way or lets a position through."""
    data = make_film()
    for end in range(0, len(data), 3):
        try:
            assert SECRET not in clean_movie(data[:end]).content
        except Unfit:
            continue


@pytest.mark.parametrize(
    "data",
    [
        number(7) + b"free",
        number(100) + b"free",
        number(1) + b"free" + number(2**63, 8),
        number(1) + b"free" + number(8, 8),
        b"free",
    ],
)
def test_boxes_that_lie_about_their_size_are_refused(data: bytes) -> None:
    """Too small for themselves, or reaching over the end."""
    with pytest.raises(Unfit):
        list(read_boxes(data, 0, len(data)))


def test_the_last_box_may_reach_to_the_end() -> None:
    """Size 0 means «up to the end», which some recorders write."""
    [last] = read_boxes(number(0) + b"mdat" + b"data", 0, 12)
    assert (last.kind, last.end) == (b"mdat", 12)


def test_a_file_made_of_countless_boxes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's memory does not grow with an attacker's patience."""
    monkeypatch.setattr(boxes, "_MOST_BOXES", 10)
    assert len(list(read_boxes(box(b"free") * 9, 0, 72))) == 9
    with pytest.raises(Unfit):
        list(read_boxes(box(b"free") * 11, 0, 88))


def test_samples_on_the_structure_are_refused() -> None:
    """A chunk that lies on a table, not in the media, would keep what no table may keep."""
    data = make_film(FilmForm(handlers=(b"vide",), points=0))
    at = data.index(b"stco") + 12
    for place in (data.index(b"udta"), 0, len(data) - 4):
        with pytest.raises(Unfit):
            clean_movie(data[:at] + number(place) + data[at + 4 :])


def test_each_box_that_may_stay_has_its_length() -> None:
    """The two tables go together."""
    inner = {kind for kinds in movie._INNER.values() for kind in kinds}
    assert inner - set(movie._INNER) == {*LEAVES, b"stsd"}


def test_the_structure_still_tells_where_the_frames_are() -> None:
    """Tables, settings of the codec, and the kinds of tracks."""
    once = clean_movie(make_film(FilmForm(fragment=True))).content
    for word in (b"avcC", b"settings", b"vide", b"stco", b"trun", b"trex"):
        assert word in once
    assert once.count(b"traf") == 1
