"""DynamoDB's JSON written and read as it is, without botocore's walk through each attribute of what
is asked and answered, which costs more than all else that is done with a page of a hundred items.
What is sent and what is given back are the same."""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Iterable
from typing import Any

from msgspec.json import decode, encode

from chalicelib.runtime.dynamodb.lean_requests import (
    LeanRequests,
    LeanRetries,
    OneAddress,
    remember_pools,
)

_OK = 200
_OPERATIONS = ("GetItem", "Query", "BatchGetItem", "PutItem", "UpdateItem", "DeleteItem")
_ANSWERS = frozenset(
    f"{name}Output" for name in (*_OPERATIONS, "TransactWriteItems", "BatchWriteItem")
)
_REQUEST_ID = "x-amzn-requestid"


class _LeanSerializer:
    """In the place of botocore's own: target and headers are its."""

    def __init__(self, own: Any) -> None:
        self._own = own

    def serialize_to_request(self, parameters: dict[str, Any], operation_model: Any) -> Any:
        """Bytes travel as Base64, which is how they are encoded."""
        request = self._own.serialize_to_request({}, operation_model)
        request["body"] = encode(parameters)
        return request


class _LeanParser:
    """In the place of botocore's own, which reads what went wrong, and the rarer answers."""

    def __init__(self, own: Any) -> None:
        self._own = own

    def parse(self, response: dict[str, Any], shape: Any) -> dict[str, Any]:
        """What was answered, with what botocore tells of each answer."""
        if response["status_code"] != _OK or shape is None or shape.name not in _ANSWERS:
            return self._read_by_botocore(response, shape)
        answer: dict[str, Any] = decode(response["body"])
        if answer.get("UnprocessedItems"):
            return self._read_by_botocore(response, shape)
        for item in _items(answer):
            _read_bytes(item.values())
        headers = {name.lower(): value for name, value in response["headers"].items()}
        about = {"HTTPStatusCode": _OK, "HTTPHeaders": headers}
        if _REQUEST_ID in headers:
            about["RequestId"] = headers[_REQUEST_ID]
        answer["ResponseMetadata"] = about
        return answer

    def _read_by_botocore(self, response: dict[str, Any], shape: Any) -> dict[str, Any]:
        parsed: dict[str, Any] = self._own.parse(response, shape)
        return parsed


class _LeanParsers:
    """In the place of the endpoint's factory, which makes one for each answer."""

    def __init__(self, own: Any) -> None:
        self._own = own
        self._made: dict[str, _LeanParser] = {}

    def create_parser(self, protocol: str) -> _LeanParser:
        """Parsers keep nothing of what they have read."""
        if protocol not in self._made:
            self._made[protocol] = _LeanParser(self._own.create_parser(protocol))
        return self._made[protocol]


def speak_leanly(client: Any) -> None:
    """Let this client of DynamoDB, which checks no parameters, do so from now on."""
    endpoint = client._endpoint
    remember_pools(endpoint.http_session)
    client._serializer = _LeanSerializer(client._serializer)
    client._resolve_endpoint_ruleset = OneAddress(client)
    endpoint.create_request = LeanRequests(client)
    endpoint._needs_retry = LeanRetries(client)
    endpoint._response_parser_factory = _LeanParsers(endpoint._response_parser_factory)


def _items(answer: dict[str, Any]) -> Iterable[dict[str, Any]]:
    for name in ("Item", "Attributes"):
        if name in answer:
            yield answer[name]
    yield from answer.get("Items", ())
    for items in answer.get("Responses", {}).values():
        yield from items


def _read_bytes(values: Iterable[dict[str, Any]]) -> None:
    """In place, in lists and maps too."""
    for value in values:
        if "B" in value:
            value["B"] = a2b_base64(value["B"])
        elif "BS" in value:
            value["BS"] = list(map(a2b_base64, value["BS"]))
        elif "M" in value:
            _read_bytes(value["M"].values())
        elif "L" in value:
            _read_bytes(value["L"])
