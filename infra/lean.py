"""What ships of botocore's descriptions of services: what clients need, without what people read.

A process reads and parses them before its first call of AWS: packed, with all texts, and with the
endpoints of four hundred services, that takes a quarter of what a cold start takes.
"""

from __future__ import annotations

import gzip
import json
from pathlib import PurePath
from typing import Any

_PACKED = ".json.gz"
_TEXT = "documentation"
_WITH_TEXTS = "clientContextParams"
"""A member that clients read with the texts of its members, and fail without."""


def lean(file: PurePath, content: bytes, endpoints: frozenset[str]) -> tuple[PurePath, bytes]:
    """Name and content of a dependency's file in the package; of all endpoints those are kept whose
    prefixes are given."""
    match file.parts:
        case ("botocore", "data", "endpoints.json"):
            return file, _written(_few(json.loads(content), endpoints))
        case ("botocore", "data", _, _, name) if name.endswith(_PACKED):
            plain = file.with_name(name.removesuffix(".gz"))
            return plain, _written(_without_texts(json.loads(gzip.decompress(content))))
    return file, content


def _few(described: dict[str, Any], endpoints: frozenset[str]) -> dict[str, Any]:
    partitions = [
        {**one, "services": {k: v for k, v in one["services"].items() if k in endpoints}}
        for one in described["partitions"]
    ]
    return {**described, "partitions": partitions}


def _without_texts(part: Any) -> Any:
    """A member of a shape that is called so is no text, and stays."""
    if isinstance(part, list):
        return [_without_texts(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        name: one if name == _WITH_TEXTS else _without_texts(one)
        for name, one in part.items()
        if name != _TEXT or not isinstance(one, str)
    }


def _written(described: Any) -> bytes:
    return json.dumps(described, separators=(",", ":"), ensure_ascii=False).encode()
