"""Entries that the office keeps lists of: each in its version, on every list that it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.store import StoredEvent
from chalicelib.kernel.together import Part


class OfficeEntry(Protocol):
    """What such a store can hold."""

    @property
    def id(self) -> str:
        """Unique among its kind; lists are in its order."""
        ...

    @property
    def version(self) -> int:
        """Counts from 1."""
        ...

    @property
    def parts(self) -> tuple[str, ...]:
        """The lists on which it stands, each once; the first never changes."""
        ...


T = TypeVar("T", bound=OfficeEntry)


class EntryStore(Protocol[T]):
    """Entries of one kind. A list costs one query a page, whoever it is for."""

    def find(self, part: str, id: str) -> T | None:
        """As it stands on that list, read consistently."""
        ...

    def put(
        self, entry: T, before: T | None, event: StoredEvent, besides: Sequence[Part] = ()
    ) -> bool:
        """Write it over exactly `before` (None: over nothing), on all of its lists together, with
        what is to be written `besides`.

        False, and nothing written, if somebody else was first or one of those refuses.
        """
        ...

    def page(
        self,
        parts: Sequence[str],
        limit: int,
        position: Position | None,
        isolation: Isolation,
        wanted: Callable[[T], bool] = lambda _: True,
    ) -> Page[T]:
        """Those of these lists that are wanted, each once, the newest id first."""
        ...
