"""Accounts that were used in a month: one item each in the campaign's table, written once.

A process remembers whom it has seen there, so that further requests ask nothing; one that has not
looks first, since a read costs a tenth of a write that is refused.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.kernel.instants import local_date, store
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.session import shared_client
from chalicelib.runtime.workers.logs import logger

MOST_REMEMBERED = 50_000
_COUNTS = "counts"


class DynamoPresence:
    """Of one table. The item's event tells the campaign to count it."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._client = shared_client()
        self._seen: set[tuple[str, str]] = set()

    def note(self, account: str, at: datetime, correlation_id: str) -> None:
        """Nothing, one read, or a read and a write."""
        known = (account, f"{local_date(at):%Y-%m}")
        if known in self._seen:
            return
        try:
            self._write(*known, at, correlation_id)
        except (ClientError, BotoCoreError) as fault:
            logger.error("presence not noted", fault=type(fault).__name__)
            return
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        self._seen.add(known)

    def _write(self, account: str, month: str, at: datetime, correlation_id: str) -> None:
        key = {"pk": {"S": f"active#{account}#{month}"}, "sk": {"S": _COUNTS}}
        if "Item" in self._client.get_item(
            TableName=self._table, Key=key, ProjectionExpression="pk"
        ):
            return
        subject = f"A#{account}"
        event = {
            "schema": "account_event/1",
            "id": f"{subject}#{month.replace('-', '')}",
            "type": "account.active",
            "subject": subject,
            "at": store(at),
            "correlation_id": correlation_id,
        }
        item: dict[str, Any] = {**key, "event": {"S": json.dumps(event, separators=(",", ":"))}}
        try:
            self._client.put_item(
                TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(pk)"
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != REFUSED:
                raise
