"""Who was there in a month: one write, and nothing more asked of whoever was seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import boto3
import pytest

from chalicelib.runtime.dynamodb.presence import DynamoPresence
from chalicelib.runtime.workers import contracts
from tests.support.clock import NOW
from tests.support.tables import cloud, make_table

ACCOUNT = "01K1QX4F7H2Q9S5D3G8J6K0M1N"


@pytest.fixture(params=["moto", "emulator"])
def table(request: pytest.FixtureRequest) -> Iterator[str]:
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield make_table("CampaignTable")


def items(table: str) -> list[dict[str, dict[str, str]]]:
    found: list[dict[str, dict[str, str]]] = boto3.client("dynamodb").scan(TableName=table)["Items"]
    return found


def test_an_account_is_noted_once_a_month(table: str) -> None:
    """By however many processes, whenever they ask."""
    processes = [DynamoPresence(table) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: one.note(ACCOUNT, NOW, "request-1"), processes * 3))
    (item,) = items(table)
    event = json.loads(item["event"]["S"])
    contracts.check("account_event/1", event)
    assert (event["type"], event["subject"]) == ("account.active", f"A#{ACCOUNT}")
    processes[0].note(ACCOUNT, NOW + timedelta(days=40), "request-2")
    assert len(items(table)) == 2


def test_who_was_seen_costs_nothing_more(table: str) -> None:
    """A first request of the month a read and a write, a first one of the process a read."""
    seen: list[str] = []
    for calls in (["GetItem", "PutItem"], ["GetItem"]):
        process = DynamoPresence(table)
        process._client.meta.events.register(
            "before-call.dynamodb", lambda model, **_: seen.append(model.name)
        )
        for _ in range(3):
            process.note(ACCOUNT, NOW, "request-1")
        assert seen == calls
        seen.clear()


def test_a_fault_keeps_nobody_from_being_answered(table: str) -> None:
    """The next request notes it."""
    broken = DynamoPresence("nowhere")
    broken.note(ACCOUNT, NOW, "request-1")
    assert items(table) == []
    broken._table = table
    broken.note(ACCOUNT, NOW, "request-1")
    assert len(items(table)) == 1
