"""What a lean client sends: signed as botocore signs, to where botocore would send it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zlib import crc32

import boto3
import pytest
from botocore import auth, endpoint
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ConnectionClosedError, NoCredentialsError
from msgspec.json import encode

from chalicelib.runtime.dynamodb import lean_requests
from chalicelib.runtime.dynamodb.lean_calls import speak_leanly

REGION = "ap-southeast-1"
AMAZON = f"https://dynamodb.{REGION}.amazonaws.com/"


class _Answered:
    """The body of an answer."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> list[bytes]:
        return [self._body]


def lean(monkeypatch: pytest.MonkeyPatch, token: str | None = None, **options: Any) -> Any:
    """A client that would speak to Amazon."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    keys = {"aws_access_key_id": "AKID", "aws_secret_access_key": "secret"}
    session = boto3.Session(**keys, aws_session_token=token, region_name=REGION)
    client = session.client("dynamodb", config=Config(parameter_validation=False), **options)
    speak_leanly(client)
    return client


def sent(client: Any, *losses: Exception | bytes, body: bytes = b"{}") -> list[AWSPreparedRequest]:
    """The requests that it sends; the first ones are lost so, or answered with what is broken."""
    requests: list[AWSPreparedRequest] = []
    lost = iter(losses)

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        requests.append(request)
        came = next(lost, body)
        if isinstance(came, Exception):
            raise came
        headers = {"x-amzn-RequestId": "r-1", "x-amz-crc32": str(crc32(body))}
        return AWSResponse(request.url, 200, headers, _Answered(came))

    client.meta.events.register("before-send.dynamodb", answer)
    return requests


@pytest.mark.parametrize("token", [None, "a-session's"])
@pytest.mark.parametrize("address", [None, "http://127.0.0.1:4566", "https://127.0.0.1:443"])
def test_it_is_signed_as_botocore_signs(
    monkeypatch: pytest.MonkeyPatch, token: str | None, address: str | None
) -> None:
    """The same headers under the same keys give the same line."""
    client = lean(monkeypatch, token, endpoint_url=address)
    requests = sent(client)
    answer = client.put_item(TableName="cases", Item={"id": {"S": "Ổ gà"}, "body": {"B": b"\xff"}})
    (request,) = requests
    assert request.url == (f"{address}/" if address else AMAZON)
    assert (
        request.body
        == '{"TableName":"cases","Item":{"id":{"S":"Ổ gà"},"body":{"B":"/w=="}}}'.encode()
    )
    assert answer["ResponseMetadata"]["RequestId"] == "r-1"
    at = datetime.strptime(request.headers["X-Amz-Date"].decode(), "%Y%m%dT%H%M%SZ").replace(
        tzinfo=UTC
    )
    monkeypatch.setattr(auth, "get_current_datetime", lambda: at)
    names = ("Content-Type", "X-Amz-Target")
    theirs = AWSRequest(
        "POST", request.url, {name: request.headers[name].decode() for name in names}, request.body
    )
    auth.SigV4Auth(Credentials("AKID", "secret", token), "dynamodb", REGION).add_auth(theirs)
    for name in ("Authorization", "X-Amz-Date", "X-Amz-Security-Token"):
        told = theirs.headers.get(name)
        assert request.headers.get(name) == (told and told.encode())


def test_what_was_lost_is_signed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second try has the time and the signature of its own instant."""
    hours = iter((0, 3600))
    real = lean_requests.time.gmtime
    monkeypatch.setattr(lean_requests.time, "gmtime", lambda: real(next(hours)))
    client = lean(monkeypatch)
    requests = sent(client, ConnectionClosedError(endpoint_url=AMAZON))
    client.delete_item(TableName="cases", Key={"id": {"S": "1"}})
    first, second = requests
    assert [one.headers["X-Amz-Date"][9:] for one in requests] == [b"000000Z", b"010000Z"]
    assert first.body == second.body
    assert first.headers["Authorization"] != second.headers["Authorization"]


def test_what_came_broken_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checksum says so, as it does to botocore."""
    monkeypatch.setattr(endpoint.time, "sleep", lambda _seconds: None)
    body = b'{"Item":{"id":{"S":"1"}}}'
    client = lean(monkeypatch)
    requests = sent(client, b'{"Item":{"id":{"S":"7"}}}', body=body)
    found = client.get_item(TableName="cases", Key={"id": {"S": "1"}})
    assert found["Item"] == {"id": {"S": "1"}}
    assert len(requests) == 2


def test_what_a_batch_left_over_can_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its bytes."""
    put = {"cases": [{"PutRequest": {"Item": {"id": {"S": "1"}, "body": {"B": b"\xff"}}}}]}
    client = lean(monkeypatch)
    sent(client, body=encode({"UnprocessedItems": put}))
    assert client.batch_write_item(RequestItems=put)["UnprocessedItems"] == put


def test_an_address_with_a_path_is_left_to_botocore(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is signed with its path."""
    client = lean(monkeypatch, endpoint_url="http://127.0.0.1:4566/tables")
    requests = sent(client)
    client.delete_item(TableName="cases", Key={"id": {"S": "1"}})
    assert requests[0].url.startswith("http://127.0.0.1:4566/tables")
    assert b"Signature=" in requests[0].headers["Authorization"]


def test_nobody_signs_without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is told as ever."""
    client = lean(monkeypatch)
    client._request_signer._credentials = None
    sent(client)
    with pytest.raises(NoCredentialsError):
        client.delete_item(TableName="cases", Key={"id": {"S": "1"}})
