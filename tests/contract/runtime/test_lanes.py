"""Who goes along a lane: what the fake promises, DynamoDB keeps, however many come at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.kernel.due_work import Lane, LaneKind, Lanes
from chalicelib.runtime.dynamodb.lanes import DynamoLanes
from tests.support.clock import NOW
from tests.support.lanes import FakeLanes
from tests.support.tables import cloud, make_table

LANE, OTHER = Lane(LaneKind.SENDING, "3"), Lane(LaneKind.SETTLING, "3")
MINUTE = timedelta(minutes=1)
UNTIL = NOW + MINUTE


@pytest.fixture(params=["memory", "moto", "emulator"])
def lanes(request: pytest.FixtureRequest) -> Iterator[Lanes]:
    if request.param == "memory":
        yield FakeLanes()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoLanes(make_table("LedgerTable"))


def test_one_worker_at_a_time(lanes: Lanes) -> None:
    """Of each lane; the next one when the first has left."""
    assert lanes.take(LANE, NOW, UNTIL)
    assert not lanes.take(LANE, NOW, UNTIL + MINUTE)
    assert lanes.take(OTHER, NOW, UNTIL)
    lanes.leave(LANE, UNTIL)
    assert lanes.take(LANE, NOW, UNTIL)


def test_of_many_who_come_at_once_one_has_it(lanes: Lanes) -> None:
    """The others go home."""
    ends = [UNTIL + timedelta(microseconds=number) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda until: lanes.take(LANE, NOW, until), ends))
    assert sum(taken) == 1


def test_whoever_leaves_hears_that_somebody_came(lanes: Lanes) -> None:
    """What that one was woken for, the other may not have seen; said once, and of no other lane."""
    assert lanes.take(LANE, NOW, UNTIL)
    assert lanes.take(OTHER, NOW, UNTIL)
    for _ in range(2):
        assert not lanes.take(LANE, NOW, UNTIL + MINUTE)
    assert not lanes.leave(OTHER, UNTIL)
    assert lanes.leave(LANE, UNTIL)
    assert lanes.take(LANE, NOW, UNTIL)
    assert not lanes.leave(LANE, UNTIL)


def test_of_many_who_come_and_go_nobody_is_overheard(lanes: Lanes) -> None:
    """Each has the lane, or whoever has it hears of them."""
    heard = list[bool]()

    def come(number: int) -> bool:
        until = UNTIL + timedelta(microseconds=number)
        if not lanes.take(LANE, NOW, until):
            return False
        heard.append(lanes.leave(LANE, until))
        return True

    with ThreadPoolExecutor(8) as pool:
        had = list(pool.map(come, range(40)))
    assert any(heard) or all(had)


def test_a_worker_that_died_holds_nobody_longer_than_it_could_have_lived(lanes: Lanes) -> None:
    """At the instant itself the lane is free."""
    assert lanes.take(LANE, NOW, UNTIL)
    assert not lanes.take(LANE, UNTIL - timedelta(microseconds=1), UNTIL + MINUTE)
    assert lanes.take(LANE, UNTIL, UNTIL + MINUTE)


def test_whoever_comes_back_late_leaves_the_next_ones_lane_alone(lanes: Lanes) -> None:
    """It was taken by somebody else meanwhile."""
    assert lanes.take(LANE, NOW, UNTIL)
    assert lanes.take(LANE, UNTIL, UNTIL + MINUTE)
    lanes.leave(LANE, UNTIL)
    assert not lanes.take(LANE, UNTIL, UNTIL + MINUTE)
