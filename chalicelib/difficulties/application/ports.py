"""Where difficulties are kept."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.difficulties.domain.difficulties import Difficulty
from chalicelib.kernel.entries import EntryStore


@dataclass(frozen=True)
class DifficultyStore:
    """The store, by a type of its own."""

    store: EntryStore[Difficulty]
