"""Looks at what a file really is, and has it cleaned accordingly."""

from __future__ import annotations

from chalicelib.adapters.media.boxes import Cursor, read_boxes
from chalicelib.adapters.media.heic import clean_heic
from chalicelib.adapters.media.movie import clean_movie
from chalicelib.adapters.media.photos import clean_photo
from chalicelib.application.ports.uploads import CleanFile, Unfit
from chalicelib.domain.uploads import MediaType, Refusal

_MAGIC = {
    b"\xff\xd8\xff": MediaType.JPEG,
    b"\x89PNG\r\n\x1a\n": MediaType.PNG,
    b"%PDF-": MediaType.PDF,
}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_MP4_BRANDS = frozenset(
    {b"isom", b"mp41", b"mp42", b"avc1", b"M4V "} | {b"iso%d" % number for number in range(2, 10)}
)
_PDF_TAIL = 1024


class MediaExaminer:
    """Examines each of the media types that may be sent."""

    def clean(self, media_type: MediaType, data: bytes) -> CleanFile:
        """The file without its metadata (a PDF as it is); raises `Unfit`."""
        if _actual_type(data) is not media_type:
            raise Unfit(Refusal.WRONG_TYPE)
        match media_type:
            case MediaType.JPEG | MediaType.PNG:
                return clean_photo(media_type, data)
            case MediaType.HEIC:
                return clean_heic(data)
            case MediaType.MP4:
                return clean_movie(data)
            case MediaType.PDF:
                return _check_document(data)


def _actual_type(data: bytes) -> MediaType | None:
    for magic, media_type in _MAGIC.items():
        if data.startswith(magic):
            return media_type
    if data[4:8] == b"ftyp":
        return _container_type(data)
    return None


def _container_type(data: bytes) -> MediaType | None:
    """By the brands: the major one, then, after a version number, the compatible ones."""
    box = next(read_boxes(data, 0, len(data)))
    cursor = Cursor(data, box.body, box.end)
    brands = {cursor.take(4) for _ in range((box.end - box.body) // 4)}
    if brands & _HEIC_BRANDS:
        return MediaType.HEIC
    return MediaType.MP4 if brands & _MP4_BRANDS else None


def _check_document(data: bytes) -> CleanFile:
    """A PDF stays as it is, so that signatures in it stay valid; it is only offered for saving."""
    if b"%%EOF" not in data[-_PDF_TAIL:]:
        raise Unfit(Refusal.UNREADABLE)
    return CleanFile(data)
