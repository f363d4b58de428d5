"""Whether tables and queues answer: one cheap call each, within bounded time, seldom."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Literal

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

State = Literal["ok", "down"]

_BRIEF = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 1})
_KEY = {"id": {"S": "health"}}
"""Of no item: reading it costs half a unit and needs the rights that requests need."""
_REMEMBERED_SECONDS = 5.0
"""However often strangers ask, a process looks no oftener."""


class Dependencies:
    """Tables by name, and one queue that stands for all. `ticks` are seconds of real time."""

    def __init__(
        self,
        tables: Mapping[str, str],
        queue_url: str,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tables = tables
        self._queue_url = queue_url
        self._ticks = ticks
        self._looked_at = float("-inf")
        self._states: dict[str, State] = {}

    def states(self) -> Mapping[str, State]:
        """`ok` or `down` by name; two seconds each at the most."""
        if self._ticks() - self._looked_at > _REMEMBERED_SECONDS:
            self._states = {name: self._table(table) for name, table in self._tables.items()}
            self._states["queues"] = self._queues()
            self._looked_at = self._ticks()
        return self._states

    def _table(self, table: str) -> State:
        client = boto3.client("dynamodb", config=_BRIEF)
        return _state(lambda: client.get_item(TableName=table, Key=_KEY))

    def _queues(self) -> State:
        client = boto3.client("sqs", config=_BRIEF)
        wanted = ["ApproximateNumberOfMessages"]
        return _state(
            lambda: client.get_queue_attributes(QueueUrl=self._queue_url, AttributeNames=wanted)
        )


def _state(look: Callable[[], object]) -> State:
    try:
        look()
    except (BotoCoreError, ClientError):
        return "down"
    return "ok"
