"""One session for all clients."""

from __future__ import annotations

import boto3
import pytest
from pynamodb.connection import Connection, base

from chalicelib.adapters.aws_session import share_session


def test_all_clients_share_one_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """PynamoDB's connections and boto3's clients read the services' descriptions once."""
    monkeypatch.setattr(base, "get_session", base.get_session)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    share_session()
    first, second = Connection(), Connection()
    assert first.session is second.session
    assert boto3.DEFAULT_SESSION._session is first.session
