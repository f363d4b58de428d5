"""What a stack holds, as backup and restore see it: tables, files, and the keys of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.exceptions import ClientError

from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import load, store
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.crypto.key_sets import PARTITION, BareSet, KeySet, KeyUse
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
from chalicelib.runtime.faults import is_passing
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.key_custody import UNPARTED, custodian_of, parted
from operations.vault import Row

TABLES = ("cases", "people", "figures", "directory", "messages", "ledger", "audit")
"""In the order in which they are read: what a change brings later is read later, so that no
message is missing for a change that is there."""
_BATCH = 25
_KEYS = {
    "cases": ("id",),
    "people": ("id",),
    "ledger": ("id",),
    "figures": ("pk", "sk"),
    "directory": ("pk", "sk"),
    "messages": ("recipient", "id"),
    "audit": ("pk", "sk"),
}
_BACKUPS = "backups"
_QUARANTINE = DirectoryKind.QUARANTINE.value
_STAYING = (PARTITION, UNPARTED, _QUARANTINE, "barrier")
"""What belongs to the stack and not to what it holds: its keys, its quarantine, and marks of a
local stack's clock."""
_LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def table_of(product: Services, name: str) -> str:
    """The table's real name."""
    return str(getattr(product.get(Settings), f"{name}_table"))


def key_of(name: str, item: Row) -> Row:
    """The key of an item of that table."""
    return {key: item[key] for key in _KEYS[name]}


def pages_of(product: Services, name: str) -> Iterator[list[Row]]:
    """Every item of a table but those that stay with their stack, by a consistent scan."""
    pages = boto3.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=table_of(product, name), ConsistentRead=True):
        yield [item for item in page["Items"] if not _is_apart(item)]


def put_page(product: Services, name: str, items: list[Row], isolation: Isolation) -> None:
    """All of these items, again and again until none is left over.

    Where the table refuses a batch for what stands in it, each item is put by itself, and the
    isolation keeps those that are refused.
    """
    table = table_of(product, name)
    for start in range(0, len(items), _BATCH):
        puts = [{"PutRequest": {"Item": item}} for item in items[start : start + _BATCH]]
        try:
            _write(table, puts)
        except ClientError as refused:
            if is_passing(refused):
                raise
            for put in puts:
                with isolation.of(_named(name, put["PutRequest"]["Item"])):
                    _write(table, [put])


def clear(product: Services, name: str) -> None:
    """Remove every item but those that stay with their stack."""
    for page in pages_of(product, name):
        keys = [key_of(name, item) for item in page]
        for start in range(0, len(keys), _BATCH):
            deletes = [{"DeleteRequest": {"Key": key}} for key in keys[start : start + _BATCH]]
            _write(table_of(product, name), deletes)


def is_empty(product: Services, name: str, having: str | None = None) -> bool:
    """Whether a table holds nothing, or no item whose id begins so."""
    asked: dict[str, Any] = {"TableName": table_of(product, name)}
    if having:
        asked |= {
            "FilterExpression": "begins_with(id, :having)",
            "ExpressionAttributeValues": {":having": {"S": having}},
        }
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(**asked)
    return not any(not _is_apart(item) for page in pages for item in page["Items"])


def read_mark(product: Services, name: str) -> str | None:
    """What was noted in the directory under that name."""
    key = {"pk": {"S": name}, "sk": {"S": name}}
    table = table_of(product, "directory")
    found = boto3.client("dynamodb").get_item(TableName=table, Key=key, ConsistentRead=True)
    return str(found["Item"]["token"]["S"]) if "Item" in found else None


def put_mark(product: Services, name: str, mark: str | None) -> None:
    """Note it there, or (None) take the note away."""
    key, table = {"pk": {"S": name}, "sk": {"S": name}}, table_of(product, "directory")
    if mark is None:
        boto3.client("dynamodb").delete_item(TableName=table, Key=key)
    else:
        item = {**key, "token": {"S": mark}}
        boto3.client("dynamodb").put_item(TableName=table, Item=item)


