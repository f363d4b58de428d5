"""Entries on lists: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.difficulties.domain.difficulties import ALL_AGENCIES, Difficulty
from chalicelib.kernel.entries import EntryStore
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind, directory_item_class
from chalicelib.runtime.dynamodb.entries import DynamoEntries
from chalicelib.runtime.dynamodb.schemas import DIFFICULTY
from tests.support.difficulties import DIFFICULTY_CHANGED, make_difficulty
from tests.support.entries import MemoryEntries
from tests.support.faults import FakeFaults
from tests.support.keys import make_sealer
from tests.support.tables import cloud, make_table

Store = EntryStore[Difficulty]
FIRST = make_difficulty(owner=None, due=None)


@pytest.fixture(params=["memory", "moto", "emulator"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryEntries("difficulties")
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield _entries(make_table("DirectoryTable"))


def _entries(table: str) -> DynamoEntries[Difficulty]:
    kind = DirectoryKind.DIFFICULTIES
    return DynamoEntries(table, kind, DIFFICULTY, Difficulty, make_sealer())


def ids(store: Store, *parts: str, limit: int = 100, **more: Any) -> list[str]:
    isolation = Isolation(FakeFaults(), Work.SHOW)
    return [one.id for one in store.page(parts, limit, None, isolation, **more).items]


def test_an_entry_is_found_on_each_of_its_lists(store: Store) -> None:
    """And on no other."""
    assert store.put(FIRST, None, DIFFICULTY_CHANGED)
    assert store.find(ALL_AGENCIES, FIRST.id) == FIRST
    assert store.find("so-xay-dung", FIRST.id) == FIRST
    assert store.find("so-y-te", FIRST.id) is None
    assert store.find(ALL_AGENCIES, "01J00000000000000000000000") is None


def test_an_entry_moves_between_lists_with_the_change(store: Store) -> None:
    """It is taken off where it no longer stands, and put where it stands now."""
    one = replace(FIRST, owner="so-y-te")
    assert store.put(one, None, DIFFICULTY_CHANGED)
    two = replace(one, version=2, owner="so-khcn")
    assert store.put(two, one, DIFFICULTY_CHANGED)
    assert store.find("so-y-te", one.id) is None
    for part in two.parts:
        assert store.find(part, one.id) == two


def test_nothing_is_written_over_what_was_not_seen(store: Store) -> None:
    """A version follows exactly the one before."""
    assert store.put(FIRST, None, DIFFICULTY_CHANGED)
    assert not store.put(FIRST, None, DIFFICULTY_CHANGED)
    two = replace(FIRST, version=2, owner="so-y-te")
    assert store.put(two, FIRST, DIFFICULTY_CHANGED)
    assert not store.put(replace(FIRST, version=2, owner="so-khcn"), FIRST, DIFFICULTY_CHANGED)
    assert store.find("so-khcn", FIRST.id) is None
    assert store.find(ALL_AGENCIES, FIRST.id) == two


def test_of_many_changes_at_once_one_is_made(store: Store) -> None:
    """The others have seen an older version."""
    assert store.put(FIRST, None, DIFFICULTY_CHANGED)
    changes = [replace(FIRST, version=2, text=f"Lần thứ {n}, vẫn chưa có sóng.") for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda one: store.put(one, FIRST, DIFFICULTY_CHANGED), changes))
    assert done.count(True) == 1


def test_lists_are_read_together_newest_first(store: Store) -> None:
    """What stands on both comes once; pages follow one another without gap or repeat."""
    names = [f"01J0000000000000000000000{letter}" for letter in "ABCDEFG"]
    for number, id in enumerate(names):
        agency = ("so-y-te", "so-xay-dung", "so-khcn")[number % 3]
        assert store.put(replace(FIRST, id=id, agency=agency), None, DIFFICULTY_CHANGED)
    both = ids(store, "so-y-te", "so-xay-dung")
    assert both == [names[n] for n in (6, 4, 3, 1, 0)]
    assert ids(store, ALL_AGENCIES, "so-y-te") == names[::-1]
    pages, position = list[str](), None
    while True:
        isolation = Isolation(FakeFaults(), Work.SHOW)
        page = store.page(["so-y-te", "so-xay-dung"], 2, position, isolation)
        pages += [one.id for one in page.items]
        position = page.position
        if position is None:
            break
    assert pages == both


def test_a_page_is_full_of_what_is_wanted(store: Store) -> None:
    """What is not wanted takes no place."""
    for letter in "ABCDEF":
        new = replace(FIRST, id=f"01J0000000000000000000000{letter}", raised_by=letter)
        assert store.put(new, None, DIFFICULTY_CHANGED)
    found = ids(store, ALL_AGENCIES, limit=2, wanted=lambda one: one.raised_by in "ABE")
    assert [id[-1] for id in found] == ["E", "B"]


def test_what_cannot_be_read_is_named_in_its_place() -> None:
    """The others are shown, and the page is not longer for it."""
    with cloud():
        table = make_table("DirectoryTable")
        store = _entries(table)
        names = [f"01J0000000000000000000000{letter}" for letter in "ABC"]
        for id in names:
            assert store.put(replace(FIRST, id=id), None, DIFFICULTY_CHANGED)
        broken = directory_item_class(table).get("difficulties#all", names[1])
        broken.body = b"not sealed by us"
        broken.save()
        faults = FakeFaults()
        page = store.page([ALL_AGENCIES], 2, None, Isolation(faults, Work.SHOW))
    assert [one.id for one in page.items] == [names[2]]
    assert (page.unreadable, page.more) == ((names[1],), True)
    assert faults.of(Work.SHOW) == [names[1]]
