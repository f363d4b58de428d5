"""PDFs that want to stall, swell or crash whoever looks at them."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tests.support.hostile_photos import bomb
from tests.support.pdf import PAGES, make_document, stream

MEBIBYTE = 1024 * 1024
CATALOGUE = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"


def _raw(body: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    end = b"trailer\n<< /Size 9 %s >>\nstartxref\n0\n%%%%EOF\n" % trailer
    return b"%PDF-1.7\n" + CATALOGUE + body + end


def _packed_objects(data: bytes, count: int) -> bytes:
    """Page 2 and the rest in an object stream, found by a cross-reference stream."""
    entries = b"/Type /ObjStm /N %d /First 10 /Filter /FlateDecode" % count
    head = b"%PDF-1.7\n" + CATALOGUE
    first = len(head)
    head += b"3 0 obj\n" + stream(entries, data) + b"\nendobj\n"
    start = len(head)
    rows = b"".join(
        kind.to_bytes(1, "big") + value.to_bytes(4, "big") + index.to_bytes(2, "big")
        for kind, value, index in ((0, 0, 0), (1, 9, 0), (2, 3, 0), (1, first, 0), (1, start, 0))
    )
    table = b"/Type /XRef /Size 5 /W [1 4 2] /Root 1 0 R"
    head += b"4 0 obj\n" + stream(table, rows) + b"\nendobj\n"
    return head + b"startxref\n%d\n%%%%EOF\n" % start


def _image(filters: bytes, data: bytes) -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 9 /Height 9 /Filter " + filters
    return make_document({6: stream(entries, data)})


def _table(entries: int) -> bytes:
    body = b"%PDF-1.7\n" + CATALOGUE
    start = len(body)
    body += b"xref\n0 %d\n" % entries + b"0000000009 00000 n \n" * entries
    return body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


PDFS: dict[str, Callable[[], bytes]] = {
    "a tree in itself": lambda: make_document({2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] >>"}),
    "pages without end": lambda: make_document(
        {2: b"<< /Type /Pages /Kids [" + b"4 0 R " * 90_000 + b"] >>"}
    ),
    "entries without end": lambda: _table(500_000),
    "objects without end": lambda: _raw(b"5 0 obj\n1\nendobj\n" * 500_000),
    "objects of nonsense": lambda: _raw(b"5 0 obj\n<<" * 39_000),
    "arrays in arrays": lambda: make_document({5: b"[" * 200_000}),
    "dictionaries in dictionaries": lambda: make_document({5: b"<< /A " * 200_000}),
    "brackets without end": lambda: make_document({5: b"(" * (9 * MEBIBYTE)}),
    "keys without end": lambda: make_document(
        {5: b"<<" + b"".join(b"/K%d 1 " % key for key in range(700_000)) + b">>"}
    ),
    "numbers without end": lambda: make_document({5: b"[" + b"1 " * (4 * MEBIBYTE) + b"]"}),
    "a number without end": lambda: make_document({5: b"1" * (9 * MEBIBYTE)}),
    "comments without end": lambda: _raw(b"%\n" * (4 * MEBIBYTE)),
    "spaces without end": lambda: make_document({5: b" " * (9 * MEBIBYTE)}),
    "ends without end": lambda: make_document() + b"%%EOF\n" * MEBIBYTE,
    "starts without end": lambda: _raw(b"startxref\n0\n" * 700_000),
    "objects that unfold": lambda: _packed_objects(bomb(), 1),
    "objects that claim": lambda: _packed_objects(
        zlib.compress(b"2 0 9 9   " + b"<<>> " * 90), 2**31
    ),
    "objects in objects": lambda: _packed_objects(zlib.compress(b"1 0 2 9 " * 900_000, 9), 900_000),
    "a photo that unfolds": lambda: _image(b"[/FlateDecode /DCTDecode]", bomb()),
    "filters without end": lambda: _image(
        b"[" + b"/FlateDecode " * 50_000 + b"/DCTDecode]", bomb()
    ),
    "notes without end": lambda: make_document(
        {3: PAGES[3].replace(b"/Annots [", b"/Annots [" + b"14 0 R " * 90_000)}
    ),
    "an older table in itself": lambda: _raw(b"", b"/Root 1 0 R /Prev 0"),
    "a length in itself": lambda: make_document({7: b"<< /Length 7 0 R >>\nstream\nx\nendstream"}),
    "a field in itself": lambda: make_document(
        {15: b"<< /Subtype /Widget /Rect [0 0 9 9] /Parent 15 0 R >>"}
    ),
}
