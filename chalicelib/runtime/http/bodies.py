"""Reading a JSON body strictly: what cannot be read is `Unreadable` (400), by the contract."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from chalicelib.kernel.errors import Unreadable

MOST_BYTES = 128 * 1024
DEEPEST = 32
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
"""A text (also one that does not end) or a bracket. Possessive, so that one pass does."""
_LONGEST_INTEGER = 300
"""Digits; beyond that no number means anything here."""
_MOST_FIELDS = 50
"""No form of ours has more."""
_EXACT = 2**53
"""Beyond it not every whole number has its own float."""


def raw_body(event: Mapping[str, Any]) -> bytes:
    """The body as bytes. What a gateway could not carry as text becomes bytes that are no UTF-8."""
    body = event.get("body") or ""
    if isinstance(body, bytes):  # Chalice's own local gateway
        return body
    if not event.get("isBase64Encoded"):
        return str(body).encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        return b"\xff"


def read_json(raw: bytes) -> Any:
    """The JSON value; raises `Unreadable` with the code that says why not.

    A whole number is an `int` however it is written: 1.0 is the same JSON value as 1.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable("not_utf8") from error
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_real,
        )
    except ValueError as error:
        raise Unreadable("not_json") from error
    if "\\u" in text:
        _check_surrogates(value)
    return value


def read_form(raw: bytes) -> dict[str, str]:
    """The fields of a page's form, as browsers send them; raises `Unreadable`.

    A field that is left empty is there, and empty.
    """
    try:
        text = raw.decode("ascii")
        pairs = parse_qsl(
            text,
            keep_blank_values=True,
            strict_parsing=bool(text),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeError as error:
        raise Unreadable("not_utf8") from error
    except ValueError as error:
        raise Unreadable("not_a_form") from error
    return _object(pairs)


def written(value: Any) -> bytes:
    """A JSON value as it is sent: UTF-8, without spaces. Half a surrogate pair, which an address
    may bring and UTF-8 has not, is escaped."""
    from msgspec.json import encode  # late, so that the app starts without it

    try:
        return encode(value)
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def canonical(value: Any) -> str:
    """The same text for the same JSON value, whatever its order and spacing."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _check_depth(text: str) -> None:
    """Before parsing, since the parser calls itself for each level."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for token in _TOKEN.finditer(text):
        found = token[0]
        if found in "[{":
            depth += 1
            if depth > DEEPEST:
                raise Unreadable("too_deep")
        elif found in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("duplicate_key")
    return found


def _constant(_name: str) -> NoReturn:
    raise Unreadable("not_a_number")


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise Unreadable("not_a_number")
    return int(digits)


def _real(digits: str) -> float | int:
    value = float(digits)
    return int(value) if abs(value) <= _EXACT and value.is_integer() else value


def _check_surrogates(value: Any) -> None:
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Unreadable("lone_surrogate") from error
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_surrogates(key)
            _check_surrogates(item)
    elif isinstance(value, list):
        for item in value:
            _check_surrogates(item)
