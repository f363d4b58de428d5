"""What a text is: NFC, line feeds, no other control characters, and something to see.

Source: the HTTP contract, Manners; docs/handbook.md §3 for the lengths.
"""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
FORMATS = r"\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
BLANKS = r"\t\n \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""For classes of regular expressions: blanks, and format characters (direction marks, zero-width
ones) that nobody sees. Pasting brings both along."""
_LINE_BREAKS = re.compile("[\t\n\u2028\u2029]")
_INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_BLANK_UNASSIGNED = ((0x2065, 0x2065), (0xFDD0, 0xFDEF), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))
"""Code points that no font shows. Others without a category are letters and emoji of tomorrow."""


def normal(text: str) -> str:
    """The text in NFC, CR LF as LF: the form in which it is kept and its length is counted."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n")


def has_controls(text: str) -> bool:
    """Whether there are control characters besides line feeds and tabs, or halves of pairs, which
    nothing can write down."""
    return _CONTROLS.search(text) is not None


def is_one_line(text: str) -> bool:
    """Whether there is nothing that breaks a line, and no tab."""
    return _LINE_BREAKS.search(text) is None


def shows_nothing(text: str) -> bool:
    """Whether there are only blanks and invisible characters; an empty text shows nothing."""
    return all(_is_invisible(char) for char in text)


def _is_invisible(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cn":
        point = ord(char)
        return point & 0xFFFE == 0xFFFE or any(a <= point <= b for a, b in _BLANK_UNASSIGNED)
    return category in _INVISIBLE or char in _BLANK_LETTERS
