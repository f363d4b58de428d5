"""SQS, to write to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.relay.application.ports import QueueMessage

_PER_CALL = 10


class QueueRefused(Exception):
    """SQS took the call but not every letter."""


class SqsQueues:
    """`queues` in the order in which a batch is sent on, and `url_of` each; `dead_letters` are the
    relay's own."""

    def __init__(
        self, client: Any, queues: Sequence[str], url_of: Callable[[str], str], dead_letters: str
    ) -> None:
        self._client = client
        self._queues = queues
        self._url_of = url_of
        self._dead_letters = dead_letters

    def send(self, letters: Sequence[QueueMessage]) -> None:
        """Ten letters a call and queue; raises `QueueRefused` or botocore's errors.

        The figures' letters go last: what the figures have counted has reached everybody.
        """
        by_queue: dict[str, list[str]] = defaultdict(list)
        for letter in letters:
            by_queue[letter.queue].append(letter.body)
        for queue in self._queues:
            bodies = by_queue[queue]
            for start in range(0, len(bodies), _PER_CALL):
                self._send_batch(self._url_of(queue), bodies[start : start + _PER_CALL])

    def _send_batch(self, url: str, bodies: Sequence[str]) -> None:
        entries = [{"Id": str(i), "MessageBody": body} for i, body in enumerate(bodies)]
        answer = self._client.send_message_batch(QueueUrl=url, Entries=entries)
        if answer.get("Failed"):
            raise QueueRefused(", ".join(failed["Code"] for failed in answer["Failed"]))

    def set_aside(self, body: str) -> None:
        """One letter to the relay's dead-letter queue."""
        self._client.send_message(QueueUrl=self._dead_letters, MessageBody=body)
