"""What an ISO base media file says it is: a HEIC photo or an MP4 film, by its brands.

Source: ISO 14496-12 §4.3; https://mp4ra.org.
"""

from __future__ import annotations

from chalicelib.uploads.adapters.media.boxes import Box, Bytes, Cursor, read_boxes, write_box
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import MediaType, Refusal

_MOST_BRANDS = 64
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
MP4_BRANDS = frozenset(
    {b"isom", b"mp41", b"mp42", b"avc1", b"M4V "} | {b"iso%d" % number for number in range(2, 10)}
)
_OTHER_BRANDS = frozenset({b"mif1", b"mif2", b"msf1", b"miaf", b"MiHE", b"dash", b"qt  ", b"3gp4"})


def brands_of(data: Bytes) -> list[bytes]:
    """The major one first, then the compatible ones; raises `Unfit` for a box that lists many."""
    box = next(read_boxes(data, 0, len(data)))
    size = box.end - box.body
    if size > 4 * _MOST_BRANDS:
        raise Unfit(Refusal.TOO_COMPLEX)
    cursor = Cursor(data, box.body, box.end)
    brands = [cursor.take(4) for _ in range(size // 4)]
    return brands[:1] + brands[2:]  # between them stands a version


def container_type(data: Bytes) -> MediaType | None:
    """The media type of the file; `None` for what may not be sent."""
    brands = set(brands_of(data))
    if brands & HEIC_BRANDS:
        return MediaType.HEIC
    return MediaType.MP4 if brands & MP4_BRANDS else None


_KNOWN = HEIC_BRANDS | MP4_BRANDS | _OTHER_BRANDS


def file_type(data: Bytes) -> bytes:
    """An `ftyp` box of those brands that are known: others could spell anything."""
    brands = [brand for brand in dict.fromkeys(brands_of(data)) if brand in _KNOWN]
    return write_box(b"ftyp", brands[0], bytes(4), *brands)


def file_type_body(data: Bytes, box: Box) -> bytes:
    """The content of that box, as long as the old one."""
    major, *others = brands_of(data)
    known = next(brand for brand in (major, *others) if brand in _KNOWN)
    brands = [brand if brand in _KNOWN else known for brand in (major, *others)]
    return b"".join([brands[0], bytes(4), *brands[1:]]).ljust(box.end - box.body, b"\0")
