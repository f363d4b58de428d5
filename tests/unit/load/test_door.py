"""The client lets few requests in at once, and tells what became of each."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest

from load.door import Door, Turned, share_below
from localstack.demo.client import ApiAnswer, Problem

FULL = Problem(ApiAnswer(429, {}, b'{"code": "too_many_requests"}'), "POST /cases")


def failing(fault: Exception) -> Callable[[], None]:
    def ask() -> None:
        raise fault

    return ask


def test_no_more_are_in_flight_than_the_door_lets_in() -> None:
    """Three of them meet inside, a fourth never."""
    door, inside, most, lock, meet = Door(3), [0], [0], Lock(), Barrier(3)

    def request() -> int:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        meet.wait(30)
        with lock:
            inside[0] -= 1
        return 1

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: door.ask("a case", request), range(12)))
    assert answers == [1] * 12
    assert most == [3]
    assert len(door.took["a case"]) == len(door.waited) == 12


def test_who_goes_on_is_let_in_before_those_who_come() -> None:
    """However many of them came before."""
    door, order, inside, over = Door(1), list[str](), Event(), Event()

    def first() -> int:
        inside.set()
        assert over.wait(30)
        return 1

    def told(name: str) -> int:
        order.append(name)
        return 1

    with ThreadPoolExecutor(8) as pool:
        pool.submit(door.ask, "x", first)
        assert inside.wait(30)
        asked = [pool.submit(door.ask, "x", lambda: told("comes")) for _ in range(5)]
        while len(door._waiting) < 5:
            over.wait(0.01)
        asked.append(pool.submit(door.ask, "x", lambda: told("goes on"), goes_on=True))
        while len(door._waiting) < 6:
            over.wait(0.01)
        over.set()
    assert all(one.result() == 1 for one in asked)
    assert order == ["goes on", *["comes"] * 5]


@pytest.mark.parametrize(
    ("fault", "said"),
    [(FULL, "a case: 429 too_many_requests"), (TimeoutError(), "a case: TimeoutError")],
)
def test_what_had_no_good_answer_is_counted(fault: Exception, said: str) -> None:
    """And its place is free again."""
    door = Door(1)
    for _ in range(2):
        with pytest.raises(Turned, match=said):
            door.ask("a case", failing(fault))
    assert door.faults == {said: 2}
    assert door.ask("a case", lambda: 1) == 1


def test_shares_are_values_that_were_measured() -> None:
    """The nearest rank, whatever the order."""
    hundred = [float(number) for number in range(100, 0, -1)]
    assert [share_below(hundred, percent) for percent in (1, 50, 95, 100)] == [1, 50, 95, 100]
    assert share_below([2.0, 1.0], 50) == 1.0
    assert share_below([], 50) == 0.0
