"""MP4 films, and HEIC sequences: a new file of picture and sound alone, laid out like the old one.

The new file begins as zeros, of the same length, so that offsets stay true; into it goes what the
tables below name: boxes, of each as much as is understood, and the bytes that a kept track's own
tables name. Positions stand in many places (`©xyz`, `loci`, Apple's keys, XMP, makers' own boxes,
timed tracks, names of handlers, bytes between the chunks): none of them is named. What the codec
itself carries inside a frame is not looked into. Source: ISO 14496-12 §8.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from chalicelib.uploads.adapters.media.boxes import Box, BoxReader, full_body, only, top_boxes
from chalicelib.uploads.adapters.media.brands import file_type_body
from chalicelib.uploads.adapters.media.movie_leaves import kept_lengths
from chalicelib.uploads.adapters.media.movie_runs import Track, runs
from chalicelib.uploads.adapters.media.movie_samples import keep_descriptions
from chalicelib.uploads.adapters.media.movie_tables import chunks
from chalicelib.uploads.application.ports import CleanFile, Unfit
from chalicelib.uploads.domain.uploads import Refusal

_TOP = (b"ftyp", b"moov", b"mdat", b"moof")
_INNER: dict[bytes, tuple[bytes, ...]] = {
    b"moov": (b"mvhd", b"trak", b"mvex"),
    b"mvex": (b"mehd", b"trex"),
    b"trak": (b"tkhd", b"edts", b"mdia"),
    b"edts": (b"elst",),
    b"mdia": (b"mdhd", b"hdlr", b"minf"),
    b"minf": (b"vmhd", b"smhd", b"nmhd", b"dinf", b"stbl"),
    b"dinf": (b"dref",),
    b"stbl": (b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsc", b"stsz", b"stco", b"co64"),
    b"moof": (b"mfhd", b"traf"),
    b"traf": (b"tfhd", b"tfdt", b"trun"),
}
_SEEN_OR_HEARD = (b"vide", b"soun", b"pict")
_MOST_TRACKS = 32


class _Draft:
    """The new file: what has not been kept is zero, and reads as free space."""

    def __init__(self, data: bytes, boxes: list[Box]) -> None:
        self.data = data
        self.reader = BoxReader(data)
        self.new = bytearray(boxes[-1].end)
        self._media = [box for box in boxes if box.kind == b"mdat"]
        self._begins = [box.body for box in self._media]
        self._left = len(data)

    def keep(self, start: int, end: int) -> None:
        self.new[start:end] = self.data[start:end]

    def free(self, box: Box) -> None:
        """Its length alone stays."""
        self.keep(box.start, box.body)
        self.new[box.start + 4 : box.start + 8] = b"free"

    def keep_samples(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Pieces of the media, each in one `mdat`; raises `Unfit` for more than there are."""
        for start, end in ranges:
            self._left -= end - start
            number = bisect_right(self._begins, start) - 1
            if number < 0 or not start <= end <= self._media[number].end or self._left < 0:
                raise Unfit(Refusal.UNREADABLE)
            self.keep(start, end)


def clean_movie(data: bytes) -> CleanFile:
    """The same film without metadata and without a thumbnail; raises `Unfit`."""
    top = top_boxes(data, _TOP)
    draft = _Draft(data, top)
    only(top, b"ftyp")
    tracks = _keep_movie(draft, only(top, b"moov"))
    for box in top:
        match box.kind:
            case b"ftyp":
                draft.keep(box.start, box.body)
                draft.new[box.body : box.end] = file_type_body(data, box)
            case b"moov":
                continue
            case b"mdat":
                draft.keep(box.start, box.body)
            case b"moof":
                _keep_fragment(draft, box, tracks)
            case _:
                draft.free(box)
    return CleanFile(bytes(draft.new))


def _keep_movie(draft: _Draft, movie: Box) -> dict[int, Track]:
    """Keep its tracks of picture and sound, with their samples, and return them by number."""
    boxes = draft.reader.boxes(movie)
    tracks = [box for box in boxes if box.kind == b"trak"]
    kept = [track for track in tracks if _handler(draft, track) in _SEEN_OR_HEARD]
    if not kept or len(tracks) > _MOST_TRACKS:
        raise Unfit(Refusal.UNREADABLE)
    silent = {track.start for track in tracks} - {track.start for track in kept}
    for track in kept:
        draft.keep_samples(chunks(draft.reader, _inside(draft, track, b"mdia", b"minf", b"stbl")))
    _keep(draft, movie, without=silent)
    return Track.all(draft.reader, kept, [box for box in boxes if box.kind == b"mvex"])


def _keep_fragment(draft: _Draft, fragment: Box, tracks: dict[int, Track]) -> None:
    known, silent = runs(draft.reader, fragment, tracks)
    draft.keep_samples(known)
    _keep(draft, fragment, without=silent)


def _keep(draft: _Draft, container: Box, without: Iterable[int] = ()) -> None:
    """Keep a container's known boxes; not those that begin where `without` says."""
    draft.keep(container.start, container.body)
    for box in draft.reader.boxes(container):
        if box.kind not in _INNER[container.kind] or box.start in without:
            draft.free(box)
        elif box.kind in _INNER:
            _keep(draft, box)
        elif box.kind == b"stsd":
            keep_descriptions(draft, box)
        else:
            _keep_leaf(draft, box)


def _keep_leaf(draft: _Draft, box: Box) -> None:
    draft.keep(box.start, box.body)
    for start, end in kept_lengths(draft.data, box):
        draft.keep(box.body + start, box.body + end)


def _inside(draft: _Draft, box: Box, *path: bytes) -> Box:
    for kind in path:
        box = only(draft.reader.boxes(box), kind)
    return box


def _handler(draft: _Draft, track: Box) -> bytes:
    _, cursor = full_body(draft.data, _inside(draft, track, b"mdia", b"hdlr"))
    cursor.take(4)
    return cursor.take(4)
