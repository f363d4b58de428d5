"""DynamoDB's published rules of size and read units.

Source: Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats" and "read consumption".
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

READ_STEP = 4096
"""Bytes that one strongly consistent read unit reads."""
_CONTAINER_BYTES = 3
_ELEMENT_BYTES = 1

Item = Mapping[str, Mapping[str, Any]]


def read_units(size: int, *, consistent: bool, transaction: bool = False) -> float:
    """Units for `size` bytes read in one go; nothing found costs as much as one step."""
    steps = max(1, ceil(size / READ_STEP))
    return steps * (2.0 if transaction else 1.0 if consistent else 0.5)


def item_size(item: Item) -> int:
    """Bytes of an item: names and values."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "B":
        return len(content)
    if kind == "N":
        return _number_size(content)
    if kind in ("NULL", "BOOL"):
        return 1
    if kind == "M":
        inner = sum(len(k.encode()) + _value_size(v) + _ELEMENT_BYTES for k, v in content.items())
        return _CONTAINER_BYTES + inner
    if kind == "L":
        return _CONTAINER_BYTES + sum(_value_size(v) + _ELEMENT_BYTES for v in content)
    return sum(_value_size({kind[0]: element}) for element in content)


def _number_size(text: str) -> int:
    """About one byte for two significant digits, one more, and one for a minus."""
    digits = text.lstrip("-").replace(".", "").strip("0")
    return ceil(len(digits) / 2) + 1 + text.startswith("-")
