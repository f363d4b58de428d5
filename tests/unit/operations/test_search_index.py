"""The lists of the search written anew from the cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest

from chalicelib.cases.application.ports import CaseStore
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.search.application.ports import SearchIndex, Sent
from chalicelib.search.domain.entries import PROVINCE, IndexEntry, list_of
from operations.marks import MarkBook
from operations.search_index import CLEAR, WRITE, clear, write
from operations.walks import Walker
from tests.support.cases import Office
from tests.support.samples import product_on_moto


class Killed(BaseException):
    """As if the process had ended there."""


@pytest.fixture
def product() -> Iterator[Services]:
    with product_on_moto() as product:
        yield product


def fill(product: Services, count: int) -> list[str]:
    """Cases that nobody has written to any list."""
    office = Office(store=product.get(CaseStore))  # type: ignore[arg-type]
    codes = []
    for _ in range(count):
        codes.append(office.submit().code)
        office.clock.advance(minutes=1)
    return codes[::-1]


def found(product: Services) -> list[str]:
    page = product.get(SearchIndex).lines(list_of(PROVINCE), Sent(), 100, None)
    return [line.code for line in page.items]


def walker(file: Path | None = None, segments: int = 3) -> Walker:
    marks = MarkBook(file)
    marks.begin({"command": "search-index"}, segments, _NOW, None)
    return Walker(marks)


_NOW = datetime(2026, 8, 3, tzinfo=UTC)


def test_cases_of_before_are_found_once_it_has_gone_through_them(product: Services) -> None:
    """All of them, by segments; a second run changes nothing."""
    codes = fill(product, 7)
    assert found(product) == []
    assert write(product, walker()) == 7
    assert found(product) == codes
    before = size(product)
    assert write(product, walker()) == 7
    assert size(product) == before


def test_killed_it_goes_on_where_it_was(
    product: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a segment has behind it is not written again."""
    codes, index, added = fill(product, 6), product.get(SearchIndex), list[str]()
    plain = index.add

    def add(place: str, entries: object) -> None:
        if len(added) == 3:
            raise Killed
        added.append(place)
        plain(place, entries)  # type: ignore[arg-type]

    monkeypatch.setattr(index, "add", add)
    file = tmp_path / "marks"
    one = walker(file, segments=1)
    monkeypatch.setattr("chalicelib.cases.adapters.cases._AT_A_TIME", 2)
    with pytest.raises(Killed):
        write(product, one)
    one.marks._db.close()

    def note(place: str, entries: object) -> None:
        added.append(place)
        plain(place, entries)  # type: ignore[arg-type]

    monkeypatch.setattr(index, "add", note)
    again = walker(file, segments=1)
    assert write(product, again) == 6
    assert found(product) == codes
    assert len(added) - len(set(added)) <= 2
    assert again.marks.of(WRITE, "0").over


def test_a_case_that_cannot_be_read_is_named_and_the_others_are_written(
    product: Services,
) -> None:
    """As in every walk."""
    codes = fill(product, 3)
    boto3.client("dynamodb").update_item(
        TableName=product.get(Settings).cases_table,
        Key={"id": {"S": codes[1]}},
        UpdateExpression="SET body = :x",
        ExpressionAttributeValues={":x": {"B": b"x"}},
    )
    one = walker()
    write(product, one)
    assert one.marks.left_out(WRITE) == (codes[1],)
    assert found(product) == [codes[0], codes[2]]


def test_lines_that_no_case_has_go_when_all_are_taken_away_first(product: Services) -> None:
    """Then those of the cases come back."""
    codes = fill(product, 2)
    stray = f"2026-01-01T00:00:00.000000Z#{'LC-260101-00000'}"
    product.get(SearchIndex).add(stray, [IndexEntry(list_of(PROVINCE))])
    one = walker()
    clear(product, one)
    assert found(product) == []
    assert one.marks.things(CLEAR) == 1
    write(product, one)
    assert found(product) == codes


def size(product: Services) -> int:
    table = product.get(Settings).search_table
    return int(boto3.client("dynamodb").scan(TableName=table, Select="COUNT")["Count"])
