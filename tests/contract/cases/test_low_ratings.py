"""Which agencies' ratings are low: the fake and the table alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from chalicelib.cases.adapters.low_ratings import DynamoLowRatings
from chalicelib.cases.application.ports import LowRatings
from tests.support.cases import FakeLowRatings
from tests.support.tables import cloud, make_table


@pytest.fixture(params=["memory", "moto", "emulator"])
def ratings(request: pytest.FixtureRequest) -> Iterator[LowRatings]:
    if request.param == "memory":
        yield FakeLowRatings()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoLowRatings(make_table("LedgerTable"))


def test_the_last_count_is_remembered(ratings: LowRatings) -> None:
    """Nobody before the first, and nobody where it comes to nobody."""
    assert (ratings.agencies(), ratings.counted_on()) == (frozenset(), None)
    ratings.keep(date(2026, 8, 3), frozenset({"so-xay-dung", "so-y-te"}))
    assert ratings.agencies() == {"so-xay-dung", "so-y-te"}
    ratings.keep(date(2026, 8, 4), frozenset())
    assert (ratings.agencies(), ratings.counted_on()) == (frozenset(), date(2026, 8, 4))
