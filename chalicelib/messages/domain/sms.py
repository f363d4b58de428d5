"""Short messages: what fits into one, and Vietnamese without its diacritics.

Source: docs/handbook.md §6; the alphabet and the part lengths are those of 3GPP TS 23.038 and
TS 23.040.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One septet each."""
GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")
"""Two septets each (an escape, then the character)."""
SENDER_NAME_LENGTH = 11
"""Characters that a sender's name may have."""


class Coding(StrEnum):
    """How the characters of a short message travel."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


@dataclass(frozen=True)
class Capacity:
    """Units (septets, or 16-bit code units) that one message holds alone, and each of several."""

    alone: int
    of_several: int


CAPACITIES = {Coding.GSM7: Capacity(160, 153), Coding.UCS2: Capacity(70, 67)}

PLAIN_FORMS: dict[str, str] = {
    **dict.fromkeys("‘’‚‛′‹›`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃•", "-"),
    **dict.fromkeys("·∙⋅", "."),
    "…": "...",
    "‥": "..",
    "đ": "d",
    "Đ": "D",
    "₫": "d",
    "×": "x",
    "÷": ":",
    "⁄": "/",
    "\t": " ",
    "\u2028": "\n",
    "\u2029": "\n",
}
"""Characters whose plain form does not follow from taking them apart (Unicode NFKD)."""
_LEFT_OUT = "\0"
_GAP = re.compile(r"[ \n\0]*\0[ \n\0]*")


def coding(text: str) -> Coding:
    """GSM-7 if every character has a place there, else UCS-2."""
    return Coding.GSM7 if all(map(_in_gsm7, text)) else Coding.UCS2


def length(text: str) -> int:
    """Length in the units of its coding: septets, or UTF-16 code units."""
    return sum(_widths(text, coding(text)))


def parts(text: str) -> int:
    """How many messages the text takes; none for an empty text.

    A character of two units is never cut in two: it moves to the next part whole.
    """
    code = coding(text)
    widths, capacity = _widths(text, code), CAPACITIES[code]
    if sum(widths) <= capacity.alone:
        return 1 if widths else 0
    count, room = 0, 0
    for width in widths:
        if width > room:
            count, room = count + 1, capacity.of_several
        room -= width
    return count


def strip(text: str) -> str:
    """The text in GSM-7: letters without diacritics, plain quotes, dashes, dots and blanks.

    What has no plain form (emoji, other scripts) is left out, and blanks that it leaves behind
    are closed up. A text of which nothing would be left comes back as it was.
    """
    marked = "".join(map(_plain, unicodedata.normalize("NFC", text)))
    stripped = _GAP.sub(lambda gap: _closed(gap, len(marked)), marked)
    return stripped if stripped.strip() else text


def is_sender_name(name: str) -> bool:
    """Whether networks take it: 1–11 plain characters, no blank, at least one letter."""
    plain = name.isascii() and name.isprintable() and " " not in name
    return plain and len(name) <= SENDER_NAME_LENGTH and any(map(str.isalpha, name))


def _plain(character: str) -> str:
    if _is_mark(character):
        return ""
    taken_apart = unicodedata.normalize("NFKD", PLAIN_FORMS.get(character, character))
    plain = "".join(PLAIN_FORMS.get(c, c) for c in taken_apart if not _is_mark(c))
    return plain if plain and all(map(_in_gsm7, plain)) else _LEFT_OUT


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _closed(gap: re.Match[str], end: int) -> str:
    if gap.start() == 0 or gap.end() == end:
        return ""
    blanks = gap.group().split(_LEFT_OUT)
    lines = max(blank.count("\n") for blank in blanks)
    return "\n" * lines or (" " if any(blanks) else "")


def _in_gsm7(character: str) -> bool:
    return character in GSM7_BASIC or character in GSM7_EXTENSION


def _widths(text: str, code: Coding) -> list[int]:
    if code is Coding.GSM7:
        return [2 if character in GSM7_EXTENSION else 1 for character in text]
    return [2 if ord(character) > 0xFFFF else 1 for character in text]
