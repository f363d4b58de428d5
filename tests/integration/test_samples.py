"""Every sample event goes through the function that it is named after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

import app
from chalicelib.runtime.services import Services, use
from chalicelib.runtime.settings import Settings
from tests.support.rights import beyond, touches
from tests.support.samples import CONTEXT, product_on_moto

FOLDER = Path(__file__).parents[2] / "events" / "samples"
ALL_DONE = {"batchItemFailures": []}
ANSWERS: dict[str, Any] = {
    "api-health": 200,
    "api-communes": 200,
    "api-register": 202,
    "api-case-without-token": 401,
    "relay-case-submitted": {
        "assignment": 1,
        "notifications": 1,
        "audit": 1,
        "search": 1,
        "figures": 1,
    },
    "relay-code-requested": {"codes": 1},
    "relay-case-read": {"audit": 1},
    "imports-list-sent": ALL_DONE,
    "campaign-visits-counted": ALL_DONE,
    "assign-case-submitted": ALL_DONE,
    "notify-case-submitted": ALL_DONE,
    "codes-code-requested": ALL_DONE,
    "project-case-submitted": ALL_DONE,
    "audit-case-submitted": ALL_DONE,
    "index-case-submitted": ALL_DONE,
    "audit-case-read": ALL_DONE,
    "inspect-file-came": ALL_DONE,
    "settle-lane-due": ALL_DONE,
    "send-lane-due": ALL_DONE,
    "codes-lane-due": ALL_DONE,
    "tick": {
        "lanes": 0,
        "followed": 0,
        "uploads": 0,
        "reminded": 0,
        "low_rated": 0,
        "told_behind": 0,
        "told_of_difficulties": 0,
        "posts_closed": 0,
    },
}
"""What each sample comes to on empty tables: a status, the letters of each queue that got any, or a
worker's answer."""


@pytest.fixture(scope="module")
def product() -> Iterator[Services]:
    with product_on_moto() as product:
        use(product)
        yield product
        use(None)


def replay(name: str) -> Any:
    """What the function answers to the sample."""
    event = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    function = name.partition("-")[0]
    handler = app.app if function == "api" else getattr(app, function)
    return handler(event, CONTEXT)


def letters(queue_url: str) -> int:
    """How many letters lie there."""
    asked = boto3.client("sqs").get_queue_attributes(
        QueueUrl=queue_url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    return int(asked["Attributes"]["ApproximateNumberOfMessages"])


def waiting(product: Services) -> dict[str, int]:
    settings = product.get(Settings)
    return {
        "codes": letters(settings.queue_url("codes")),
        "assignment": letters(settings.queue_url("assignment")),
        "notifications": letters(settings.queue_url("notifications")),
        "audit": letters(settings.queue_url("audit")),
        "search": letters(settings.queue_url("search")),
        "figures": letters(settings.queue_url("figures")),
    }


@pytest.mark.parametrize("name", ANSWERS)
def test_a_function_takes_its_sample(product: Services, name: str) -> None:
    """The samples are what the functions really get, and none of them fails on one or touches an
    item that it is not declared to touch."""
    before = waiting(product)
    with touches() as seen:
        answer = replay(name)
    assert beyond(name.partition("-")[0], seen) == []
    if name.startswith("api-"):
        answer = answer["statusCode"]
    elif name.startswith("relay-"):
        after = waiting(product)
        told = {queue: after[queue] - before[queue] for queue in after}
        answer = {queue: count for queue, count in told.items() if count}
    assert answer == ANSWERS[name]


def test_every_sample_is_replayed() -> None:
    """A sample that no test reads would go stale unnoticed."""
    assert {path.stem for path in FOLDER.glob("*.json")} == set(ANSWERS)
