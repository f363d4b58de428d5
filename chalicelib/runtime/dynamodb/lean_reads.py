"""Reads of a hundred small items: without models, and without botocore's reading of each attribute,
which costs more than all else that is done with such a page. The answers are the same."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Sequence
from typing import Any

import boto3
from botocore.config import Config
from msgspec.json import decode

Attributes = dict[str, dict[str, Any]]
"""An item as the service gives it: `{"id": {"S": "…"}}`."""
_OK = 200


class LeanReader:
    """Queries and batches on a client of its own."""

    def __init__(self) -> None:
        # What is asked is put together here: botocore need not look at each key of a hundred.
        self._client = boto3.client("dynamodb", config=Config(parameter_validation=False))
        self._client.meta.events.register("before-parse.dynamodb", _as_it_came)

    def query(self, **asked: Any) -> Sequence[Attributes]:
        """The items of one query."""
        items: Sequence[Attributes] = self._client.query(**asked)["Items"]
        return items

    def batch(self, table: str, keys: Sequence[Any], attributes: str) -> Sequence[Attributes]:
        """At most 100 items; asked again for those that the service left over."""
        found: list[Attributes] = []
        wanted: Any = {table: {"Keys": list(keys), "ProjectionExpression": attributes}}
        while wanted:
            answer = self._client.batch_get_item(RequestItems=wanted)
            found += answer["Responses"].get(table, ())
            wanted = answer.get("UnprocessedKeys")
        return found


def _as_it_came(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
) -> None:
    """Bytes travel as Base64. What went wrong is read as ever."""
    if response_dict["status_code"] != _OK:
        return
    answer = decode(response_dict["body"])
    for item in _items(answer):
        for value in item.values():
            if "B" in value:
                value["B"] = b64decode(value["B"])
    customized_response_dict.update(answer)
    response_dict["body"] = b"{}"


def _items(answer: dict[str, Any]) -> Iterable[Attributes]:
    yield from answer.get("Items", ())
    for items in answer.get("Responses", {}).values():
        yield from items
