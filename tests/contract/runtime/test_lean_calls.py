"""A client of DynamoDB that writes and reads its JSON as it is: same items, same answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.runtime.dynamodb.lean_calls import speak_leanly
from tests.support.tables import cloud, make_table

ITEM: dict[str, Any] = {
    "pk": {"S": 'Ổ gà «sâu» \\ " \n 😀'},
    "sk": {"S": "1"},
    "number": {"N": "-12.50"},
    "bytes": {"B": b"\x00\xff\x80"},
    "several": {"BS": [b"\x01", b"\xfe\xff"]},
    "words": {"SS": ["a", "b"]},
    "yes": {"BOOL": True},
    "nothing": {"NULL": True},
    "within": {"M": {"bytes": {"B": b"\x02"}, "list": {"L": [{"B": b"\x03"}, {"N": "4"}]}}},
}
"""Every kind of attribute."""
KEY = {name: ITEM[name] for name in ("pk", "sk")}


@pytest.fixture(params=["moto", "emulator"])
def table(request: pytest.FixtureRequest) -> Iterator[str]:
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield make_table("SearchTable")


def clients() -> tuple[Any, Any]:
    """As botocore speaks, and leanly."""
    lean = boto3.client("dynamodb", config=Config(parameter_validation=False))
    speak_leanly(lean)
    return boto3.client("dynamodb"), lean


def answers(client: Any, table: str) -> list[Any]:
    """All ways to read the table, without what differs from call to call."""
    found = [
        client.get_item(TableName=table, Key=KEY),
        client.get_item(TableName=table, Key=KEY | {"sk": {"S": "not there"}}),
        client.query(
            TableName=table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": ITEM["pk"]},
            Limit=1,
        ),
        client.batch_get_item(RequestItems={table: {"Keys": [KEY]}}),
        client.scan(TableName=table),
    ]
    return [{name: one[name] for name in one if name != "ResponseMetadata"} for one in found]


def test_what_is_written_and_read_is_the_same(table: str) -> None:
    """By either of them, with every kind of attribute, bytes within lists and maps too."""
    plain, lean = clients()
    lean.put_item(TableName=table, Item=ITEM)
    other = ITEM | {"sk": {"S": "2"}}
    lean.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": other}}])
    assert answers(lean, table) == answers(plain, table)
    assert lean.get_item(TableName=table, Key=KEY)["Item"]["within"] == ITEM["within"]


def test_what_a_write_gives_back_is_the_same(table: str) -> None:
    """The item as it is now, and as it was."""
    told = []
    for client in clients():
        client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": ITEM}}]})
        changed = client.update_item(
            TableName=table,
            Key=KEY,
            UpdateExpression="SET said = :said",
            ExpressionAttributeValues={":said": {"B": b"\xfe"}},
            ReturnValues="ALL_NEW",
        )
        gone = client.delete_item(TableName=table, Key=KEY, ReturnValues="ALL_OLD")
        told.append((changed["Attributes"], gone["Attributes"]))
    assert told[0] == told[1]
    assert [one["said"] for one in told[1]] == [{"B": b"\xfe"}] * 2
    assert [one["within"] for one in told[1]] == [ITEM["within"]] * 2


def test_what_is_refused_is_told_as_ever(table: str) -> None:
    """With its code, and the reasons of a transaction."""
    once = {"TableName": table, "Item": ITEM, "ConditionExpression": "attribute_not_exists(pk)"}
    told = []
    for client in clients():
        client.put_item(TableName=table, Item=ITEM)
        with pytest.raises(ClientError) as single:
            client.put_item(**once)
        with pytest.raises(ClientError) as together:
            client.transact_write_items(TransactItems=[{"Put": once}])
        with pytest.raises(ClientError) as unknown:
            client.get_item(TableName=f"{table}-not", Key=KEY)
        reasons = [one["Code"] for one in together.value.response["CancellationReasons"]]
        codes = [one.value.response["Error"]["Code"] for one in (single, together, unknown)]
        told.append((codes, reasons))
    assert told[0] == told[1]
    assert told[0][1] == ["ConditionalCheckFailed"]
