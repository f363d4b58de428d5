"""A PDF by hand: two pages that show something, and secrets in all places that do not."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.media import SECRET, make_jpeg

S = b"(" + SECRET + b")"
SHOWN = b"BT /F1 12 Tf 20 100 Td (Cong van so 12) Tj ET /A Do"


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def build_pdf(objects: Mapping[int, bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    data, offsets = b"%PDF-1.7\n", {}
    for number, content in objects.items():
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(data), max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        used = number in offsets
        data += b"%010d %05d %s \n" % (offsets.get(number, 0), 0, b"n" if used else b"f")
    return data + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


SCRIPT = b"<< /S /JavaScript /JS " + S + b" >>"
PAGES: dict[int, bytes] = {
    2: b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 200 200]"
    b" /Resources << /Font << /F1 5 0 R >> /XObject << /A 6 0 R >> >> >>",
    3: b"<< /Type /Page /Parent 2 0 R /Contents 7 0 R /Annots [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R"
    b" 15 0 R 16 0 R] /AA << /O " + SCRIPT + b" >> /PieceInfo << /X " + S + b" >>"
    b" /Metadata 8 0 R /LastModified " + S + b" /Rotate 90 >>",
    4: b"<< /Type /Page /Parent 2 0 R /Contents [7 0 R] >>",
    5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    6: stream(
        b"/Type /XObject /Subtype /Image /Width 64 /Height 48 /ColorSpace /DeviceRGB"
        b" /BitsPerComponent 8 /Filter /DCTDecode /Metadata 8 0 R",
        make_jpeg((64, 48)),
    ),
    7: stream(b"", SHOWN),
    8: stream(b"/Type /Metadata /Subtype /XML", b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"),
    9: stream(b"/Type /EmbeddedFile", SECRET),
    10: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI"
    b" /URI (https://a.example/) >> >>",
    11: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F " + S + b" >> >>",
    12: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (javascript:x"
    + SECRET
    + b") >> >>",
    13: b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 21 0 R >>",
    14: b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /T " + S + b" /Contents (a remark) >>",
    15: b"<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /FT /Tx /T "
    + S
    + b" /V (filled in) /AA << /K "
    + SCRIPT
    + b" >> >>",
    16: b"<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /FT /Tx /AP << /N 17 0 R >> /A "
    + SCRIPT
    + b" >>",
    17: stream(b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 9 9 re f % drawn"),
}
CATALOGUE: dict[int, bytes] = {
    1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction "
    + SCRIPT
    + b" /Metadata 8 0 R /AA << /WC "
    + SCRIPT
    + b" >> /Names << /JavaScript << /Names [(x) "
    + SCRIPT
    + b"] >> /EmbeddedFiles << /Names [(a) 21 0 R] >> >> /AcroForm << /Fields [15 0 R 16 0 R]"
    b" /XFA 8 0 R >> /Outlines 22 0 R /AF [21 0 R] >>",
    20: b"<< /Author " + S + b" /Producer " + S + b" /CreationDate " + S + b" >>",
    21: b"<< /Type /Filespec /F " + S + b" /EF << /F 9 0 R >> >>",
    22: b"<< /Type /Outlines /First 23 0 R /Last 23 0 R /Count 1 >>",
    23: b"<< /Title " + S + b" /Parent 22 0 R /A " + SCRIPT + b" >>",
}
TRAILER = b"/Root 1 0 R /Info 20 0 R /ID [" + S + S + b"]"


def make_document(changes: Mapping[int, bytes] | None = None, trailer: bytes = TRAILER) -> bytes:
    return build_pdf({**CATALOGUE, **PAGES, **(changes or {})}, trailer)
