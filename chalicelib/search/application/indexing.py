"""A case's entries are written: what is new of them when it has changed, or all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Hasher, KeyPurpose
from chalicelib.search.application.ports import SearchIndex, Sent
from chalicelib.search.domain.changes import NewGroups, lines_told, new_groups
from chalicelib.search.domain.entries import (
    Hashed,
    IndexEntry,
    cell_list,
    cells_of_case,
    groups_of,
    hot_line,
    hot_list,
    place_in_lists,
    scopes_of,
)
from chalicelib.search.domain.hot_spots import LATELY, LOOKED_AT, in_cell, made_hot

_KNOWN_WORDS = 20_000
"""Hashes that a process remembers: texts have many words in common."""


@dataclass(frozen=True)
class IndexDesk:
    """What writing entries needs."""

    cases: CaseStore
    index: SearchIndex
    hashed: Hashed
    clock: Clock


def hashing_words(hasher: Hasher) -> Hashed:
    """Keyed hashes of words."""

    @lru_cache(_KNOWN_WORDS)
    def hashed(word: str) -> str:
        return hasher.hash(KeyPurpose.WORD, word)

    return hashed


def index_event(desk: IndexDesk, event: Mapping[str, Any]) -> bool:
    """What an event brought: one write where it says all of it. Else the case as it stands now is
    asked for; whether all of that was written. Twice, late and in another order do no harm: what a
    case has now, some event brought, whose letter finds it."""
    told = lines_told(event)
    if told is not None:
        desk.index.add(*told)
        return False
    new, case = new_groups(event), desk.cases.find(str(event["code"]))
    if case is not None:
        index_case(desk, case, new)
    return new is None


def index_case(desk: IndexDesk, case: Case, new: NewGroups | None = None) -> None:
    """What is new of its lines, or all of them."""
    groups = groups_of(case, desk.hashed)
    names = [name for name in groups if new is None or new.has(name)]
    desk.index.add(place_in_lists(case), (entry for name in names for entry in groups[name]))
    _mark_hot(desk, case, names)


def _mark_hot(desk: IndexDesk, case: Case, written: Sequence[str]) -> None:
    """Which cases have made a place hot by what was just written, whichever comes last, so that
    one who goes through all cases in any order marks the same. One query a cell, which is one as a
    rule, and four at most."""
    cells, sent = cells_of_case(case, desk.hashed), Sent(desk.clock.now() - LATELY)
    for scope in scopes_of(case):
        for cell, lies in cells:
            name = cell_list(scope, cell)
            if name in written:
                lines = desk.index.lines(name, sent, LOOKED_AT, consistent=True).items
                seen = [in_cell(line.place, line.marks) for line in lines]
                for newest in made_hot(lies, seen):
                    place = hot_line(newest, cell)
                    desk.index.add(place, [IndexEntry(hot_list(scope), cell)])
