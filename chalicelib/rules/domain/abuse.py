"""Words that insult: data of the province, found in texts as key words are. They refuse nothing: a
person looks before any rule does. Administrators edit them, each time as a new version.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.key_words import MOST_WORDS, KeyWords
from chalicelib.kernel.words import fold

MOST_ABUSE_WORDS = 1_000
LONGEST_ABUSE_WORD = 60
"""Characters, of a word or phrase."""


@frozen
class AbuseWords:
    """One version: words and phrases."""

    version: int
    valid_from: date
    source: str
    words: tuple[str, ...]

    @cached_property
    def _key_words(self) -> KeyWords:
        return KeyWords(self.words)

    def found_in(self, text: str) -> tuple[str, ...]:
        """Which of them stand in the text, in the order of the list."""
        found = self._key_words.found_in(fold(text))
        return tuple(word for word in self.words if word in found)


def abuse_from_document(value: object) -> AbuseWords:
    """The words of a JSON document; raises Invalid with all its faults."""
    document = Document(value)
    words = AbuseWords(
        version=document.whole("version", 1),
        valid_from=document.day("valid_from"),
        source=document.text("source"),
        words=_words(document),
    )
    document.finish()
    return words


def abuse_to_document(words: AbuseWords) -> dict[str, Any]:
    """The inverse."""
    return {
        "version": words.version,
        "valid_from": words.valid_from.isoformat(),
        "source": words.source,
        "words": list(words.words),
    }


def _words(document: Document) -> tuple[str, ...]:
    """Each with a word in it, and not so long that looking for it costs too much."""
    words = document.texts("words", most=MOST_ABUSE_WORDS, longest=LONGEST_ABUSE_WORD)
    counts = [len(fold(one).words) for one in words]
    if not all(counts):
        document.fault("words", "no_word")
    if max(counts, default=0) > MOST_WORDS:
        document.fault("words", "too_many_words", {"max": MOST_WORDS})
    return words
