"""Tables for storage contracts, as the stack's template declares them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import boto3
from moto import mock_aws

MESSAGES = "messages-of-contract-tests"
_AWAY = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
_REGION = {"AWS_DEFAULT_REGION": "ap-southeast-1"}


@contextmanager
def messages_table() -> Iterator[str]:
    """The table of messages in moto; its name."""
    with mock.patch.dict(os.environ, {**_AWAY, **_REGION}), mock_aws():
        os.environ.pop("AWS_ENDPOINT_URL", None)
        _create_messages()
        yield MESSAGES


def _create_messages() -> None:
    names = ("recipient", "id", "due_shard", "next_at", "attention", "at")
    boto3.client("dynamodb").create_table(
        TableName=MESSAGES,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in names],
        KeySchema=_key("recipient", "id"),
        GlobalSecondaryIndexes=[
            _index("by_due", "due_shard", "next_at", "KEYS_ONLY"),
            _index("by_attention", "attention", "at", "ALL"),
        ],
    )


def _key(partition: str, order: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": order, "KeyType": "RANGE"},
    ]


def _index(name: str, partition: str, order: str, projection: str) -> dict[str, object]:
    return {
        "IndexName": name,
        "KeySchema": _key(partition, order),
        "Projection": {"ProjectionType": projection},
    }
