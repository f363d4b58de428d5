"""Documents keep their pages, and nothing that tells who made them or that acts."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from chalicelib.uploads.adapters.media.pdf import clean_document
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal
from tests.support.media import SECRET, box, make_jpeg
from tests.support.pdf import PAGES, SHOWN, build_pdf, make_document, stream

ACTIVE = (
    b"/JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/Launch", b"/EmbeddedFile", b"/Filespec",
    b"/XFA", b"/AcroForm", b"/Metadata", b"/Info", b"/Names", b"/Author", b"xmpmeta", b"Exif",
    b"/Outlines", b"javascript:",
)  # fmt: skip


def cleaned(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(clean_document(data).content), strict=True)


def refusal_of(data: bytes) -> Refusal:
    with pytest.raises(Unfit) as caught:
        clean_document(data)
    return caught.value.refusal


def test_nothing_is_left_of_author_scripts_and_attached_files() -> None:
    """Nor in objects that nothing refers to any more."""
    data = make_document()
    assert data.count(SECRET) > 20
    content = clean_document(data).content
    assert SECRET not in content
    assert [word for word in ACTIVE if word in content] == []


def test_what_an_older_version_of_the_file_held_is_gone() -> None:
    """A PDF that was changed by appending still has its first form inside."""
    data = make_document()
    later = data + b"20 0 obj\n<< /Author (x) >>\nendobj\n" + build_pdf({1: b"<<>>"})[-8:]
    assert SECRET not in clean_document(later).content


def test_pages_stay_as_they_look() -> None:
    """Text, fonts, inherited size, turn, and the photo."""
    first, second = cleaned(make_document()).pages
    assert [page.get_contents().get_data().strip() for page in (first, second)] == [SHOWN] * 2
    assert first.mediabox == second.mediabox == [0, 0, 200, 200]
    assert (first.rotation, second.rotation) == (90, 0)
    assert first["/Resources"]["/Font"]["/F1"]["/BaseFont"] == "/Helvetica"
    photo = first["/Resources"]["/XObject"]["/A"]
    assert Image.open(BytesIO(photo._data)).size == (64, 48)


def test_notes_links_and_filled_in_fields_stay_readable() -> None:
    """Links to the web, remarks, and what was written into a form, drawn or not."""
    notes = [note.get_object() for note in cleaned(make_document()).pages[0]["/Annots"]]
    assert [note["/Subtype"] for note in notes] == ["/Link", "/Text", "/FreeText", "/Stamp"]
    link, remark, field, drawn = notes
    assert link["/A"] == {"/S": "/URI", "/URI": "https://a.example/"}
    assert (remark["/Contents"], field["/Contents"]) == ("a remark", "filled in")
    assert b"% drawn" in drawn["/AP"]["/N"].get_data()


def photo_as(filters: bytes, data: bytes) -> bytes:
    entries = b"/Type /XObject /Subtype /Image /Width 64 /Height 48 /Filter " + filters
    return make_document({6: stream(entries, data)})


@pytest.mark.parametrize(
    ("filters", "data"),
    [
        (b"[/DCTDecode]", make_jpeg((64, 48))),
        (b"[/FlateDecode /DCTDecode]", zlib.compress(make_jpeg((64, 48)))),
        (b"/JPXDecode", box(b"jP  ", b"") + box(b"uuid", SECRET) + box(b"jp2c", b"coded")),
    ],
)
def test_photos_in_a_document_lose_their_metadata_too(filters: bytes, data: bytes) -> None:
    """Scanning apps put the telephone's own photos in, with where they were taken."""
    content = clean_document(photo_as(filters, data)).content
    assert SECRET not in content
    assert b"jp2c" in content or b"\xff\xda" in content


@pytest.mark.parametrize("password", ["", "secret"])
@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_an_encrypted_document_is_refused_as_such(password: str, algorithm: str) -> None:
    """Even one that opens without a word: the sender is told why."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt(password, "owner", algorithm=algorithm)
    buffer = BytesIO()
    writer.write(buffer)
    assert refusal_of(buffer.getvalue()) is Refusal.ENCRYPTED


@pytest.mark.parametrize(
    "data",
    [
        make_document()[:-8],
        make_document()[:300] + b"%%EOF",
        b"%PDF-1.4\n%%EOF\n",
        make_document({1: b"<< /Type /Catalog >>"}),
        make_document({1: b"<< /Type /Catalog /Pages 5 0 R >>", 5: b"[]"}),
        make_document({2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
        make_document({6: stream(b"/Subtype /Image /Filter /DCTDecode", b"no photo")}),
        make_document({6: stream(b"/Subtype /Image /F (other.jpg)", b"")}),
        make_document({7: b"(" * 5000}),
        make_document({5: b"[" * 5000 + b"]" * 5000}),
    ],
    ids=range(10),
)
def test_a_document_that_does_not_hold_together_is_refused(data: bytes) -> None:
    """Refused in so many words, never raised on."""
    assert refusal_of(data) in (Refusal.UNREADABLE, Refusal.TOO_COMPLEX)


MANY = {30 + at: b"[" + b"1 " * 99_000 + b"%d 0 R ]" % (31 + at) for at in range(7)}


@pytest.mark.parametrize(
    "data",
    [
        make_document({2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
        make_document({2: b"<< /Type /Pages /Kids [" + b"4 0 R " * 3_000 + b"] /Count 1 >>"}),
        make_document({5: b"<< /A " * 60 + b"1" + b" >>" * 60}),
        make_document(MANY | {3: PAGES[3][:-2] + b"/Group [" + b"30 0 R 31 0 R " * 9 + b"] >>"}),
    ],
    ids=["circle", "pages", "deep", "values"],
)
def test_a_document_without_end_is_refused(data: bytes) -> None:
    """Loops whose bound the file declares have one of ours too."""
    assert refusal_of(data) is Refusal.TOO_COMPLEX


def test_a_document_cut_anywhere_is_refused_or_cleaned() -> None:
    """No cut makes the reader fail in an unforeseen way or lets a secret through."""
    data = make_document()
    for end in range(0, len(data), 97):
        try:
            assert SECRET not in clean_document(data[:end] + b"%%EOF").content
        except Unfit:
            continue


def test_cleaning_twice_changes_nothing_more() -> None:
    """What has been cleaned is a well-formed document."""
    once = clean_document(make_document()).content
    assert clean_document(once).content == once
