"""Officials with an account, by agency. Source: docs/handbook.md §8."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.imports.domain.entries import ListEntry


@dataclass(frozen=True)
class OfficialCount:
    """Of one agency: people on its list of officials, and those among them who have an account, as
    they were counted at that instant."""

    agency: str
    version: int
    people: int
    reached: int
    at: datetime


def hashes_of(entry: ListEntry) -> tuple[str, ...]:
    """By which an official may be known."""
    return tuple(filter(None, (entry.phone, entry.person)))


def reached(entries: Iterable[ListEntry], known: frozenset[str]) -> int:
    """How many of them have an account: by phone, or by personal number."""
    return sum(any(hash in known for hash in hashes_of(entry)) for entry in entries)
