"""What a stack holds, as backup and restore see it: tables, files, and the keys of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

import boto3

from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import load, store
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.crypto.key_sets import PARTITION, BareSet, KeySet, KeyUse
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
from chalicelib.runtime.faults import is_passing
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.key_custody import UNPARTED, custodian_of, parted
from operations.marks import Mark
from operations.scans import PER_BATCH, BatchWriter, size_of, table_segments
from operations.vault import Row
from operations.walks import Segment, Visit, Walker

TABLES = ("cases", "people", "figures", "campaign", "directory", "messages", "ledger", "audit")
"""In the order in which they are read: what a change brings later is read later, so that no
message is missing for a change that is there."""
_KEYS = {
    "cases": ("id",),
    "people": ("id",),
    "ledger": ("id",),
    "figures": ("pk", "sk"),
    "campaign": ("pk", "sk"),
    "directory": ("pk", "sk"),
    "messages": ("recipient", "id"),
    "audit": ("pk", "sk"),
}
_BACKUPS = "backups"
RESTORING = "restoring"
"""The mark of a restore under way."""
_QUARANTINE = DirectoryKind.QUARANTINE.value
_STAYING = (PARTITION, UNPARTED, _QUARANTINE, RESTORING, "barrier")
"""What belongs to the stack and not to what it holds: its keys, its quarantine, a restore that is
under way, and marks of a local stack's clock."""
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
        yield [item for item in page["Items"] if not stays(item)]


def put_page(writer: BatchWriter, name: str, items: list[Row], isolation: Isolation) -> None:
    """All of these items, in batches.

    Where the table refuses a batch for what stands in it, each item is put by itself, and the
    isolation keeps those that are refused.
    """
    for start in range(0, len(items), PER_BATCH):
        batch = items[start : start + PER_BATCH]
        try:
            writer.put(batch)
        except Exception as fault:  # of one of them, which is found below, named and left out
            if is_passing(fault):
                raise
            for item in batch:
                with isolation.of(_named(name, item)):
                    writer.put([item])


def clear(product: Services, name: str, walker: Walker) -> None:
    """Remove every item but those that stay with their stack."""
    client, table = walker.dynamodb, table_of(product, name)
    writer, keys = BatchWriter(client, table), ", ".join(_KEYS[name])
    asked: Row = {"ConsistentRead": True, "ProjectionExpression": keys}
    segments = table_segments(client, table, walker.at_once, **asked)
    walker.go(
        f"{name} to clear",
        segments,
        lambda visit: writer.delete([one for one in visit.items if not stays(one)]),
        total=size_of(client, table),
    )


def is_empty(product: Services, name: str, having: str | None = None) -> bool:
    """Whether a table holds nothing, or no item whose id begins so."""
    asked: dict[str, Any] = {"TableName": table_of(product, name)}
    if having:
        asked |= {
            "FilterExpression": "begins_with(id, :having)",
            "ExpressionAttributeValues": {":having": {"S": having}},
        }
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(**asked)
    return not any(not stays(item) for page in pages for item in page["Items"])


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


def file_segment(product: Services, walker: Walker) -> Segment[Row]:
    """The objects of the bucket, so many at a time; the isolation keeps those it cannot have."""
    s3, bucket, at_once = walker.s3, _bucket(product), walker.at_once

    def fetch(isolation: Isolation, key: str) -> list[Row]:
        with isolation.of(key):
            return [_file(s3, bucket, key)]
        return []

    def read(mark: Mark, isolation: Isolation) -> tuple[list[Row], Mark]:
        after = {"StartAfter": mark} if mark else {}
        found = s3.list_objects_v2(**bucket, MaxKeys=at_once, **after)
        keys = [listed["Key"] for listed in found.get("Contents", ())]
        with ThreadPoolExecutor(at_once) as pool:
            rows = [row for had in pool.map(partial(fetch, isolation), keys) for row in had]
        return rows, keys[-1] if found["IsTruncated"] else None

    return Segment("files", read)


def _bucket(product: Services) -> dict[str, str]:
    """Ours, and no other account's of that name."""
    settings = product.get(Settings)
    return {"Bucket": settings.uploads_bucket, "ExpectedBucketOwner": settings.account_id}


def _file(s3: Any, bucket: dict[str, str], key: str) -> Row:
    found = s3.get_object(**bucket, Key=key)
    row = {"key": key, "type": found["ContentType"], "body": found["Body"].read()}
    return row | {"metadata": found["Metadata"]}


def put_files(product: Services, walker: Walker, visit: Visit[Row]) -> None:
    """These objects as they were, so many at a time; those that are refused are left out."""
    s3, bucket = walker.s3, _bucket(product)

    def put(row: Row) -> None:
        with visit.isolation.of(row["key"]):
            s3.put_object(
                **bucket,
                Key=row["key"],
                Body=row["body"],
                ContentType=row["type"],
                Metadata=row["metadata"],
            )

    with ThreadPoolExecutor(walker.at_once) as pool:
        list(pool.map(put, visit.items))


def _named(name: str, item: Row) -> str:
    keys = (next(iter(item.get(key, {"": "?"}).values())) for key in _KEYS[name])
    return f"{name} {'/'.join(map(str, keys))}"


def stays(item: Row) -> bool:
    """Whether it belongs to the stack and not to what that holds."""
    first = item.get("pk") or item.get("id") or {}
    return first.get("S") in _STAYING
