"""Answer texts in memory."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from chalicelib.answer_texts.domain.answer_texts import AnswerText
from chalicelib.kernel.store import StoredEvent


class MemoryAnswerTexts:
    """With the same conditions as the table; `events` are what the stream would tell."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], AnswerText] = {}
        self._lock = Lock()
        self.events: list[dict[str, object]] = []

    def of(self, agency: str) -> Sequence[AnswerText]:
        return [text for (owner, _), text in sorted(self._texts.items()) if owner == agency]

    def find(self, agency: str, id: str) -> AnswerText | None:
        return self._texts.get((agency, id))

    def put(self, text: AnswerText, event: StoredEvent) -> bool:
        with self._lock:
            before = self.find(text.agency, text.id)
            if text.version != (before.version if before else 0) + 1:
                return False
            self._texts[text.agency, text.id] = text
            subject = f"answer_texts#{text.agency}#{text.id}"
            self.events.append(event.document(subject, text.version))
            return True

    def remove(self, agency: str, id: str) -> None:
        """As if it had never been."""
        del self._texts[agency, id]
