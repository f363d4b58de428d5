"""A whole life is held against the calls of the life of before, made again where it is measured."""

from __future__ import annotations

import pytest

from bench.life_before import CALLS_BEFORE, MOST_OF_BEFORE, bare_before
from bench.meter import AwsCall
from bench.table import table
from tests.unit.bench.test_table import figures

COSTS = {"PutItem": 2.0, "TransactWriteItems": 5.0}


def made(operation: str) -> AwsCall:
    return AwsCall("dynamodb", operation, {})


def cpu_of(calls: list[AwsCall]) -> float:
    return sum(COSTS[one.operation] for one in calls)


def test_it_made_a_hundred_calls() -> None:
    """As `docs/cost.md` says; three quarters of what they took above bare ones are allowed."""
    assert sum(CALLS_BEFORE.values()) == 100
    assert MOST_OF_BEFORE == 1.13


def test_each_kind_counts_as_it_does_now() -> None:
    """Kinds that a life of now does not have count as its calls do on average."""
    calls = [made("PutItem"), made("PutItem"), made("TransactWriteItems")]
    average = 9.0 / 3
    others = 100 - CALLS_BEFORE["PutItem"] - CALLS_BEFORE["TransactWriteItems"]
    expected = 32 * 2.0 + 4 * 5.0 + others * average
    assert bare_before(calls, cpu_of) == pytest.approx(expected)


@pytest.mark.parametrize(("cpu", "kept"), [(113.0, "yes"), (113.1, "no")])
def test_the_row_says_whether_it_is_kept(cpu: float, kept: str) -> None:
    """As a ratio, so that it is the same on every machine."""
    found = figures(0) | {"lifecycle_cpu_ms": cpu, "lifecycle_before_floor_cpu_ms": 100.0}
    (line,) = [one for one in table(found).splitlines() if one.startswith("| CPU of a whole life")]
    assert line.endswith(f"| 1.13 | {kept} |")
