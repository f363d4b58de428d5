"""Whether the tables answer, within bounded time."""

from __future__ import annotations

from collections.abc import Mapping

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

_BRIEF = Config(connect_timeout=1, read_timeout=2, retries={"max_attempts": 1})


def probe(tables: Mapping[str, str]) -> dict[str, str]:
    """`ok` or `down` by name; two seconds a table at the most."""
    client = boto3.client("dynamodb", config=_BRIEF)

    def state(table: str) -> str:
        try:
            client.describe_table(TableName=table)
        except (BotoCoreError, ClientError):
            return "down"
        return "ok"

    return {name: state(table) for name, table in tables.items()}
