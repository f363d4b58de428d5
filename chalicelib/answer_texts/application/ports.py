"""Where answer texts are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chalicelib.answer_texts.domain.answer_texts import AnswerText
from chalicelib.kernel.store import StoredEvent


class AnswerTextStore(Protocol):
    """One partition an agency."""

    def of(self, agency: str) -> Sequence[AnswerText]:
        """All texts of the agency by id, as kept now."""
        ...

    def find(self, agency: str, id: str) -> AnswerText | None:
        """As kept now."""
        ...

    def put(self, text: AnswerText, event: StoredEvent) -> bool:
        """Write version n over exactly version n - 1, version 1 over nothing; False if it is not
        so."""
        ...
