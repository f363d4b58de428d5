"""The file of a province that holds the words that insult."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from chalicelib.rules.domain.abuse import AbuseWords, abuse_from_document
from chalicelib.runtime.data_files import read_document


class AbuseFile:
    """One province's; read when it is first asked for."""

    def __init__(self, province: str) -> None:
        self._province = province

    def found_in(self, text: str) -> Sequence[str]:
        """Which words stand in the text."""
        return self._words.found_in(text)

    @cached_property
    def _words(self) -> AbuseWords:
        return abuse_from_document(read_document(self._province, "abuse_words"))
