"""Health looks at what is there, seldom, and says so when it is not."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest

from chalicelib.runtime.health import Dependencies
from tests.support.tables import cloud, make_table


class Ticks:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["moto", "emulator"])
def queue_url(request: pytest.FixtureRequest) -> Iterator[str]:
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield boto3.client("sqs").create_queue(QueueName="health")["QueueUrl"]


def test_what_answers_is_ok(queue_url: str) -> None:
    """Each table by its name, and the queues."""
    tables = {"cases": make_table("CasesTable"), "people": make_table("PeopleTable")}
    states = Dependencies(tables, queue_url).states()
    assert states == {"cases": "ok", "people": "ok", "queues": "ok"}


def test_what_does_not_answer_is_down(queue_url: str) -> None:
    """One by one; the rest is still looked at."""
    tables = {"cases": "nowhere", "people": make_table("PeopleTable")}
    states = Dependencies(tables, queue_url + "-nowhere").states()
    assert states == {"cases": "down", "people": "ok", "queues": "down"}


def test_a_process_looks_seldom(queue_url: str) -> None:
    """What was seen is remembered for five seconds, good or bad."""
    ticks, table = Ticks(), make_table("CasesTable")
    dependencies = Dependencies({"cases": table}, queue_url, ticks)
    assert dependencies.states()["cases"] == "ok"
    boto3.client("dynamodb").delete_table(TableName=table)
    ticks.now += 5
    assert dependencies.states()["cases"] == "ok"
    ticks.now += 1
    assert dependencies.states()["cases"] == "down"
