"""Quotas: what the fake promises, DynamoDB keeps, however many ask at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from unittest import mock

import boto3
import pytest
from botocore.session import get_session
from pynamodb.connection import Connection

from bench.meter import Meter
from chalicelib.kernel.quotas import Limiter, Quota
from chalicelib.kernel.together import Refused
from chalicelib.runtime.dynamodb.limiter import DynamoLimiter
from chalicelib.runtime.dynamodb.together import write_together
from tests.support import together as in_memory
from tests.support.clock import NOW
from tests.support.limits import FakeLimiter
from tests.support.tables import cloud, make_table

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIDNIGHT = 15 * 3600 + 55 * 60
"""Seconds from NOW (08:05 in the province) to the end of its day."""


@pytest.fixture(params=["memory", "moto", "emulator"])
def limiter(request: pytest.FixtureRequest) -> Iterator[Limiter]:
    if request.param == "memory":
        yield FakeLimiter()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoLimiter(make_table("LedgerTable"))


def test_a_use_counts_with_what_it_is_a_use_of(limiter: Limiter) -> None:
    """Together with another write, or, used up, not at all; also when others count the same."""

    def use() -> bool:
        part = limiter.use("x", [Quota(3, DAY, "cases"), Quota(9, HOUR)], NOW)
        try:
            if isinstance(limiter, FakeLimiter):
                in_memory.write_together([part])
            else:
                write_together(Connection(), [part])
        except Refused as refused:
            return refused.part is not part
        return True

    assert limiter.take("x", [Quota(3, DAY, "cases")], NOW) == 0
    assert [use() for _ in range(4)] == [True, True, False, False]
    assert limiter.take("x", [Quota(3, DAY, "cases")], NOW) == MIDNIGHT


def test_uses_are_counted_in_their_window(limiter: Limiter) -> None:
    """The quota's number passes, the next one waits for the window's end, then all is new."""
    quotas = [Quota(2, HOUR), Quota(3, DAY)]
    assert [limiter.take("x", quotas, NOW) for _ in range(3)] == [0, 0, 55 * 60]
    assert limiter.take("y", quotas, NOW) == 0
    later = NOW + HOUR
    assert [limiter.take("x", quotas, later) for _ in range(2)] == [0, MIDNIGHT - 3600]
    assert limiter.take("x", quotas, NOW + DAY) == 0


def test_the_longest_wait_is_told(limiter: Limiter) -> None:
    """Whoever comes back after the hour would only be refused by the day."""
    quotas = [Quota(1, HOUR), Quota(1, DAY)]
    assert limiter.take("x", quotas, NOW) == 0
    assert limiter.take("x", quotas, NOW) == MIDNIGHT


def test_a_refused_use_counts_nowhere(limiter: Limiter) -> None:
    """What one quota refuses, the others have not seen."""
    narrow, wide = Quota(1, DAY, of="n1"), Quota(3, DAY)
    assert limiter.take("x", [narrow, wide], NOW) == 0
    assert all(limiter.take("x", [narrow, wide], NOW) for _ in range(9))
    assert [limiter.take("x", [wide], NOW) for _ in range(3)] == [0, 0, MIDNIGHT]


def test_uses_of_different_kinds_have_their_own_counts(limiter: Limiter) -> None:
    """One subject, two networks, and what both may do together."""
    both = Quota(3, DAY)
    one, other = ([Quota(2, DAY, of=name), both] for name in ("n1", "n2"))
    assert [limiter.take("x", one, NOW) for _ in range(3)] == [0, 0, MIDNIGHT]
    assert [limiter.take("x", other, NOW) for _ in range(2)] == [0, MIDNIGHT]


def test_what_is_given_back_may_be_taken_again(limiter: Limiter) -> None:
    """And giving back what was never counted makes nothing of nothing."""
    quotas = [Quota(1, DAY)]
    limiter.give_back("x", quotas, NOW)
    assert limiter.take("x", quotas, NOW) == 0
    limiter.give_back("x", quotas, NOW)
    assert [limiter.take("x", quotas, NOW) for _ in range(2)] == [0, MIDNIGHT]


@pytest.mark.parametrize("limiter", ["memory", "emulator"], indirect=True)
def test_of_two_hundred_at_once_twenty_pass(limiter: Limiter) -> None:
    """Exactly, whatever else the subject does (moto lets threads in between check and write)."""
    quotas, start = [Quota(20, DAY, of="n1"), Quota(100, DAY)], Barrier(200)

    def take(_: int) -> int:
        start.wait()
        return limiter.take("x", quotas, NOW)

    with ThreadPoolExecutor(200) as pool:
        waits = list(pool.map(take, range(200)))
    assert waits.count(0) == 20
    assert set(waits) == {0, MIDNIGHT}


def test_all_quotas_cost_one_call() -> None:
    """A refusal costs a second one: to say for how long."""
    quotas = [Quota(1, HOUR, of="n1"), Quota(2, DAY, of="n1"), Quota(3, DAY)]
    session = get_session()
    connected = mock.patch("pynamodb.connection.base.get_session", return_value=session)
    with cloud(), connected:
        limiter = DynamoLimiter(make_table("LedgerTable"))
        with Meter(session).counting() as tally:
            limiter.take("x", quotas, NOW)
            limiter.take("x", [], NOW)
            assert len(tally.calls) == 1
            limiter.take("x", quotas, NOW)
            assert len(tally.calls) == 3


def test_counters_go_with_their_day() -> None:
    """The table's time to live takes them an hour after midnight."""
    with cloud():
        table = make_table("LedgerTable")
        DynamoLimiter(table).take("x", [Quota(1, HOUR)], NOW)
        (item,) = boto3.client("dynamodb").scan(TableName=table)["Items"]
    assert int(item["expires"]["N"]) == NOW.timestamp() + MIDNIGHT + 3600
