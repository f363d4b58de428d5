"""An MP4 film by hand: a picture track, a metadata track, and positions in all known places."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.media import SECRET, box, ftyp, full_box, number, wide_box

FRAMES = b"avc frames" * 8
PICTURED = (b"vide", b"pict")
_POINT = SECRET + b"\0"
LATER = b"a fragment's frame"
OURS = box(b"url ", bytes(3) + b"\1", SECRET)
DESCRIPTION = box(
    b"avc1",
    bytes(42) + bytes([len(SECRET)]) + SECRET.ljust(31, b"\0") + bytes(4),
    box(b"avcC", b"settings"),
    box(b"uuid", SECRET),
)


@dataclass(frozen=True)
class FilmForm:
    """What the metadata track's tables look like, and what else is in the file."""

    handlers: tuple[bytes, ...] = (b"vide", b"meta")
    fixed_sizes: bool = False
    wide_offsets: bool = False
    points: int = 3
    points_per_chunk: int = 2
    fragment: bool = False
    wide_mdat: bool = False
    declared_points: int | None = None
    chunk_shift: int = 0
    """Added to the offset of each chunk."""


def make_film(form: FilmForm = FilmForm()) -> bytes:
    head = ftyp(b"mp42", b"isom", b"mp42")
    samples = FRAMES + _POINT * form.points + b"between " + SECRET
    body = wide_box(b"mdat", samples) if form.wide_mdat else box(b"mdat", samples)
    start = len(head) + len(body) - len(samples)
    return b"".join(
        [
            head,
            body,
            _moov(form, start, start + len(FRAMES)),
            _fragment() if form.fragment else b"",
            box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), SECRET),
            box(b"free", SECRET),
            box(b"meta", SECRET),
        ]
    )


def _moov(form: FilmForm, frames_at: int, points_at: int) -> bytes:
    tracks = [
        _track(
            number_of,
            handler,
            _tables(form, frames_at if handler in PICTURED else points_at, handler),
        )
        for number_of, handler in enumerate(form.handlers, 1)
    ]
    defaults = [
        full_box(b"trex", 0, number(one), number(1), number(0), number(len(LATER)), number(0))
        for one in range(1, len(tracks) + 1)
    ]
    return box(
        b"moov",
        full_box(b"mvhd", 0, SECRET[:8], bytes(88), SECRET),
        *tracks,
        box(b"mvex", *defaults) if form.fragment else b"",
        box(b"udta", box(b"\xa9xyz", SECRET), box(b"loci", SECRET), number(0)),
        box(b"meta", b"com.apple.quicktime.location.ISO6709", SECRET),
        box(b"gps ", SECRET),
    )


def _track(number_of: int, handler: bytes, tables: bytes) -> bytes:
    return box(
        b"trak",
        full_box(b"tkhd", 0, SECRET[:8], number(number_of), bytes(68), SECRET),
        box(b"udta", box(b"\xa9xyz", SECRET)),
        box(b"meta", SECRET),
        box(
            b"mdia",
            full_box(b"mdhd", 0, SECRET[:8], bytes(12), SECRET),
            full_box(b"hdlr", 0, number(0), handler, bytes(12), SECRET, b"\0"),
            box(b"udta", SECRET),
            box(b"minf", box(b"dinf", full_box(b"dref", 0, number(1), OURS)), tables),
        ),
    )


def _tables(form: FilmForm, at: int, handler: bytes) -> bytes:
    if handler in PICTURED:
        return _sample_table(form, [at], [(1, 1)], [len(FRAMES)])
    per, number_of = form.points_per_chunk, form.points
    chunks = [at + form.chunk_shift + i * len(_POINT) for i in range(0, number_of, per)]
    full, rest = divmod(number_of, per)
    runs = [(1, per)] + ([(full + 1, rest)] if rest else [])
    return _sample_table(form, chunks, runs, [len(_POINT)] * number_of)


def _sample_table(
    form: FilmForm, chunks: list[int], runs: list[tuple[int, int]], sizes: list[int]
) -> bytes:
    count = form.declared_points or len(sizes)
    listed = b"" if form.fixed_sizes else b"".join(map(number, sizes))
    width = 8 if form.wide_offsets else 4
    return box(
        b"stbl",
        full_box(b"stsd", 0, number(1), DESCRIPTION),
        full_box(
            b"stsc", 0, number(len(runs)), *(number(f) + number(n) + number(1) for f, n in runs)
        ),
        full_box(b"stsz", 0, number(sizes[0] if form.fixed_sizes else 0), number(count), listed),
        full_box(
            b"co64" if form.wide_offsets else b"stco",
            0,
            number(len(chunks)),
            *(number(chunk, width) for chunk in chunks),
            SECRET,
        ),
    )


def _fragment() -> bytes:
    """A picture's frame whose size the film tells, and a point whose size its run tells."""
    moof = _moof(0, 0)
    moof = _moof(len(moof) + 8, len(moof) + 8 + len(LATER))
    return moof + box(b"mdat", LATER, _POINT, SECRET)


def _moof(frame_at: int, point_at: int) -> bytes:
    base = b"\x02\0\0"
    frame = box(b"trun", b"\0\0\0\1", number(1), number(frame_at), SECRET)
    point = box(b"trun", b"\0\0\x02\1", number(1), number(point_at), number(len(_POINT)))
    return box(
        b"moof",
        full_box(b"mfhd", 0, number(1)),
        box(
            b"traf",
            box(b"tfhd", b"\0" + base, number(1)),
            full_box(b"tfdt", 0, number(0)),
            frame,
            box(b"uuid", bytes(16), SECRET),
        ),
        box(b"traf", box(b"tfhd", b"\0" + base, number(2)), point),
    )
