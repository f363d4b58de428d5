"""Aggregates whose version is checked on every write, and changing one while others may be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from chalicelib.kernel.errors import DomainError, TooMany
from chalicelib.kernel.together import Part


class Versioned(Protocol):
    """What such a store can hold."""

    @property
    def id(self) -> str:
        """Unique among its kind."""
        ...

    @property
    def version(self) -> int:
        """Counts from 1."""
        ...


class StoredEvent(Protocol):
    """What happened, as it goes with the item to the stream."""

    def document(self, subject: str, version: int) -> dict[str, object]:
        """As it travels. `subject` is the item's key."""
        ...


T = TypeVar("T", bound=Versioned)
R = TypeVar("R")
_ATTEMPTS = 12


class VersionedStore(Protocol[T]):
    """Aggregates of one kind, each one sealed item whose version is checked on every write."""

    def find(self, id: str) -> T | None:
        """The present version, read consistently."""
        ...

    def put(
        self, aggregate: T, expires: datetime | None = None, event: StoredEvent | None = None
    ) -> bool:
        """Write version n over exactly version n - 1, version 1 over nothing.

        False if somebody else was first. After `expires` the item may vanish at any time.
        """
        ...


class JoinableStore(VersionedStore[T], Protocol):
    """Whose writes others can be made together with."""

    def part(
        self, aggregate: T, expires: datetime | None = None, event: StoredEvent | None = None
    ) -> Part:
        """The write that `put` makes."""
        ...

    def put_with(
        self,
        aggregate: T,
        others: Sequence[Part],
        expires: datetime | None = None,
        event: StoredEvent | None = None,
    ) -> None:
        """The same, together with those; raises Refused with the first part that refuses."""
        ...

    def still(self, id: str, seen: T | None) -> Part:
        """Writes nothing, but refuses where this version is not the present one any more; None:
        where something is there by now."""
        ...


def put_first(
    store: VersionedStore[T], new: T, expires: datetime, event: StoredEvent | None = None
) -> T:
    """Write version 1 of it; what is there instead if the same request came before."""
    if store.put(new, expires, event):
        return new
    return store.find(new.id) or new


def revise(
    store: VersionedStore[T],
    id: str,
    absent: DomainError,
    step: Callable[[T], tuple[T, R]],
    expires: datetime | None = None,
    event: StoredEvent | None = None,
    present: T | None = None,
    tells: Callable[[R], StoredEvent | None] | None = None,
) -> R:
    """Read, apply `step`, write; again from the start when somebody else was first.

    What `step` results in `tells` which event goes with the write, where it is not `event`.
    `present` is what was read just now, if it was: it need not be read again.

    Raises `absent` when there is nothing to read, whatever `step` raises, and TooMany
    (`too_busy`) when others are first again and again.
    """
    for _ in range(_ATTEMPTS):
        present = present or store.find(id)
        if present is None:
            raise absent
        changed, result = step(present)
        if store.put(changed, expires, tells(result) if tells else event):
            return result
        present = None
    raise TooMany("too_busy", 1)
