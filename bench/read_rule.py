"""Hold the rule of read units against Amazon's own DynamoDB Local.

    python -m bench.read_rule http://127.0.0.1:8000

Ends with 1 where the rule and the engine disagree. How to start the engine: docs/cost.md.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any
from uuid import uuid4

import boto3

from bench.capacity import item_size, read_units
from operations.arguments import endpoint
from operations.places import REGION

SIZES = (1, 900, 4_060, 4_120, 8_300, 40_000)
"""Bytes of text: under, around and over the steps of 4 KB."""


def compare(client: Any) -> list[tuple[str, float, float]]:
    """What was read, the units by the rule, the units that the engine names."""
    table = _table(client)
    items = [{"id": {"S": f"{n:03d}"}, "text": {"S": "x" * n}, "kind": {"S": "one"}} for n in SIZES]
    for item in items:
        client.put_item(TableName=table, Item=item)
    rows = [_get(client, table, item, consistent) for item in items for consistent in (True, False)]
    return [*rows, _query(client, table, items)]


def _get(client: Any, table: str, item: Any, consistent: bool) -> tuple[str, float, float]:
    answer = client.get_item(
        TableName=table,
        Key={"id": item["id"]},
        ConsistentRead=consistent,
        ReturnConsumedCapacity="TOTAL",
    )
    size = item_size(item)
    what = f"get, {size} bytes, {'strong' if consistent else 'eventual'}"
    return what, read_units(size, consistent=consistent), _units(answer)


def _query(client: Any, table: str, items: list[Any]) -> tuple[str, float, float]:
    answer = client.query(
        TableName=table,
        IndexName="by_kind",
        KeyConditionExpression="kind = :k",
        ExpressionAttributeValues={":k": {"S": "one"}},
        ReturnConsumedCapacity="TOTAL",
    )
    size = sum(map(item_size, items))
    return f"index query, {size} bytes", read_units(size, consistent=False), _units(answer)


def _units(answer: Any) -> float:
    return float(answer["ConsumedCapacity"]["CapacityUnits"])


def _table(client: Any) -> str:
    name = f"read-rule-{uuid4().hex[:8]}"
    key = {"AttributeName": "id", "KeyType": "HASH"}
    kind = {"AttributeName": "kind", "KeyType": "HASH"}
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[key],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("id", "kind")
        ],
        GlobalSecondaryIndexes=[
            {"IndexName": "by_kind", "KeySchema": [kind], "Projection": {"ProjectionType": "ALL"}}
        ],
    )
    return name


def engine_at(address: str) -> Any:
    """A client of it, whatever account and region the shell is set to."""
    return boto3.client(
        "dynamodb",
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("engine", type=endpoint)
    compared = compare(engine_at(options.parse_args().engine))
    for what, ruled, told in compared:
        print(f"{what}: rule {ruled:g}, engine {told:g}")
    sys.exit(any(ruled != told for _, ruled, told in compared))


if __name__ == "__main__":
    main()
