"""Files that are made for one reader: spreadsheets, documents."""

from __future__ import annotations

from typing import Protocol


class OfferedFiles(Protocol):
    """Where they lie for a day."""

    def offer(self, name: str, content: bytes) -> str:
        """Store it; a signed address, good for a few minutes, under which it is saved by that
        name. What kind of file it is says the end of its name."""
        ...
