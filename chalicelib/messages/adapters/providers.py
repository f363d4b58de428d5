"""What the answers of SES and SNS mean for a message: taken, later, never, or nobody knows.

The SDK's own retries are switched off for sending (`SEND_ONCE`): after a lost answer it would send
again by itself, and nothing may go out twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ProxyConnectionError,
)

from chalicelib.messages.application.senders import THROTTLED, Final, Retryable, SendFailure, Unsure

SEND_ONCE = Config(connect_timeout=2, read_timeout=6, retries={"total_max_attempts": 1})
"""Seconds. One call ends well within the time that functions keep in reserve."""


def in_both_regions(service: str, second: str) -> tuple[Any, Any]:
    """Clients of a service here and in the second region; without one the first stands for both."""
    here = boto3.client(service, config=SEND_ONCE)
    return here, boto3.client(service, region_name=second, config=SEND_ONCE) if second else here


Verdicts = Mapping[str, tuple[type[SendFailure], str]]
"""Error code of the service → kind of failure, and our reason."""

ANY_SERVICE: Verdicts = {
    "Throttling": (Retryable, THROTTLED),
    "ThrottlingException": (Retryable, THROTTLED),
    "RequestThrottled": (Retryable, THROTTLED),
    "ServiceUnavailable": (Retryable, "unavailable"),
    "InternalFailure": (Retryable, "unavailable"),
    "AccessDenied": (Retryable, "not_authorised"),
    "AccessDeniedException": (Retryable, "not_authorised"),
    "ExpiredToken": (Retryable, "not_authorised"),
    "ExpiredTokenException": (Retryable, "not_authorised"),
}
NEVER_ARRIVED = (
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ProxyConnectionError,
)
"""The request did not leave us, so it may be made again."""


@contextmanager
def judged(verdicts: Verdicts) -> Iterator[None]:
    """Turn a provider's error into a `SendFailure`. Its text, which may quote the address, stays
    behind."""
    try:
        yield
    except ClientError as error:
        raise _judge(error, {**ANY_SERVICE, **verdicts}) from None
    except NEVER_ARRIVED:
        raise Retryable("unreachable") from None
    except BotoCoreError:
        raise Unsure("no_answer") from None


def _judge(error: ClientError, verdicts: Verdicts) -> SendFailure:
    known = verdicts.get(error.response["Error"]["Code"])
    if known:
        kind, reason = known
        return kind(reason)
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    if status == 429:
        return Retryable(THROTTLED)
    return Retryable("unavailable") if status >= 500 else Final("refused")
