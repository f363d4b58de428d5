"""How far the open cases have followed an edit, as a port."""

from __future__ import annotations

from typing import Protocol

from chalicelib.kernel.store import StoredEvent
from chalicelib.rule_edits.domain.recomputation import Recomputation


class Recomputations(Protocol):
    """The one recomputation of the open cases, version-checked."""

    def find(self) -> Recomputation | None:
        """As it stands, read consistently; None before the first."""
        ...

    def put(self, recomputation: Recomputation, event: StoredEvent | None = None) -> bool:
        """Write over the revision before, with what the stream is told; False if somebody else was
        first."""
        ...