def count_backup(product: Services) -> int:
    """The number of the backup that is begun now: one more than any that this stack has begun."""
    answer = boto3.client("dynamodb").update_item(
        TableName=table_of(product, "directory"),
        Key={"pk": {"S": _BACKUPS}, "sk": {"S": _BACKUPS}},
        UpdateExpression="ADD #number :one",
        ExpressionAttributeNames={"#number": "number"},
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )
    return int(answer["Attributes"]["number"]["N"])


def account() -> str:
    """The number of the account that this process works in."""
    return str(boto3.client("sts").get_caller_identity()["Account"])


def is_quarantined(product: Services) -> bool:
    """Whether messages may not leave the stack."""
    return read_mark(product, _QUARANTINE) is not None


def quarantine(product: Services) -> None:
    """Let no message leave. Processes that are warm learn of it when they start anew."""
    put_mark(product, _QUARANTINE, new_seed())


def end_quarantine(product: Services) -> None:
    """Let messages leave."""
    put_mark(product, _QUARANTINE, None)


def key_sets(product: Services) -> Iterator[Row]:
    """The keyring's sets, unwrapped: to be sealed at once."""
    for one in custodian_of(product.get(Settings)).bare():
        yield {
            "use": one.use.value,
            "number": one.keys.number,
            "secret": one.keys.secret,
            "made_at": store(one.made_at),
        }


def put_key_sets(product: Services, sets: Iterable[Row]) -> None:
    """In place of the stack's own, wrapped by its KMS key; also those of a backup from before
    sets had uses."""
    bare = [one for row in sets for one in _bare(row)]
    custodian_of(product.get(Settings)).replace(bare)


def _bare(row: Row) -> list[BareSet]:
    keys = KeySet(int(row["number"]), row["secret"])
    if "use" in row:
        return [BareSet(KeyUse(row["use"]), keys, load(row["made_at"]))]
    return [BareSet(use, part, _LONG_AGO) for use, part in parted(keys)]


def files_of(product: Services, isolation: Isolation) -> Iterator[list[Row]]:
    """Every object of the bucket, one a page; the isolation keeps those that cannot be had."""
    s3, bucket = boto3.client("s3"), _bucket(product)
    for page in s3.get_paginator("list_objects_v2").paginate(**bucket):
        for listed in page.get("Contents", ()):
            rows: list[Row] = []
            with isolation.of(listed["Key"]):
                rows.append(_file(s3, bucket, listed["Key"]))
            yield rows


def _bucket(product: Services) -> dict[str, str]:
    """Ours, and no other account's of that name."""
    settings = product.get(Settings)
    return {"Bucket": settings.uploads_bucket, "ExpectedBucketOwner": settings.account_id}


def _file(s3: Any, bucket: dict[str, str], key: str) -> Row:
    found = s3.get_object(**bucket, Key=key)
    row = {"key": key, "type": found["ContentType"], "body": found["Body"].read()}
    return row | {"metadata": found["Metadata"]}


def put_file(product: Services, row: Row) -> None:
    """One object, as it was."""
    boto3.client("s3").put_object(
        **_bucket(product),
        Key=row["key"],
        Body=row["body"],
        ContentType=row["type"],
        Metadata=row["metadata"],
    )


def _named(name: str, item: Row) -> str:
    keys = (next(iter(item.get(key, {"": "?"}).values())) for key in _KEYS[name])
    return f"{name} {'/'.join(map(str, keys))}"


def _is_apart(item: Row) -> bool:
    first = item.get("pk") or item.get("id") or {}
    return first.get("S") in _STAYING


def _write(table: str, requests: list[Row]) -> None:
    left: Any = {table: requests}
    while left:
        left = boto3.client("dynamodb").batch_write_item(RequestItems=left)["UnprocessedItems"]
