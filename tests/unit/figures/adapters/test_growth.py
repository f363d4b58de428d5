"""What a case costs the figures does not grow with the cases of its month and agency."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil
from typing import Any
from unittest import mock

import pytest

from bench.capacity import item_size
from chalicelib.cases.domain import commands
from chalicelib.figures.adapters import figure_items as forms
from chalicelib.figures.adapters.figures import DynamoFigureStore
from chalicelib.figures.application.figures import FigureDesk, project_events
from chalicelib.figures.application.ports import Advance
from operations.cell_sums import AT_A_TIME
from tests.support.cases import CITIZEN, LEADER, FakeCaseStore, Office
from tests.support.figures import crowd

LIMIT, STEP = 400 * 1024, 1024
"""Bytes of an item at most, and what one write unit writes."""
LIVES = 60


class WeighedStore(DynamoFigureStore):
    """Weighs what it would write, and remembers the pages in place of a table."""

    def __init__(self, cases: int) -> None:
        super().__init__("weighed")
        self._lane = 0
        self.pages = {page.sk: page for page in _pages(cases)}
        self.units, self.largest = 0, max(map(_size, self.pages.values()))

    def last(self, _items: Any, lane: str) -> Any:
        keys = [key for key in self.pages if key.startswith(f"{lane}#")]
        return self.pages[max(keys)] if keys else None

    def _written(self, advances: Sequence[Advance]) -> bool:
        items = [forms.contributed(self._items, one.code, one.after) for one in advances]
        with (
            mock.patch.object(forms, "last_page", self.last),
            mock.patch.object(self, "_is_closed", return_value=None),
        ):
            for month, cells in _months(advances):
                page, _ = self._page(month, cells)
                self.pages[page.sk] = self._last[month] = page
                self.units += 2 if page.version == 1 else 0  # the book is asked
                items.append(page)
        # of a transaction, in which each step counts twice
        self.units += sum(2 * ceil(_size(item) / STEP) for item in items)
        self.largest = max(self.largest, *map(_size, items))
        return True


@cache
def _pages(cases: int) -> list[Any]:
    rows = sorted(crowd(cases).items(), key=repr)
    items, starts = forms.item_class("weighed"), range(0, len(rows), AT_A_TIME)
    return [
        forms.page_anew(items, "2026-08", number, rows[start : start + AT_A_TIME])
        for number, start in enumerate(starts)
    ]


def _months(advances: Sequence[Advance]) -> Any:
    from chalicelib.figures.adapters.figures import _by_month

    return _by_month(advances).items()


def _size(item: Any) -> int:
    return item_size(item.serialize(null_check=False))


def _lives() -> list[list[dict[str, Any]]]:
    """The letters of whole lives, step by step."""
    office = Office(store=FakeCaseStore())
    cases = [office.answered() for _ in range(LIVES)]
    cases = [office.take(case, CITIZEN, commands.Rate(2)) for case in cases]
    for case in cases:
        office.take(case, LEADER, commands.Close())
    told = [event for event in office.store.events if event["figures"] is not None]
    by_case = [[e for e in told if e["code"] == case.code] for case in cases]
    return [list(step) for step in zip(*by_case, strict=True)]


def _weighed(cases: int, batch: int) -> tuple[float, int]:
    """Write units a life, and the bytes of the largest item."""
    store = WeighedStore(cases)
    for step in _lives():
        for start in range(0, len(step), batch):
            project_events(FigureDesk(FakeCaseStore(), store), step[start : start + batch])
    return store.units / LIVES, store.largest


@pytest.mark.parametrize(("batch", "most"), [(10, 15), (1, 17)])
def test_write_units_of_a_life_at_a_thousand_and_at_a_hundred_thousand(
    batch: int, most: float
) -> None:
    """Equal to the unit: in the batches in which letters come under load, and one by one."""
    few, _ = _weighed(1_000, batch)
    many, largest = _weighed(100_000, batch)
    assert few == many <= most
    assert largest < LIMIT / 10
