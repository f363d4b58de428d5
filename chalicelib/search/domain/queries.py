"""What is looked for by words. Source: docs/handbook.md §7: phones and numbers of persons never
stand in an address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.words import fold
from chalicelib.search.domain.entries import LONGEST_WORD, SHORTEST_WORD

MOST_WORDS = 5
"""Each is a list of its own to be read."""
_NUMBER = re.compile(r"\d(?:[\W_]*\d){8,}")
"""Nine digits and more, however they are grouped: a phone, a personal number."""


@dataclass(frozen=True)
class SoughtWord:
    """`spelling` is None for a word without diacritics, which is found in any spelling."""

    bare: str
    spelling: str | None = None


def words_of(text: str) -> tuple[SoughtWord, ...]:
    """The words that are looked for, each once; one letter by itself is not looked for.

    Raises Invalid: `number_in_words`, `no_words` (emoji, signs), `one_letter`,
    `too_many_search_words`.
    """
    if _NUMBER.search(text):
        raise _invalid("number_in_words")
    folded = fold(text)
    if not folded.words:
        raise _invalid("no_words")
    pairs = dict.fromkeys(
        (word[:LONGEST_WORD], bare[:LONGEST_WORD])
        for word, bare in zip(folded.words, folded.bare, strict=True)
        if len(bare) >= SHORTEST_WORD
    )
    if not pairs:
        raise _invalid("one_letter")
    if len(pairs) > MOST_WORDS:
        raise _invalid("too_many_search_words", max=MOST_WORDS)
    return tuple(SoughtWord(bare, word if word != bare else None) for word, bare in pairs)


def _invalid(code: str, **params: int) -> Invalid:
    return Invalid([Fault(("q",), code, params)])
