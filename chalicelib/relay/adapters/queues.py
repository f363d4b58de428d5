"""The topic of events, and queues to which nothing else comes straight."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from chalicelib.relay.application.ports import QueueMessage, TopicMessage
from chalicelib.relay.domain.subscriptions import ATTRIBUTE

_PER_CALL = 10
_BYTES_PER_CALL = 240_000
"""SNS takes 262,144 bytes in one call, attributes and all."""


class QueueRefused(Exception):
    """SNS or SQS took the call but not every letter."""


class AwsQueues:
    """`client_of` a service is asked at its first use: most batches need the topic alone.
    `dead_letters` are the relay's own."""

    def __init__(
        self,
        client_of: Callable[[str], Any],
        topic: str,
        url_of: Callable[[str], str],
        dead_letters: str,
    ) -> None:
        self._client_of = client_of
        self._topic = topic
        self._url_of = url_of
        self._dead_letters = dead_letters

    @cached_property
    def _sqs(self) -> Any:
        return self._client_of("sqs")

    @cached_property
    def _sns(self) -> Any:
        return self._client_of("sns")

    def send(self, letters: Sequence[QueueMessage]) -> None:
        """Ten letters a call and queue; raises `QueueRefused` or botocore's errors."""
        by_queue: dict[str, list[str]] = defaultdict(list)
        for letter in letters:
            by_queue[letter.queue].append(letter.body)
        for queue, bodies in by_queue.items():
            for part in _parts(bodies):
                batch = enumerate(bodies[part])
                entries = [{"Id": str(i), "MessageBody": body} for i, body in batch]
                answer = self._sqs.send_message_batch(QueueUrl=self._url_of(queue), Entries=entries)
                _check(answer)

    def publish(self, publications: Sequence[TopicMessage]) -> None:
        """Ten a call, in their order; raises `QueueRefused` or botocore's errors."""
        for part in _parts([one.body for one in publications]):
            entries = [
                {"Id": str(i), "Message": one.body, "MessageAttributes": _for(one.queues)}
                for i, one in enumerate(publications[part])
            ]
            answer = self._sns.publish_batch(
                TopicArn=self._topic, PublishBatchRequestEntries=entries
            )
            _check(answer)

    def set_aside(self, body: str) -> None:
        """One letter to the relay's dead-letter queue."""
        self._sqs.send_message(QueueUrl=self._dead_letters, MessageBody=body)


def _for(queues: tuple[str, ...]) -> dict[str, Any]:
    return {ATTRIBUTE: {"DataType": "String.Array", "StringValue": json.dumps(queues)}}


def _parts(bodies: Sequence[str]) -> Iterator[slice]:
    """As many as one call takes; one that is too large for any goes alone, and is refused alone."""
    start, size = 0, 0
    for at, length in enumerate(len(body.encode()) for body in bodies):
        if at > start and (at - start == _PER_CALL or size + length > _BYTES_PER_CALL):
            yield slice(start, at)
            start, size = at, 0
        size += length
    if bodies:
        yield slice(start, len(bodies))


def _check(answer: dict[str, Any]) -> None:
    if answer.get("Failed"):
        raise QueueRefused(", ".join(failed["Code"] for failed in answer["Failed"]))
