"""The cloud of the fast contract tests keeps what conditional writes of DynamoDB promise."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

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


CHANGE = {"UpdateExpression": "SET n = :n", "ExpressionAttributeValues": {":n": {"N": "2"}}}
ABSENT = {"ConditionExpression": "attribute_not_exists(pk)"}


def item(number: int) -> dict[str, Any]:
    return {"pk": {"S": "p"}, "sk": {"S": str(number)}, "n": {"N": "1"}}


def key(number: int) -> dict[str, Any]:
    return {name: item(number)[name] for name in ("pk", "sk")}


@pytest.mark.parametrize("refused", [True, False])
def test_of_a_transaction_that_is_refused_nothing_stays(refused: bool) -> None:
    """Put, changed or deleted; neither in the table nor in its stream. One that is taken stays."""
    with cloud():
        table, client = make_table("DirectoryTable", streams=True), boto3.client("dynamodb")
        for number in (1, 2, 3):
            client.put_item(TableName=table, Item=item(number))
        before, streamed = _lying(client, table), _streamed(table)
        last = {"Put": {"TableName": table, "Item": item(1 if refused else 5), **ABSENT}}
        writes: list[dict[str, Any]] = [
            {"Put": {"TableName": table, "Item": item(4)}},
            {"Update": {"TableName": table, "Key": key(2), **CHANGE}},
            {"Delete": {"TableName": table, "Key": key(3)}},
            last,
        ]
        if refused:
            with pytest.raises(client.exceptions.TransactionCanceledException) as told:
                client.transact_write_items(TransactItems=writes)
            codes = [one["Code"] for one in told.value.response["CancellationReasons"]]
            assert codes == ["None", "None", "None", "ConditionalCheckFailed"]
            assert (_lying(client, table), _streamed(table)) == (before, streamed)
        else:
            client.transact_write_items(TransactItems=writes)
            expected = {"1": "1", "2": "2", "4": "1", "5": "1"}
            assert _lying(client, table) == expected
            assert _streamed(table) == streamed + 4


def _lying(client: Any, table: str) -> dict[str, str]:
    found = client.scan(TableName=table)["Items"]
    return {one["sk"]["S"]: one["n"]["N"] for one in found}


def _streamed(table: str) -> int:
    """How many changes whoever reads the stream is told."""
    streams = boto3.client("dynamodbstreams")
    arn = boto3.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    start = streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
    )
    return len(streams.get_records(ShardIterator=start["ShardIterator"])["Records"])
