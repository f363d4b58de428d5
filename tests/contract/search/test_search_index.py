"""The lists of the search: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest

from chalicelib.kernel.instants import store
from chalicelib.kernel.keys import KeyPurpose
from chalicelib.search.adapters.search_index import DynamoSearchIndex
from chalicelib.search.application.indexing import IndexDesk, hashing_words, index_case
from chalicelib.search.application.ports import SearchIndex, Sent
from chalicelib.search.domain.entries import IndexEntry
from tests.support.cases import Office
from tests.support.clock import NOW, FakeClock
from tests.support.keys import make_hasher
from tests.support.search import MemorySearchIndex
from tests.support.tables import cloud, make_table


@pytest.fixture(params=["memory", "moto", "emulator"])
def index(request: pytest.FixtureRequest) -> Iterator[SearchIndex]:
    if request.param == "memory":
        yield MemorySearchIndex()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoSearchIndex(make_table("SearchTable"))


def place(hours: int, code: str = "LC-260803-0000A") -> str:
    return f"{store(NOW + timedelta(hours=hours))}#{code}"


def test_a_list_is_read_page_by_page_the_newest_first(index: SearchIndex) -> None:
    """Another list has nothing to do with it; a line that is added again is one."""
    for hours in (1, 3, 2, 3):
        index.add(place(hours), [IndexEntry("a"), IndexEntry("b", "marks")])
    index.add(place(4), [IndexEntry("c")])
    page = index.lines("a", Sent(), 2, None)
    assert [one.place for one in page.items] == [place(3), place(2)]
    assert page.items[0].code == "LC-260803-0000A"
    rest = index.lines("a", Sent(), 2, page.position)
    assert [one.place for one in rest.items] == [place(1)]
    assert rest.position is None
    assert [one.marks for one in index.lines("b", Sent(), 9, None).items] == ["marks"] * 3
    assert index.lines("nothing", Sent(), 9, None).items == ()


def test_a_list_is_read_between_two_instants(index: SearchIndex) -> None:
    """From the first on, and before the other."""
    for hours in range(5):
        index.add(place(hours), [IndexEntry("a")])
    sent = Sent(NOW + timedelta(hours=1), NOW + timedelta(hours=3))
    page = index.lines("a", sent, 1, None)
    assert [one.place for one in page.items] == [place(2)]
    rest = index.lines("a", sent, 1, page.position)
    assert [one.place for one in rest.items] == [place(1)]
    assert rest.position is None


def test_more_entries_than_a_batch_has_are_all_written(index: SearchIndex) -> None:
    """The longest text has some hundred words."""
    index.add(place(1), [IndexEntry(f"list-{number}") for number in range(130)])
    assert all(index.lines(f"list-{number}", Sent(), 1, None).items for number in range(130))


def test_the_table_holds_nothing_of_the_text() -> None:
    """No word of it, no number, in no spelling."""
    with cloud():
        table = make_table("SearchTable")
        case = Office().submit(description="Nhà bà Vàng Thị Kín, gọi 0912345678 hoặc 98123.")
        desk = IndexDesk(None, DynamoSearchIndex(table), hashing_words(make_hasher()), FakeClock())  # type: ignore[arg-type]
        index_case(desk, case)
        items = boto3.client("dynamodb").scan(TableName=table)["Items"]
        kept = json.dumps([_shown(item) for item in items], ensure_ascii=False).casefold()
        words = ("vàng", "vang", "kín", "kin", "0912345678", "98123", "nhà")
        assert [word for word in words if f'"{word}' in kept or f"={word}" in kept] == []
        assert len(items) > 10


def test_a_word_has_another_hash_than_the_same_text_elsewhere() -> None:
    """A word is no user name and no phone."""
    hasher = make_hasher()
    assert hashing_words(hasher)("kin") == hasher.hash(KeyPurpose.WORD, "kin")
    assert hasher.hash(KeyPurpose.WORD, "kin") != hasher.hash(KeyPurpose.USERNAME, "kin")


def _shown(item: dict[str, dict[str, object]]) -> list[object]:
    return [value for typed in item.values() for value in typed.values()]
