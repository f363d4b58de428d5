"""Looks at what a file really is, and has it cleaned accordingly."""

from __future__ import annotations

from chalicelib.uploads.adapters.media.brands import container_type
from chalicelib.uploads.adapters.media.heic import clean_heic
from chalicelib.uploads.adapters.media.movie import clean_movie
from chalicelib.uploads.adapters.media.photos import clean_photo
from chalicelib.uploads.application.ports import CleanFile, Unfit
from chalicelib.uploads.domain.uploads import MediaType, Refusal

_MAGIC = {
    b"\xff\xd8\xff": MediaType.JPEG,
    b"\x89PNG\r\n\x1a\n": MediaType.PNG,
    b"%PDF-": MediaType.PDF,
}


class MediaExaminer:
    """Examines each of the media types that may be sent."""

    def clean(self, media_type: MediaType, data: bytes) -> CleanFile:
        """The file without its metadata; raises `Unfit`."""
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
                return _clean_document(data)


def _actual_type(data: bytes) -> MediaType | None:
    for magic, media_type in _MAGIC.items():
        if data.startswith(magic):
            return media_type
    if data[4:8] == b"ftyp":
        return container_type(data)
    return None


def _clean_document(data: bytes) -> CleanFile:
    from chalicelib.uploads.adapters.media.pdf import (
        clean_document,  # a third of a second to import
    )

    return clean_document(data)
