"""Entries in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

from chalicelib.kernel.entries import OfficeEntry
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position, cut
from chalicelib.kernel.store import StoredEvent
from chalicelib.kernel.together import Part, Refused
from tests.support.together import write_together

T = TypeVar("T", bound=OfficeEntry)


class MemoryEntries(Generic[T]):
    """With the same conditions as the table; `events` are what the stream would tell."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._entries: dict[str, T] = {}
        self._lock = Lock()
        self.events: list[dict[str, object]] = []

    def find(self, part: str, id: str) -> T | None:
        found = self._entries.get(id)
        return found if found and part in found.parts else None

    def put(
        self, entry: T, before: T | None, event: StoredEvent, besides: Sequence[Part] = ()
    ) -> bool:
        with self._lock:
            present = self._entries.get(entry.id)
            if (present and present.version) != (before and before.version):
                return False
            try:
                write_together(besides)
            except Refused:
                return False
            self._entries[entry.id] = entry
            self.events.append(event.document(f"{self._kind}#{entry.id}", entry.version))
            return True

    def page(
        self,
        parts: Sequence[str],
        limit: int,
        position: Position | None,
        isolation: Isolation,  # noqa: ARG002
        wanted: Callable[[T], bool] = lambda _: True,
    ) -> Page[T]:
        shown = sorted(
            (e for e in self._entries.values() if set(parts) & set(e.parts) and wanted(e)),
            key=lambda entry: entry.id,
            reverse=True,
        )
        behind = [e for e in shown if position is None or e.id < position["id"]]
        return cut(behind, limit, position, lambda entry: {"id": entry.id})

    def remove(self, id: str) -> None:
        """As if it had never been."""
        del self._entries[id]

    def trace(self) -> dict[str, Any]:
        """What is there."""
        return dict(self._entries)
