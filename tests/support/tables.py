"""Tables for storage contracts, as the stack's template declares them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import boto3
from botocore.loaders import create_loader
from botocore.session import Session, get_session
from moto.core.botocore_stubber import BotocoreStubber

from localstack.bare_cloud import make_table
from tests.support.moto_cloud import moto_cloud

_AWAY = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "ap-southeast-1",
}


_MODELS = create_loader()
"""What botocore knows of the services: read once, not again for each session."""


def _session() -> Session:
    session = get_session()
    session.register_component("data_loader", _MODELS)
    return session


_process_request = BotocoreStubber.process_request
_TURN = threading.Lock()


def _in_turn(stubber: BotocoreStubber, request: Any) -> Any:
    """One request after the other: moto checks a condition and writes in two steps, DynamoDB in
    one."""
    with _TURN:
        return _process_request(stubber, request)


@contextmanager
def cloud(endpoint: str | None = None) -> Iterator[None]:
    """Whatever AWS is asked for meanwhile, the emulator answers; without one, moto.

    Clients get sessions of their own: one that another test shared would speak to its cloud.
    """
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(boto3, "DEFAULT_SESSION", None))
        stack.enter_context(
            mock.patch.object(boto3.session.botocore.session, "get_session", _session)
        )
        stack.enter_context(mock.patch("pynamodb.connection.base.get_session", _session))
        stack.enter_context(mock.patch.dict(os.environ, _AWAY))
        os.environ.pop("AWS_ENDPOINT_URL", None)
        if endpoint:
            os.environ["AWS_ENDPOINT_URL"] = endpoint
        else:
            stack.enter_context(moto_cloud())
            stack.enter_context(mock.patch.object(BotocoreStubber, "process_request", _in_turn))
        yield


@contextmanager
def messages_table(endpoint: str | None = None) -> Iterator[str]:
    """An empty table of messages."""
    with cloud(endpoint):
        yield make_table("MessagesTable")
