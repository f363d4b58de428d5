"""Words that insult: data of the province, found in texts as key words are. They refuse nothing: a
person looks before any rule does.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.kernel.documents import Document
from chalicelib.kernel.key_words import KeyWords
from chalicelib.kernel.words import fold

_MOST, _LONGEST = 1_000, 60


class AbuseWords:
    """The words of one version."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(words)
        self._found = KeyWords(self._words)

    def found_in(self, text: str) -> tuple[str, ...]:
        """Which of them stand in the text, in the order of the list."""
        found = self._found.found_in(fold(text))
        return tuple(word for word in self._words if word in found)


def abuse_from_document(value: object) -> AbuseWords:
    """Raises Invalid with all faults of the document."""
    document = Document(value)
    document.whole("version", 1)
    document.text("source")
    words = document.texts("words", most=_MOST, longest=_LONGEST)
    document.finish()
    return AbuseWords(words)
