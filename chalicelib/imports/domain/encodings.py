"""How a text file is written: UTF-8, UTF-16, Windows-1258, or TCVN3 (ABC).

The last two use the same bytes for other letters. Which it is, the words say: a Vietnamese syllable
has one tone at most, and no capital after a small letter.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from itertools import pairwise

from chalicelib.imports.domain.cells import FileRefused

_TCVN3 = dict(
    zip(
        range(0xA1, 0xFF),
        "ĂÂÊÔƠƯĐăâêôơưđẰ     "
        "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩ"
        "íịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
"""TCVN 5712:1993, VN3: what fonts of the «.Vn» family show."""
_OF_TCVN3 = {byte: letter for byte, letter in _TCVN3.items() if letter != " "}
_LETTERS = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"[^\s,;\"'().:/|-]*[^\x00-\x7f][^\s,;\"'().:/|-]*")
_SAMPLE = 65_536
"""Bytes of which the way of writing is told."""


class Encoding(StrEnum):
    """As it is said to whoever sent the file."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WINDOWS_1258 = "windows-1258"
    TCVN3 = "tcvn3"


def decoded(data: bytes) -> tuple[str, Encoding]:
    """The text in NFC; raises FileRefused (`encoding_unknown`)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _read(data, "utf-16"), Encoding.UTF_16
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8-sig")), Encoding.UTF_8
    except UnicodeDecodeError:
        pass
    found = max((Encoding.WINDOWS_1258, Encoding.TCVN3), key=lambda one: _likeness(data, one))
    if _likeness(data, found) <= 0:
        raise FileRefused("encoding_unknown")
    return _as(data, found), found


def from_tcvn3(text: str) -> str:
    """What a spreadsheet keeps as letters of Western Europe, and a font of TCVN3 showed as
    Vietnamese."""
    return text.translate(_OF_TCVN3)


def _read(data: bytes, codec: str) -> str:
    try:
        return unicodedata.normalize("NFC", data.decode(codec))
    except UnicodeDecodeError:
        raise FileRefused("encoding_unknown") from None


def _as(data: bytes, encoding: Encoding) -> str:
    if encoding is Encoding.TCVN3:
        return unicodedata.normalize("NFC", from_tcvn3(data.decode("latin-1")))
    return unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))


def _likeness(data: bytes, encoding: Encoding) -> int:
    """How many more words are Vietnamese than are not, if it is written so."""
    words = _WORD.findall(_as(data[:_SAMPLE], encoding))
    return sum(1 if _is_word(word) else -1 for word in words)


def _is_word(word: str) -> bool:
    small = word.casefold()
    if any(letter > "\x7f" and letter not in _LETTERS for letter in small):
        return False
    apart = unicodedata.normalize("NFD", small)
    if sum(mark in _TONES for mark in apart) > 1:
        return False
    return not any(a.islower() and b.isupper() for a, b in pairwise(word))
