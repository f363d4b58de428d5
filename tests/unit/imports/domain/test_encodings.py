"""A text file is read as it was written, whichever of four ways that was."""

from __future__ import annotations

import pytest

from chalicelib.imports.domain.cells import FileRefused
from chalicelib.imports.domain.encodings import Encoding, decoded, from_tcvn3
from tests.support.list_files import in_tcvn3, in_windows_1258

_TEXT = "Họ và tên,Số điện thoại\nnguyễn văn ước,0912345678\nđặng thị huệ,0912345679\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (_TEXT.encode(), Encoding.UTF_8),
        (_TEXT.encode("utf-8-sig"), Encoding.UTF_8),
        (_TEXT.encode("utf-16"), Encoding.UTF_16),
        (in_windows_1258(_TEXT), Encoding.WINDOWS_1258),
        (in_tcvn3(_TEXT), Encoding.TCVN3),
    ],
    ids=["utf-8", "with BOM", "utf-16", "windows-1258", "tcvn3"],
)
def test_each_way_of_writing_gives_the_same_text(data: bytes, encoding: Encoding) -> None:
    """And says which it was."""
    assert decoded(data) == (_TEXT, encoding)


@pytest.mark.parametrize("vowel", "aăâeêioôơuưy")
def test_every_vowel_with_every_tone_comes_through(vowel: str) -> None:
    """In each of the old ways, in words long enough to tell them apart."""
    tones = "".join(
        f" x{decoded(f'{vowel}{tone}'.encode())[0]}n" for tone in "\u0300\u0301\u0303\u0309\u0323"
    )
    text = f"họ và tên số điện thoại{tones}"
    assert decoded(in_windows_1258(text)) == (text, Encoding.WINDOWS_1258)
    assert decoded(in_tcvn3(text)) == (text, Encoding.TCVN3)


def test_what_is_written_in_no_known_way_is_refused() -> None:
    """Rather than taken as letters that nobody typed."""
    with pytest.raises(FileRefused) as refused:
        decoded(bytes(range(0x80, 0x100)) * 3)
    assert refused.value.fault.code == "encoding_unknown"


def test_letters_of_an_old_font_are_known() -> None:
    """As they stand in a workbook's cells."""
    assert from_tcvn3("NguyÔn V¨n") == "Nguyễn Văn"
