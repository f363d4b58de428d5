"""One session for all clients, and one client for all models."""

from __future__ import annotations

import boto3
import pytest
from botocore.session import Session
from pynamodb.connection import Connection, base

from chalicelib.runtime.dynamodb.session import share_session

REGION = "ap-southeast-1"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Session]:
    """The sessions that make a client, each time one is made."""
    sessions: list[Session] = []
    original = Session.create_client

    def create_client(self: Session, *args: object, **options: object) -> object:
        sessions.append(self)
        return original(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Session, "create_client", create_client)
    monkeypatch.setattr(base, "get_session", base.get_session)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    share_session()
    return sessions


def test_all_models_share_one_client(made: list[Session]) -> None:
    """One connection pool and one handshake, however many tables."""
    assert Connection(region=REGION).client is Connection(region=REGION).client
    assert len(made) == 1


def test_a_cloud_elsewhere_gets_a_client_of_its_own(made: list[Session]) -> None:
    """What speaks to one address never speaks to another one."""
    here, there = (Connection(region=REGION, host=f"http://127.0.0.1:{n}") for n in (1, 2))
    assert here.client.meta.endpoint_url != there.client.meta.endpoint_url
    assert len(made) == 2


def test_clients_that_are_no_models_share_the_session(made: list[Session]) -> None:
    """The services' descriptions are read once."""
    boto3.client("sqs", region_name=REGION)
    assert Connection(region=REGION).client
    assert made[0] is made[1]


def test_the_models_client_speaks_leanly(made: list[Session]) -> None:
    """Whatever is written through a model is encoded at once, not attribute by attribute."""
    client = Connection(region=REGION).client
    assert len(made) == 1
    request = client._serializer.serialize_to_request(
        {"TableName": "cases", "Item": {"card": {"B": b"\xff"}}},
        client.meta.service_model.operation_model("PutItem"),
    )
    assert request["body"] == b'{"TableName":"cases","Item":{"card":{"B":"/w=="}}}'
    assert request["headers"]["X-Amz-Target"] == "DynamoDB_20120810.PutItem"
