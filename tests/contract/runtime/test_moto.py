"""The cloud of the fast contract tests keeps what conditional writes of DynamoDB promise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.support.tables import cloud, make_table

RACERS = 8


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads give way to each other after each few steps."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("hasty_threads")
def test_of_many_conditional_writes_of_one_item_one_is_done() -> None:
    """A claim is somebody's alone."""
    with cloud():
        table = make_table("LedgerTable")
        client = boto3.client("dynamodb")

        def claim(key: str) -> bool:
            try:
                client.put_item(
                    TableName=table,
                    Item={"id": {"S": key}},
                    ConditionExpression="attribute_not_exists(id)",
                )
            except ClientError:
                return False
            return True

        with ThreadPoolExecutor(RACERS) as pool:
            for key in map(str, range(20)):
                assert list(pool.map(claim, [key] * RACERS)).count(True) == 1
