"""One botocore session for all clients of a process, and one client for all of PynamoDB's models.

PynamoDB makes a session and a client for each model class, and each session reads the description
of the service anew: some 80 ms of CPU a class, in the first request, and a handshake each. With one
of each, the first model pays.

A user agent of our own: botocore puts its own together anew for each call, which is a tenth of what
a call costs.

A write by itself that meets a transaction on its item is refused by DynamoDB and tried again by
nobody: here it is, until its own condition can speak.
"""

from __future__ import annotations

import os
import random
from typing import Any

import boto3
from botocore.config import Config
from botocore.session import Session, get_session
from pynamodb.connection import Connection, base

from chalicelib.kernel.errors import TooMany

_USER_AGENT = "citizen-cases"
_IN_A_TRANSACTION = "TransactionConflictException"
_ATTEMPTS = 12
_PAUSE = 0.05
"""Seconds, at most, before a write that met a transaction is tried again; longer each time."""


class _OneClient:
    """What PynamoDB takes for a session of its own."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._clients: dict[tuple[object, ...], Any] = {}

    def create_client(self, *which: str, endpoint_url: str | None, config: Config) -> Any:
        """The client for these; one that was made before credentials were there is made anew."""
        key = *which, endpoint_url, os.environ.get("AWS_ENDPOINT_URL")
        client = self._clients.get(key)
        if client is None or not client._request_signer._credentials:
            made = self._session.create_client(*which, endpoint_url=endpoint_url, config=config)
            client = self._clients[key] = made
        return client


def share_session() -> None:
    """Let everything that makes a client from now on use the same session."""
    session = get_session()
    session.set_default_client_config(Config(user_agent=_USER_AGENT))
    session.register("needs-retry.dynamodb", _after_the_transaction, "after-the-transaction")

    clients = _OneClient(session)
    base.get_session = lambda: clients  # type: ignore[attr-defined]  # it imports it
    boto3.setup_default_session(botocore_session=session)


def shared_client() -> Any:
    """The client of PynamoDB's models, for what is said without them: another one takes as long to
    make as the first."""
    return Connection().client


def _after_the_transaction(response: Any, attempts: int, **_: object) -> float | None:
    """How long to wait before the write is sent again; nothing of it was written.

    Raises TooMany (`too_busy`) when transactions of others stand in the way again and again.
    """
    if response is None or response[1].get("Error", {}).get("Code") != _IN_A_TRANSACTION:
        return None
    if attempts >= _ATTEMPTS:
        raise TooMany("too_busy", 1)
    return random.uniform(0, _PAUSE * attempts)
