"""A HEIC photo by hand: a picture, its preview, Exif, XMP and a text, as phones lay them out."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.uploads.adapters.media.icc import make_head
from tests.support.media import SECRET, box, ftyp, full_box, number

CODED = b"\x26\x01" + b"hevc coded picture" * 4
PICTURE = number(len(CODED)) + CODED
MESSAGE = number(2 + len(SECRET)) + b"\x4e\x01" + SECRET
"""A unit of supplemental information, which may say anything."""
EXIF = number(0) + b"MM\0*" + SECRET
XMP = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
PREVIEW = number(4) + b"\x26\x01pv"
GAP = b"gap " + SECRET
GRID = bytes([0, 0, 0, 1]) + number(640, 2) + number(480, 2)
"""One row of two tiles."""


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
    grid: bool = False
    """The main picture is put together of two tiles: items 5 and 6."""
    kind: bytes = b"hvc1"
    extra: tuple[bytes, ...] = ()
    """More properties of the main picture."""
    essential: bool = False
    """Whether those must be understood."""


@dataclass(frozen=True)
class _Item:
    number: int
    kind: bytes
    content: bytes
    rest: bytes = b""
    uses: tuple[int, ...] = ()


def make_heic(form: HeicForm = HeicForm()) -> bytes:
    items = _items(form)
    head = ftyp(b"heic", b"mif1", b"heic", b"GPS!")
    meta_length = len(_meta(form, items, 0))
    meta = _meta(form, items, len(head) + meta_length + 8)
    kept = [item.content for item in items if not _is_inline(form, item)]
    return head + meta + box(b"mdat", *kept, GAP)


def _items(form: HeicForm) -> list[_Item]:
    more = tuple(7 + at + (0x8000 if form.essential else 0) for at in range(len(form.extra)))
    shown = (0x8001, 2, 3, 4, *more)
    if form.grid:
        main = [_Item(1, b"grid", GRID, uses=(2, 3, 4, *more))]
        tiles = [_Item(number, b"hvc1", PICTURE + MESSAGE, uses=(0x8001, 2)) for number in (5, 6)]
    else:
        main, tiles = [_Item(1, form.kind, PICTURE + MESSAGE, uses=shown)], []
    return [
        *main,
        _Item(2, b"Exif", EXIF),
        _Item(3, b"mime", XMP, b"application/rdf+xml\0"),
        _Item(4, b"hvc1", PREVIEW, b"preview " + SECRET, (0x8001, 5)),
        *tiles,
    ]


def _is_inline(form: HeicForm, item: _Item) -> bool:
    return form.in_idat and item.kind in (b"Exif", b"mime", b"grid")


def _hvcc() -> bytes:
    sets = {32: b"\x40\x01video", 33: b"\x42\x01sequence", 34: b"\x44\x01picture"}
    arrays = [*sets.items(), (39, b"\x4e\x01" + SECRET)]
    listed = [
        number(0x80 | kind, 1) + number(1, 2) + number(len(unit), 2) + unit for kind, unit in arrays
    ]
    return box(b"hvcC", bytes(21) + b"\x03", number(len(arrays), 1), *listed)


def _properties(form: HeicForm) -> bytes:
    text = b"desc" + bytes(4) + number(len(SECRET) + 1) + SECRET + bytes(80)
    tags = number(2) + b"desc" + number(156) + number(len(text))
    tags += b"wtpt" + number(156 + len(text)) + number(20)
    profile = make_head(b"mntr", b"RGB ", b"XYZ ") + tags + text + b"XYZ " + bytes(16)
    return box(
        b"ipco",
        _hvcc(),
        full_box(b"ispe", 0, number(640), number(480), SECRET),
        box(b"irot", b"\x03", SECRET),
        box(b"colr", b"prof", profile),
        full_box(b"ispe", 0, number(160), number(120)),
        full_box(b"udes", 0, b"en\0", SECRET),
        *form.extra,
    )


def _meta(form: HeicForm, items: list[_Item], kept_at: int) -> bytes:
    wide = form.infe_version == 3
    size = 4 if wide else 2
    entries = [
        full_box(
            b"infe",
            form.infe_version,
            number(item.number, size),
            number(0, 2),
            item.kind,
            b"\0",
            item.rest,
        )
        for item in items
    ]
    tiles = number(1, 2) + number(2, 2) + number(5, 2) + number(6, 2)
    ties = [box(b"thmb", number(4, 2) + number(1, 2) + number(1, 2))]
    ties += [box(b"dimg", tiles)] if form.grid else []
    uses = [
        number(item.number, 2)
        + number(len(item.uses), 1)
        + b"".join(number(use, 2) for use in item.uses)
        for item in items
    ]
    inline = [item.content for item in items if _is_inline(form, item)]
    ipma = box(b"ipma", bytes(3) + b"\1", number(len(items)), *uses)
    return full_box(
        b"meta",
        0,
        full_box(b"hdlr", 0, number(0), b"pict", bytes(12), SECRET + b"\0"),
        full_box(b"pitm", int(wide), number(form.primary, size)),
        full_box(b"iinf", int(wide), number(len(items), size), *entries),
        full_box(b"iref", 0, *ties),
        box(b"iprp", _properties(form), ipma),
        _iloc(form, items, kept_at),
        box(b"idat", *inline, GAP) if form.in_idat else b"",
        box(b"uuid", bytes(16), SECRET),
    )


def _iloc(form: HeicForm, items: list[_Item], kept_at: int) -> bytes:
    version = form.iloc_version
    index_size = 4 if version else 0
    size = 4 if version == 2 else 2
    entries, inline_at = b"", 0
    for item in items:
        is_inline, length = _is_inline(form, item), len(item.content)
        shift = form.length_shift if item.number == 1 else 0
        entries += number(item.number, size)
        entries += number(int(is_inline), 2) if version else b""
        entries += number(form.data_reference, 2) + number(1, 2) + bytes(index_size)
        entries += number(inline_at if is_inline else kept_at) + number(length + shift)
        inline_at += length if is_inline else 0
        kept_at += 0 if is_inline else length
    sizes = number(0x4400 | index_size, 2)
    return full_box(b"iloc", version, sizes, number(len(items), size), entries)
