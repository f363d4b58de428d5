"""The audit as a backup takes it: up to one end of the chain, whatever is entered meanwhile.

A scan sees what was there when it began, and of what comes later some and some not: a link without
the one before it, or without the place that its line was given. So the end is read first, and all
behind it is left out; what it tells of lies in tables that were read before, and is told again when
it comes back, as reads are.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import boto3
from botocore.exceptions import ClientError

from chalicelib.audit.application.ports import AuditTrail
from chalicelib.audit.domain.chain import AuditHead
from chalicelib.runtime.dynamodb.refusals import CANCELLED
from chalicelib.runtime.services import Services
from operations import holdings
from operations.vault import Row

_DAYS, _PLACE, _READ = "days", "place", "read"
"""Keys of the table's items: chalicelib/audit/adapters/audit_items.py."""
_ATTEMPTS = 50
_PAUSE = 0.1
"""Seconds: a write of some links takes less."""


def chain_end(product: Services, pause: Callable[[float], None] = time.sleep) -> AuditHead | None:
    """Where the chain ends with a write of which nothing is left to come; None: with nothing.

    Raises TimeoutError when that cannot be had while others write.
    """
    for _ in range(_ATTEMPTS):
        head = product.get(AuditTrail).head()
        if head is None or _is_whole(product, head):
            return head
        pause(_PAUSE)
    raise TimeoutError("the audit's end cannot be read while lines are entered: try again")


def _is_whole(product: Services, head: AuditHead) -> bool:
    """The last link and its line's place, read in one transaction, as they were written in one."""
    table = holdings.table_of(product, "audit")
    link = {"pk": {"S": f"day#{head.day}"}, "sk": {"S": f"{head.number:09d}"}}
    client = boto3.client("dynamodb")
    item = client.get_item(TableName=table, Key=link, ConsistentRead=True)["Item"]
    line = json.loads(item["line"]["S"])["id"]
    place = {"pk": {"S": f"line#{line}"}, "sk": {"S": _PLACE}}
    gets: list[Any] = [{"Get": {"TableName": table, "Key": key}} for key in (link, place)]
    try:
        found = client.transact_get_items(TransactItems=gets)["Responses"]
    except ClientError as error:
        if error.response["Error"]["Code"] != CANCELLED:
            raise
        return False
    return all("Item" in one for one in found)


def stands_before(item: Row, head: AuditHead | None) -> bool:
    """Whether the chain goes to it up to that end, or it is a read."""
    pk, sk = item["pk"]["S"], item["sk"]["S"]
    if sk == _READ:
        return True
    if head is None:
        return False
    if pk == _DAYS:
        return bool(sk <= head.day.isoformat())
    place = item["place"]["S"]
    return bool(place <= f"{head.day}#{head.number:09d}")
