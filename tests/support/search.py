"""The lists of the search in memory."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import store
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.search.application.indexing import IndexDesk, index_case
from chalicelib.search.application.ports import FoundEntry, Sent
from chalicelib.search.domain.entries import IndexEntry
from tests.support.cases import FakeCaseStore


def hashed_word(word: str) -> str:
    """As a key would have it."""
    return sha256(f"key|{word}".encode()).hexdigest()


class MemorySearchIndex:
    """`queries` counts what the table would be asked, `consistent` those that read all that was
    added, `entries` what was written to it."""

    def __init__(self) -> None:
        self.lists: dict[str, dict[str, str]] = {}
        self.queries = 0
        self.consistent = 0
        self.entries = 0

    def add(self, place: str, entries: Iterable[IndexEntry]) -> None:
        for entry in entries:
            self.lists.setdefault(entry.list, {})[place] = entry.marks
            self.entries += 1

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
        self.queries += 1
        self.consistent += consistent
        found = sorted(self.lists.get(list, {}).items(), reverse=True)
        entries = [
            FoundEntry(place, marks if marked else "")
            for place, marks in found
            if _is_within(place, sent)
        ]
        return page_of(entries, limit, position, lambda e: {"place": e.place}, backwards=True)


def _is_within(place: str, sent: Sent) -> bool:
    since = store(sent.since) if sent.since else ""
    return since <= place and (sent.until is None or place < store(sent.until))


class FollowingSearchIndex(MemorySearchIndex):
    """Everything has always been written, as it stands."""

    def __init__(self, cases: FakeCaseStore, clock: Clock) -> None:
        super().__init__()
        self._cases = cases
        self._clock = clock

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
        now = MemorySearchIndex()
        desk = IndexDesk(self._cases, now, hashed_word, self._clock)
        for case in self._cases.cases.values():
            index_case(desk, case)
        return now.lines(list, sent, limit, position, consistent=consistent, marked=marked)
