"""Forms with files: what a browser sends is read, what is none is refused."""

from __future__ import annotations

import pytest

from chalicelib.kernel.errors import Unreadable
from chalicelib.runtime.pages.sent_files import SentFile, is_with_files, read_parts

HEADERS = {"content-type": "multipart/form-data; boundary=x"}
FIELD = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xc4\x90\xc3\xa3 v\xc3\xa1\r\n'
NAMELESS = b'--x\r\nContent-Disposition: form-data; name="f"; filename=""\r\n\r\n\r\n'
FILE = (
    b'--x\r\nContent-Disposition: form-data; name="f"; filename="a b.jpg"\r\n'
    b"Content-Type: image/jpeg\r\n\r\n\xff\xd8\r\n\r\n--y\r\n"
)
END = b"--x--\r\n"


def test_fields_and_files_are_read_apart() -> None:
    """A file may hold anything; where none was chosen there is none."""
    fields, files = read_parts(HEADERS, FIELD + FILE + NAMELESS + FIELD + END)
    assert fields == {"text": ("Đã vá", "Đã vá")}
    assert files == {"f": (SentFile("a b.jpg", "image/jpeg", b"\xff\xd8\r\n\r\n--y"),)}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text=x",
        FIELD,
        FILE[:60] + END,
        FIELD.replace(b"\xc4", b"\xff") + END,
        FIELD.replace(b'; name="text"', b"") + END,
        FIELD * 101 + END,
    ],
)
def test_what_cannot_be_read_is_refused(raw: bytes) -> None:
    """Cut off, without names, no text, more parts than any form has."""
    with pytest.raises(Unreadable):
        read_parts(HEADERS, raw)


def test_a_form_without_its_boundary_is_refused() -> None:
    """Nothing says where its parts end."""
    with pytest.raises(Unreadable):
        read_parts({"content-type": "multipart/form-data"}, FIELD + END)


@pytest.mark.parametrize(
    ("media", "coding", "known"),
    [
        ("Multipart/Form-Data; boundary=x", "", True),
        ("multipart/form-data", "gzip", False),
        ("multipart/mixed; boundary=x", "", False),
        ("", "", False),
    ],
)
def test_only_forms_are_taken_for_forms(media: str, coding: str, known: bool) -> None:
    """By their media type, and not compressed."""
    assert is_with_files({"content-type": media, "content-encoding": coding}) is known
