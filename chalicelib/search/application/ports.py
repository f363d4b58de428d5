"""Where the lists of the search lie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.kernel.pages import Page, Position
from chalicelib.search.domain.entries import IndexEntry


@dataclass(frozen=True)
class FoundEntry:
    """A case's line in a list; `place` is when it was sent in, and its code."""

    place: str
    marks: str = ""

    @property
    def code(self) -> str:
        """The case's."""
        return self.place.rpartition("#")[2]


@dataclass(frozen=True)
class Sent:
    """Sent in at `since` or later, and before `until` (UTC); None: no matter when."""

    since: datetime | None = None
    until: datetime | None = None


class SearchIndex(Protocol):
    """Lists of cases, the newest first. Adding the same line again changes nothing."""

    def add(self, place: str, entries: Iterable[IndexEntry]) -> None:
        """The case's line in these lists."""
        ...

    def lines(
        self,
        list: str,
        sent: Sent,
        limit: int,
        position: Position | None = None,
        *,
        consistent: bool = False,
        marked: bool = True,
    ) -> Page[FoundEntry]:
        """A page of a list: one query. `consistent`: with every line that was ever added;
        not `marked`: without their marks."""
        ...
