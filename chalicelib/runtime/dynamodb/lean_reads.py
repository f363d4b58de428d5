"""Reads of a hundred small items, without models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.runtime.dynamodb.session import shared_client

Attributes = dict[str, dict[str, Any]]
"""An item as the service gives it: `{"id": {"S": "…"}}`."""


class LeanReader:
    """Queries and batches without models."""

    def __init__(self) -> None:
        self._client = shared_client()

    def query(self, **asked: Any) -> Sequence[Attributes]:
        """The items of one query."""
        items: Sequence[Attributes] = self._client.query(**asked)["Items"]
        return items

    def count(self, **asked: Any) -> int:
        """How many items one query finds, without them."""
        return int(self._client.query(**asked, Select="COUNT")["Count"])

    def batch(self, table: str, keys: Sequence[Any], attributes: str) -> Sequence[Attributes]:
        """At most 100 items; asked again for those that the service left over."""
        found: list[Attributes] = []
        wanted: Any = {table: {"Keys": list(keys), "ProjectionExpression": attributes}}
        while wanted:
            answer = self._client.batch_get_item(RequestItems=wanted)
            found += answer["Responses"].get(table, ())
            wanted = answer.get("UnprocessedKeys")
        return found
