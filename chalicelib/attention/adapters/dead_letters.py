"""How many letters lie in the dead-letter queues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_COUNT = "ApproximateNumberOfMessages"


class SqsDeadLetters:
    """Looks into dead-letter queues; `urls` by the name that people know."""

    def __init__(self, client: Any, urls: Mapping[str, str]) -> None:
        self._client = client
        self._urls = urls

    def counts(self) -> list[tuple[str, int]]:
        """One call a queue: asked for by people, seldom."""
        return [(name, self._count(url)) for name, url in self._urls.items()]

    def _count(self, url: str) -> int:
        found = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=[_COUNT])
        return int(found["Attributes"][_COUNT])
