"""Faults in the calls to AWS, put in by one hook of botocore: the product does not know of them."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError
from urllib3.response import HTTPResponse

THROTTLED = 0.01
"""Of the calls to tables, queues and topic."""
REFUSED = 0.01
"""Of the calls to providers: half are refused for now, the answers of the others are lost."""
_THROTTLES = {
    "dynamodb": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    "sqs": "com.amazonaws.sqs#ThrottlingException",
    "sns": "Throttled",
}
SAYS = "injected "
"""How lines of a process begin that say so."""
_PROVIDERS = {"SendEmail": "TooManyRequestsException", "Publish": "Throttled"}


@dataclass
class InjectedFaults:
    """Switched on for this process; `counted` says how many there were of each kind."""

    chance: random.Random
    counted: Counter[str] = field(default_factory=Counter)
    _said: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """From now on, in every client of the shared session."""
        events = boto3.DEFAULT_SESSION._session
        for service in _THROTTLES:
            events.register(f"before-send.{service}", self._throttle)
        for operation in _PROVIDERS:
            events.register(f"before-send.*.{operation}", self._refuse)
            events.register(f"response-received.*.{operation}", self._lose)

    def say(self) -> None:
        """What there was, if that is more than was said."""
        if self.counted != self._said:
            self._said = self.counted.copy()
            print(SAYS + json.dumps(self.counted), flush=True)

    def _throttle(self, request: Any, event_name: str, **_: Any) -> AWSResponse | None:
        service = event_name.split(".")[1]
        if self.chance.random() >= THROTTLED:
            return None
        self.counted[f"{service} throttled"] += 1
        return _answer(request, 400, _THROTTLES[service])

    def _refuse(self, request: Any, event_name: str, **_: Any) -> AWSResponse | None:
        operation = event_name.split(".")[2]
        if self.chance.random() >= REFUSED / 2:
            return None
        self.counted[f"{operation} refused"] += 1
        return _answer(request, 429, _PROVIDERS[operation])

    def _lose(self, event_name: str, **_: Any) -> None:
        """The message has left; nobody hears of it."""
        if self.chance.random() < REFUSED / 2:
            self.counted[f"{event_name.split('.')[2]} answer lost"] += 1
            raise ReadTimeoutError(endpoint_url="chaos")


def _answer(request: Any, status: int, code: str) -> AWSResponse:
    body = json.dumps({"__type": code, "code": code, "message": "chaos"}).encode()
    if request.headers.get("Content-Type", b"").startswith(b"application/x-www-form"):
        body = (
            f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code>"
            "<Message>chaos</Message></Error><RequestId>chaos</RequestId></ErrorResponse>"
        ).encode()
    headers = {"x-amzn-errortype": code, "content-length": str(len(body))}
    raw = HTTPResponse(BytesIO(body), status=status, headers=headers, preload_content=False)
    return AWSResponse(request.url, status, headers, raw)
