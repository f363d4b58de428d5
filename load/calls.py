"""AWS calls of this process, whichever session their clients are of: models that were read by an
earlier product keep their client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from botocore.client import BaseClient

from bench.meter import is_aside

_CLOCK = {"id": {"S": "clock"}}


@contextmanager
def calls_counted() -> Iterator[Counter[str]]:
    """By operation, inside the block, without what the bench asks for itself, and without looks at
    the clock, which is an item of the local stage's alone."""
    made, calls = BaseClient._make_api_call, Counter[str]()

    def counted(client: Any, operation: str, asked: Any) -> Any:
        if not is_aside() and asked.get("Key") != _CLOCK:
            calls[operation] += 1
        return made(client, operation, asked)

    with mock.patch.object(BaseClient, "_make_api_call", counted):
        yield calls
