"""Tables for storage contracts, as the stack's template declares them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

import boto3
from botocore.session import get_session
from moto import mock_aws

from localstack.bare_cloud import make_table

_AWAY = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "ap-southeast-1",
}


@contextmanager
def cloud(endpoint: str | None = None) -> Iterator[None]:
    """Whatever AWS is asked for meanwhile, the emulator answers; without one, moto.

    Clients get sessions of their own: one that another test shared would speak to its cloud.
    """
    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(boto3, "DEFAULT_SESSION", None))
        stack.enter_context(mock.patch("pynamodb.connection.base.get_session", get_session))
        stack.enter_context(mock.patch.dict(os.environ, _AWAY))
        os.environ.pop("AWS_ENDPOINT_URL", None)
        if endpoint:
            os.environ["AWS_ENDPOINT_URL"] = endpoint
        else:
            stack.enter_context(mock_aws())
        yield


@contextmanager
def messages_table(endpoint: str | None = None) -> Iterator[str]:
    """An empty table of messages."""
    with cloud(endpoint):
        yield make_table("MessagesTable")
