"""Key words and phrases, looked for in texts as whole Vietnamese words.

One with diacritics is found where it stands so, and as its bare spelling only in a text written
without diacritics throughout. One without diacritics is found in any spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.kernel.words import FoldedText, fold

MOST_WORDS = 8
"""Words that a phrase may have. Looking takes so many steps a word of the text, at most, however
many phrases there are."""
_END = ""
"""Under it a node has the phrases that end there: no word is empty."""


class KeyWords:
    """Phrases to look for. Those without a word are never found."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._marked: dict[str, Any] = {}
        self._stripped: dict[str, Any] = {}
        self._bare: dict[str, Any] = {}
        for phrase in phrases:
            folded = fold(phrase)
            if folded.is_bare:
                _plant(self._bare, folded.words, phrase)
            else:
                _plant(self._marked, folded.words, phrase)
                _plant(self._stripped, folded.bare, phrase)

    def found_in(self, text: FoldedText) -> frozenset[str]:
        """Which of them stand in the text, as they were given."""
        found: set[str] = set()
        if self._bare:
            found.update(_found(self._bare, text.bare))
        if self._marked:
            tree = self._stripped if text.is_bare else self._marked
            found.update(_found(tree, text.words))
        return frozenset(found)


def implied_by(phrase: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Every phrase that is found wherever this one is: whether it is bare, and its words."""
    folded = fold(phrase)
    for bare in (True,) if folded.is_bare else (True, False):
        words = folded.bare if bare else folded.words
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                yield bare, words[start:end]


def _plant(tree: dict[str, Any], words: tuple[str, ...], phrase: str) -> None:
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    node.setdefault(_END, set()).add(phrase)


def _found(tree: Mapping[str, Any], words: tuple[str, ...]) -> Iterator[str]:
    for start, first in enumerate(words):
        node, place = tree.get(first), start
        while node is not None:
            yield from node.get(_END, ())
            place += 1
            node = node.get(words[place]) if place < len(words) else None
