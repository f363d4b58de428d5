"""A HEIC photo by hand: three items (picture, Exif, XMP), as phones lay them out."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.media import SECRET, box, ftyp, full_box, number

PICTURE = b"hevc coded picture" * 4
EXIF = number(0) + b"MM\0*" + SECRET
XMP = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"


@dataclass(frozen=True)
class HeicForm:
    """The versions of the boxes, and where the metadata lies."""

    iloc_version: int = 0
    infe_version: int = 2
    in_idat: bool = False
    primary: int = 1
    length_shift: int = 0
    """Added to the length of the picture's extent: makes it run over the end."""
    data_reference: int = 0


def make_heic(form: HeicForm = HeicForm()) -> bytes:
    head = ftyp(b"heic", b"mif1", b"heic")
    length = len(head) + len(_meta(form, 0))
    meta = _meta(form, length + 8)
    in_file = PICTURE if form.in_idat else PICTURE + EXIF + XMP
    return head + meta + box(b"mdat", in_file)


def _meta(form: HeicForm, picture_at: int) -> bytes:
    wide = form.infe_version == 3
    size = 4 if wide else 2
    entries = [
        _infe(form, 1, b"hvc1"),
        _infe(form, 2, b"Exif"),
        _infe(form, 3, b"mime", b"application/rdf+xml\0"),
    ]
    return full_box(
        b"meta",
        0,
        full_box(b"hdlr", 0, number(0), b"pict", bytes(13)),
        full_box(b"pitm", int(wide), number(form.primary, size)),
        full_box(b"iinf", int(wide), number(len(entries), size), *entries),
        _iloc(form, picture_at),
        box(b"idat", EXIF + XMP) if form.in_idat else b"",
        box(b"uuid", bytes(16), SECRET),
    )


def _infe(form: HeicForm, item: int, kind: bytes, rest: bytes = b"") -> bytes:
    size = 4 if form.infe_version == 3 else 2
    return full_box(b"infe", form.infe_version, number(item, size), number(0, 2), kind, b"\0", rest)


def _iloc(form: HeicForm, picture_at: int) -> bytes:
    meta_at = 0 if form.in_idat else picture_at + len(PICTURE)
    places = [
        (1, 0, picture_at, len(PICTURE) + form.length_shift),
        (2, int(form.in_idat), meta_at, len(EXIF)),
        (3, int(form.in_idat), meta_at + len(EXIF), len(XMP)),
    ]
    version = form.iloc_version
    index_size = 4 if version else 0
    size = 4 if version == 2 else 2
    items = [
        number(item, size)
        + (number(method, 2) if version else b"")
        + number(form.data_reference, 2)
        + number(1, 2)
        + bytes(index_size)
        + number(at)
        + number(length)
        for item, method, at, length in places
    ]
    sizes = number(0x4400 | index_size, 2)
    return full_box(b"iloc", version, sizes, number(len(items), size), *items)
