"""The imports' own queue: a letter comes again for the next step."""

from __future__ import annotations

from typing import Any


class SqsContinuation:
    """`client` is a boto3 SQS client."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def again(self, body: str) -> None:
        """One call."""
        self._client.send_message(QueueUrl=self._url, MessageBody=body)
