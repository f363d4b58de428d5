"""The launch's numbers: however many ask, once a second somebody reads."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from chalicelib.campaign.application.launch import LaunchBoard, shown
from chalicelib.campaign.domain.counts import CountPlace, Counts
from tests.support.campaign import COMMUNE, MemoryCounts, MemoryVisitBook
from tests.support.clock import FakeClock


class CountingReads(MemoryCounts):
    """Knows how often it was read."""

    def __init__(self) -> None:
        super().__init__(MemoryVisitBook())
        self.reads = 0

    def months(self, until: date) -> Counts:
        self.reads += 1
        return super().months(until)


def test_a_thousand_who_ask_in_a_second_are_one_read() -> None:
    """And the next second's first one reads again, whatever was counted meanwhile."""
    clock, counts = FakeClock(), CountingReads()
    board = LaunchBoard(clock, counts)
    with ThreadPoolExecutor(16) as pool:
        first = set(pool.map(lambda _: board.numbers().accounts, range(1000)))
    assert (first, counts.reads) == ({0}, 1)
    place = CountPlace(date(2026, 8, 3), COMMUNE)
    counts.add_once("upload#1", {place: Counter({"alone": 7, "assisted": 2, "present": 9})})
    clock.advance(seconds=0.9)
    assert board.numbers().accounts == 0
    clock.advance(seconds=0.1)
    numbers = board.numbers()
    assert (numbers.accounts, numbers.alone, numbers.assisted) == (9, 7, 2)
    assert (numbers.communes, counts.reads) == ({COMMUNE: 9}, 2)


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ({"1": 5, "2": 9}, {"1": 5, "2": 9}),
        ({"1": 4, "2": 9, "3": 7}, {"1": None, "2": 9, "3": None}),
        ({"1": 4, "2": 1, "3": 7}, {"1": None, "2": None, "3": 7}),
        ({"1": 0, "2": 9}, {"1": 0, "2": 9}),
        ({"1": 3}, {"1": None}),
    ],
)
def test_few_are_not_shown_and_cannot_be_told_from_the_sum(
    present: dict[str, int], expected: dict[str, int | None]
) -> None:
    """Nobody hides alone."""
    assert shown(present) == expected
