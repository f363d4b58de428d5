"""One session for all clients, and one client for all models."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import boto3
import pytest
from botocore import endpoint
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from botocore.session import Session
from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection import Connection, base
from pynamodb.exceptions import PutError
from pynamodb.models import Model
from urllib3 import HTTPResponse

from chalicelib.kernel.errors import TooMany
from chalicelib.runtime.dynamodb.session import share_session

REGION = "ap-southeast-1"
NOWHERE = "http://127.0.0.1:1"
CONFLICT, CONDITION = "TransactionConflictException", "ConditionalCheckFailedException"


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


def _refuses(client: Any, monkeypatch: pytest.MonkeyPatch, codes: Sequence[str]) -> list[str]:
    """Each write is refused by the next of these codes, the last for good; what was refused."""
    refused: list[str] = []

    def answer(**_: object) -> AWSResponse:
        code = codes[min(len(refused), len(codes) - 1)]
        refused.append(code)
        body = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}"})
        raw = HTTPResponse(io.BytesIO(body.encode()), preload_content=False)
        return AWSResponse(NOWHERE, 400, {}, raw)

    monkeypatch.setattr(endpoint.time, "sleep", lambda _seconds: None)
    client.meta.events.register("before-send.dynamodb", answer)
    return refused


def _model() -> Any:
    class Thing(Model):
        class Meta:
            table_name, region, host = "things", REGION, NOWHERE

        id = UnicodeAttribute(hash_key=True)

    return Thing("one")


@pytest.mark.usefixtures("made")
def test_a_write_that_meets_a_transaction_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then its own condition says what comes of it, as if it had come a moment later."""
    client = Connection(region=REGION, host=NOWHERE).client
    refused = _refuses(client, monkeypatch, [CONFLICT, CONFLICT, CONDITION])
    with pytest.raises(PutError) as told:
        _model().save()
    assert told.value.cause_response_code == CONDITION
    assert refused == [CONFLICT, CONFLICT, CONDITION]


@pytest.mark.usefixtures("made")
def test_transactions_without_end_are_told_as_too_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A 429 that says when, never a 500."""
    client = Connection(region=REGION, host=NOWHERE).client
    refused = _refuses(client, monkeypatch, [CONFLICT])
    with pytest.raises(TooMany) as told:
        _model().save()
    assert (told.value.code, told.value.retry_after) == ("too_busy", 1)
    assert len(refused) == 12


@pytest.mark.usefixtures("made")
def test_writes_without_models_are_sent_again_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients of boto3 are of the same session: counts of the campaign, the operator's commands."""
    client = boto3.client("dynamodb", region_name=REGION, endpoint_url=NOWHERE)
    refused = _refuses(client, monkeypatch, [CONFLICT, CONDITION])
    with pytest.raises(ClientError) as told:
        client.put_item(TableName="things", Item={"id": {"S": "one"}})
    assert told.value.response["Error"]["Code"] == CONDITION
    assert refused == [CONFLICT, CONDITION]
