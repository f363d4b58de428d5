"""MP4 films: only what is needed to show picture and sound stays, all else is blanked.

Positions stand in many places (`©xyz`, `loci`, Apple's keys, XMP, makers' own boxes, timed tracks),
so the tables below say what stays, not what goes. What the codec itself carries inside a frame is
not looked into. Source: ISO 14496-12 §8.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.adapters.media.boxes import (
    Box,
    blank,
    full_body,
    keep_only,
    only,
    read_boxes,
    top_boxes,
    wipe,
)
from chalicelib.application.ports.uploads import CleanFile, Unfit
from chalicelib.domain.uploads import Refusal

_TOP = (b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"sidx", b"mfra")
_KEPT: dict[bytes, tuple[bytes, ...]] = {
    b"moov": (b"mvhd", b"trak", b"mvex", b"iods"),
    b"trak": (b"tkhd", b"tref", b"edts", b"mdia", b"tapt"),
    b"mdia": (b"mdhd", b"hdlr", b"minf", b"elng"),
    b"minf": (b"vmhd", b"smhd", b"nmhd", b"gmhd", b"hdlr", b"dinf", b"stbl"),
    b"moof": (b"mfhd", b"traf"),
    b"traf": (b"tfhd", b"tfdt", b"trun", b"saiz", b"saio", b"sbgp", b"sgpd", b"subs"),
}
_SEEN_OR_HEARD = (b"vide", b"soun", b"pict")
_MOST_TRACKS = 32


def clean_movie(data: bytes) -> CleanFile:
    """The same film without metadata and without a thumbnail; raises `Unfit`."""
    boxes = top_boxes(data, _TOP)
    edit = bytearray(data[: boxes[-1].end])
    top = keep_only(edit, boxes, _TOP)
    silent = scrub_movie(edit, only(top, b"moov"))
    fragments = [box for box in top if box.kind == b"moof"]
    if silent and fragments:
        raise Unfit(Refusal.UNREADABLE)  # their samples cannot be found by the track's own tables
    for fragment in fragments:
        _scrub(edit, fragment)
    return CleanFile(bytes(edit))


def scrub_movie(edit: bytearray, movie: Box) -> bool:
    """Blank what is not needed in a `moov` box; whether tracks without picture or sound went."""
    tracks = [box for box in read_boxes(edit, movie.body, movie.end) if box.kind == b"trak"]
    silent = [track for track in tracks if _handler(edit, track) not in _SEEN_OR_HEARD]
    if len(silent) == len(tracks) or len(tracks) > _MOST_TRACKS:
        raise Unfit(Refusal.UNREADABLE)
    for track in silent:
        wipe(edit, list(_chunks(edit, _inside(edit, track, b"mdia", b"minf", b"stbl"))))
        blank(edit, track)
    _scrub(edit, movie)
    return bool(silent)


def _scrub(edit: bytearray, container: Box) -> None:
    inner = list(read_boxes(edit, container.body, container.end))
    for box in keep_only(edit, inner, _KEPT[container.kind]):
        if box.kind in _KEPT:
            _scrub(edit, box)


def _inside(edit: bytearray, box: Box, *path: bytes) -> Box:
    for kind in path:
        box = only(list(read_boxes(edit, box.body, box.end)), kind)
    return box


def _handler(edit: bytearray, track: Box) -> bytes:
    _, cursor = full_body(edit, _inside(edit, track, b"mdia", b"hdlr"))
    cursor.take(4)
    return cursor.take(4)


def _chunks(edit: bytearray, tables: Box) -> Iterator[tuple[int, int]]:
    """Where each chunk of samples starts and ends."""
    parts = list(read_boxes(edit, tables.body, tables.end))
    offsets = _offsets(edit, parts)
    counts = list(_samples_per_chunk(edit, only(parts, b"stsc"), len(offsets)))
    _, cursor = full_body(edit, only(parts, b"stsz"))
    fixed, number = cursor.number(4), cursor.number(4)
    if sum(counts) > number:
        raise Unfit(Refusal.UNREADABLE)
    for offset, count in zip(offsets, counts, strict=True):
        length = fixed * count if fixed else sum(cursor.number(4) for _ in range(count))
        yield offset, offset + length


def _offsets(edit: bytearray, parts: list[Box]) -> list[int]:
    wide = any(box.kind == b"co64" for box in parts)
    _, cursor = full_body(edit, only(parts, b"co64" if wide else b"stco"))
    return [cursor.number(8 if wide else 4) for _ in range(cursor.number(4))]


def _samples_per_chunk(edit: bytearray, table: Box, chunks: int) -> Iterator[int]:
    """How many samples each chunk has: the table names the first chunk of each run."""
    _, cursor = full_body(edit, table)
    runs = []
    for _ in range(cursor.number(4)):
        first, samples, _description = (cursor.number(4) for _ in range(3))
        runs.append((first, samples))
    firsts = [first for first, _ in runs] + [chunks + 1]
    if (chunks and firsts[0] != 1) or firsts != sorted(firsts):
        raise Unfit(Refusal.UNREADABLE)
    for (first, samples), following in zip(runs, firsts[1:], strict=True):
        yield from [samples] * (following - first)
