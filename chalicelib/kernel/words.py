"""The words of a text, to be compared: in NFC, without case, with their diacritics or without.

A word is a run of Unicode letters, digits and combining marks; invisible characters inside it do
not cut it. The two ways of placing a tone (hoà, hòa) are one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.texts import FORMATS

_MARKS = "\u0300-\u036f"
_WORD = re.compile(f"(?:[^\\W_][{_MARKS}]*)+")
_MARK = re.compile(f"[{_MARKS}]+")
_VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]")
"""Letters with diacritics that most texts have: those of other languages are found more slowly."""
_FORMAT = re.compile(f"[{FORMATS}]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LATE_TONE = re.compile("|".join(
    unicodedata.normalize("NFC", pair + tone) for pair in ("oa", "oe", "uy") for tone in _TONES
))  # fmt: skip
"""A tone on the second vowel, as the newer spelling has it."""


@frozen
class FoldedText:
    """The words of a text in their order."""

    words: tuple[str, ...]

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """The same words without diacritics; đ is d."""
        return tuple(bare(" ".join(self.words)).split(" ")) if self.words else ()

    @property
    def is_bare(self) -> bool:
        """Whether it is written without diacritics throughout."""
        return not any(map(_VIETNAMESE.search, self.words)) and self.words == self.bare


def fold(text: str) -> FoldedText:
    """What is compared of a text."""
    plain = unicodedata.normalize("NFC", _FORMAT.sub("", text)).casefold()
    words = _WORD.findall(unicodedata.normalize("NFC", plain))
    return FoldedText(tuple(_LATE_TONE.sub(_early, word) for word in words))


def bare(text: str) -> str:
    """The text without diacritics; đ is d. Its case stays."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", _MARK.sub("", apart))


def _early(found: re.Match[str]) -> str:
    """With the tone on the first vowel."""
    apart = unicodedata.normalize("NFD", found.group())
    return unicodedata.normalize("NFC", apart[0] + apart[2] + apart[1])
