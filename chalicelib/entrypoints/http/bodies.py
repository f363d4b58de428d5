"""Reading a JSON body strictly: what cannot be read is `Unreadable` (400), by the contract."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from chalicelib.domain.errors import Unreadable

MOST_BYTES = 128 * 1024
DEEPEST = 32
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_LONGEST_INTEGER = 300
"""Digits; beyond that no number means anything here."""


def read_json(raw: bytes) -> Any:
    """The JSON value; raises `Unreadable` with the code that says why not."""
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
        )
    except ValueError as error:
        raise Unreadable("not_json") from error
    if "\\u" in text:
        _check_surrogates(value)
    return value


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    depth = 0
    for char in _STRING.sub("", text):
        if char in "[{":
            depth += 1
            if depth > DEEPEST:
                raise Unreadable("too_deep")
        elif char in "]}":
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
