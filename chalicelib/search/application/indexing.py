"""A case's entries are written: what is new of them when it has changed, or all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import store
from chalicelib.kernel.keys import Hasher, KeyPurpose
from chalicelib.search.application.ports import SearchIndex, Sent
from chalicelib.search.domain.changes import NewGroups, lines_told, new_groups
from chalicelib.search.domain.entries import (
    Hashed,
    IndexEntry,
    groups_of,
    hot_list,
    scopes_of,
    spot_list,
    spot_of,
)
from chalicelib.search.domain.hot_spots import ENOUGH, LATELY

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


def place_in_lists(case: Case) -> str:
    """Where its lines stand in every list."""
    return f"{store(case.submitted_at)}#{case.code}"


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
    """Where the case's place has become hot by what was just written: at its newest case, whichever
    comes last, so that one who goes through all cases in any order marks the same."""
    spot, sent = spot_of(case, desk.hashed), Sent(desk.clock.now() - LATELY)
    for scope in scopes_of(case):
        name = spot_list(scope, spot)
        if spot and name in written:
            found = desk.index.lines(name, sent, ENOUGH, consistent=True).items
            if len(found) == ENOUGH:
                desk.index.add(found[0].place, [IndexEntry(hot_list(scope), spot)])
