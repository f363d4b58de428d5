"""HEIC photos and MP4 films that want to stall, swell or crash whoever looks at them."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.film import DESCRIPTION, OURS
from tests.support.heic import PICTURE, HeicForm, make_heic
from tests.support.media import box, ftyp, full_box, number

MEBIBYTE = 1024 * 1024
_HEIC, _MP4 = ftyp(b"heic", b"mif1", b"heic"), ftyp(b"mp42", b"isom", b"mp42")
_SETTINGS = box(b"hvcC", bytes(21) + b"\3\0")


def _uses(*items: bytes) -> bytes:
    return full_box(b"ipma", 0, number(len(items)), *items)


def heic(
    items: bytes, places: bytes, *more: bytes, counted: int = 1, properties: bytes = b""
) -> bytes:
    """A photo of item 1, with these entries of `iinf` and `iloc` (version 2, 4 bytes each)."""
    listed = box(b"ipco", properties or _SETTINGS)
    return _HEIC + full_box(
        b"meta",
        0,
        full_box(b"pitm", 1, number(1)),
        full_box(b"iinf", 1, number(counted), items),
        full_box(b"iloc", 2, b"\x44\0", number(counted), places),
        box(b"iprp", listed, _uses(number(1, 2) + b"\1\1")),
        *more,
    )


def item(number_of: int, kind: bytes = b"hvc1") -> bytes:
    return full_box(b"infe", 3, number(number_of), bytes(2), kind, b"\0")


def place(number_of: int, *pieces: tuple[int, int], method: int = 1) -> bytes:
    listed = b"".join(number(at) + number(length) for at, length in pieces)
    return number(number_of) + number(method, 2) + bytes(2) + number(len(pieces), 2) + listed


def _many(count: int) -> bytes:
    items = b"".join(map(item, range(1, count + 1)))
    places = b"".join(place(one, (0, len(PICTURE))) for one in range(1, count + 1))
    return heic(items, places, box(b"idat", PICTURE), counted=count)


def _grid(tiles: int, *, itself: bool = False, length: int = 8) -> bytes:
    count = tiles + 1
    items = item(1, b"grid") + b"".join(map(item, range(2, count + 1)))
    places = place(1, (0, length)) + b"".join(
        place(one, (0, 4 * MEBIBYTE)) for one in range(2, count + 1)
    )
    named = [1 if itself else one for one in range(2, count + 1)]
    ties = number(1) + number(min(tiles, 65_535), 2) + b"".join(map(number, named[:65_535]))
    inline = box(b"idat", bytes(4 * MEBIBYTE))
    return heic(items, places, full_box(b"iref", 1, box(b"dimg", ties)), inline, counted=count)


def _coded(data: bytes) -> bytes:
    return heic(item(1), place(1, (0, len(data))), box(b"idat", data))


HEICS: dict[str, Callable[[], bytes]] = {
    "brands without end": lambda: box(b"ftyp", b"heic" * (2 * MEBIBYTE)),
    "items in one box": lambda: _many(30_000),
    "pieces without end": lambda: heic(
        item(1), place(1, *([(0, 1)] * 65_535)), box(b"idat", PICTURE)
    ),
    "items that claim": lambda: heic(item(1), place(1, (0, 4)), counted=2**32 - 1),
    "the same bytes for each tile": lambda: _grid(400),
    "tiles without end": lambda: _grid(20_000),
    "a picture made of itself": lambda: _grid(1, itself=True),
    "units without length": lambda: _coded(bytes(9 * MEBIBYTE)),
    "units without end": lambda: _coded((number(2) + b"\x26\1") * (1_500_000)),
    "a unit that lies": lambda: _coded(b"\xff" * 100),
    "settings that claim": lambda: heic(
        item(1),
        place(1, (0, 4)),
        box(b"idat", PICTURE),
        properties=box(b"hvcC", bytes(22) + b"\xff" + b"\x20\xff\xff" + bytes(2 * MEBIBYTE)),
    ),
    "boxes without end": lambda: _HEIC + box(b"free") * 1_200_000,
    "boxes without end inside": lambda: heic(item(1), place(1, (0, 4)), box(b"free") * 1_200_000),
    "properties without end": lambda: heic(
        item(1), place(1, (0, 4)), properties=_SETTINGS + box(b"free") * 1_000_000
    ),
    "a side without end": lambda: make_heic(HeicForm(extra=(full_box(b"ispe", 0, b"\xff" * 8),))),
    "boxes in boxes": lambda: (
        _HEIC + b"".join(number(8 * (200_000 - depth)) + b"meta" for depth in range(200_000))
    ),
}


def track(*tables: bytes) -> bytes:
    return box(
        b"trak",
        full_box(b"tkhd", 0, bytes(8), number(1), bytes(68)),
        box(
            b"mdia",
            full_box(b"mdhd", 0, bytes(20)),
            full_box(b"hdlr", 0, number(0), b"vide", bytes(13)),
            box(
                b"minf",
                box(b"dinf", full_box(b"dref", 0, number(1), OURS)),
                box(b"stbl", full_box(b"stsd", 0, number(1), DESCRIPTION), *tables),
            ),
        ),
    )


def tables(
    sizes: bytes = b"", chunks: bytes = b"", per: bytes = b"", claimed: int | None = None
) -> tuple[bytes, ...]:
    """Tables of samples; `claimed`: the number of entries that each says it has."""

    def count(entries: bytes, width: int) -> bytes:
        return number(len(entries) // width if claimed is None else claimed)

    return (
        full_box(b"stsz", 0, number(0), count(sizes, 4), sizes),
        full_box(b"stsc", 0, count(per, 12), per),
        full_box(b"stco", 0, count(chunks, 4), chunks),
    )


def film(*inside: bytes, after: bytes = b"") -> bytes:
    movie = box(b"moov", full_box(b"mvhd", 0, bytes(96)), *inside)
    return _MP4 + box(b"mdat", bytes(MEBIBYTE)) + movie + after


ONE_EACH = number(1) + number(1) + number(1)
FIRST = number(len(_MP4) + 8)
NO_SAMPLES = tables()


def fragments(count: int, samples: int) -> bytes:
    run = box(b"trun", b"\0\0\2\0", number(samples), bytes(4 * samples))
    part = box(b"traf", full_box(b"tfhd", 0, number(1)), run)
    return box(b"moof", full_box(b"mfhd", 0, number(1)), part) * count


MP4S: dict[str, Callable[[], bytes]] = {
    "brands without end": lambda: box(b"ftyp", b"isom" * (12 * MEBIBYTE)),
    "sizes without end": lambda: film(
        track(*tables(bytes(45 * MEBIBYTE), FIRST, number(1) + number(11 * MEBIBYTE) + number(1)))
    ),
    "chunks without end": lambda: film(
        track(*tables(number(4), FIRST * (11 * MEBIBYTE), ONE_EACH))
    ),
    "runs without end": lambda: film(track(*tables(number(4), FIRST, ONE_EACH * 3_500_000))),
    "as many of each as may be": lambda: film(
        track(*tables(number(1) * 900_000, FIRST * 199_000, ONE_EACH))
    ),
    "the same bytes over and over": lambda: film(
        track(*tables(number(MEBIBYTE) * 190_000, FIRST * 190_000, ONE_EACH))
    ),
    "tables that claim": lambda: film(track(*tables(claimed=2**32 - 1))),
    "a run that claims": lambda: film(
        track(*tables(number(4), FIRST, ONE_EACH + number(2**31) + number(2**31) + number(1)))
    ),
    "tracks without end": lambda: film(track(*NO_SAMPLES) * 50_000),
    "boxes without end": lambda: _MP4 + box(b"free") * 6_000_000,
    "boxes without end inside": lambda: film(track(*NO_SAMPLES), box(b"free") * 6_000_000),
    "media without end": lambda: film(
        track(*tables(number(1) * 19_000, FIRST * 19_000, ONE_EACH)), after=box(b"mdat") * 19_000
    ),
    "fragments without end": lambda: film(track(*NO_SAMPLES), after=fragments(500_000, 1)),
    "runs of fragments without end": lambda: film(track(*NO_SAMPLES), after=fragments(60, 190_000)),
    "a fragment that claims": lambda: film(
        track(*NO_SAMPLES), after=fragments(1, 1).replace(b"\2\0\0\0\0\1", b"\2\0\xff\xff\xff\xff")
    ),
    "a box of nothing": lambda: _MP4 + number(0) + b"moov",
    "a box before itself": lambda: _MP4 + number(1) + b"moov" + number(2**64 - 8, 8),
}
