"""DynamoDB's JSON written and read as it is, without botocore's walk through each attribute of what
is asked and answered, which costs more than all else that is done with a page of a hundred items.
What is sent and what is given back are the same."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from typing import Any

from msgspec.json import decode, encode

_OK = 200
_READING = ("GetItem", "Query", "BatchGetItem")


class _LeanSerializer:
    """In the place of botocore's own: target and headers are its."""

    def __init__(self, own: Any) -> None:
        self._own = own

    def serialize_to_request(self, parameters: dict[str, Any], operation_model: Any) -> Any:
        """Bytes travel as Base64, which is how they are encoded."""
        request = self._own.serialize_to_request({}, operation_model)
        request["body"] = encode(parameters)
        return request


def speak_leanly(client: Any) -> None:
    """Let this client of DynamoDB, which checks no parameters, do so from now on."""
    client._serializer = _LeanSerializer(client._serializer)
    for operation in _READING:
        client.meta.events.register(f"before-parse.dynamodb.{operation}", _as_it_came)


def _as_it_came(
    response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: Any
) -> None:
    """What went wrong is read as ever."""
    if response_dict["status_code"] != _OK:
        return
    answer = decode(response_dict["body"])
    for item in _items(answer):
        _read_bytes(item.values())
    customized_response_dict.update(answer)
    response_dict["body"] = b"{}"


def _items(answer: dict[str, Any]) -> Iterable[dict[str, Any]]:
    if "Item" in answer:
        yield answer["Item"]
    yield from answer.get("Items", ())
    for items in answer.get("Responses", {}).values():
        yield from items


def _read_bytes(values: Iterable[dict[str, Any]]) -> None:
    """In place, in lists and maps too."""
    for value in values:
        if "B" in value:
            value["B"] = b64decode(value["B"])
        elif "BS" in value:
            value["BS"] = list(map(b64decode, value["BS"]))
        elif "M" in value:
            _read_bytes(value["M"].values())
        elif "L" in value:
            _read_bytes(value["L"])
