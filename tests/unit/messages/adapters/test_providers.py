"""What the answers of SES and SNS mean."""

from __future__ import annotations

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ReadTimeoutError,
)

from chalicelib.messages.adapters import email, providers, sms
from chalicelib.messages.application.senders import Final, Retryable, SendFailure, Unsure
from chalicelib.messages.domain.messages import Text

TEXT = Text("Chủ đề", "Nội dung")
URL = {"endpoint_url": "https://provider"}


class Client:
    """A boto3 client whose every call raises, or answers."""

    class meta:  # noqa: N801 - as boto3 names it
        region_name = "ap-southeast-1"

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.calls = error, []

    def _call(self, **request: object) -> dict[str, str]:
        self.calls.append(request)
        if self.error:
            raise self.error
        return {"MessageId": "m-1"}

    send_email = publish = _call


def client_error(code: str, status: int = 400) -> ClientError:
    text = "no such number 0912345678"
    answer = {
        "Error": {"Code": code, "Message": text},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    return ClientError(answer, "Publish")


def send_by(service: str, error: Exception | None) -> str:
    client = Client(error)
    if service == "ses":
        return email.SesEmailSender(client, "no-reply@laocai.example").send("a@b.example", TEXT)
    return sms.SnsSmsSender(client, "LaoCai-S").send("+84912345678", TEXT)


TABLES = {
    "ses": {**providers.ANY_SERVICE, **email.VERDICTS},
    "sns": {**providers.ANY_SERVICE, **sms.VERDICTS},
}


@pytest.mark.parametrize(
    ("service", "code", "kind", "reason"),
    [(s, code, *verdict) for s, table in TABLES.items() for code, verdict in table.items()],
)
def test_every_known_code_has_its_verdict(service, code, kind, reason) -> None:
    """Both tables whole; a final answer must not be tried again, a passing one must."""
    with pytest.raises(SendFailure) as failure:
        send_by(service, client_error(code))
    assert (type(failure.value), failure.value.reason) == (kind, reason)


@pytest.mark.parametrize("service", ["ses", "sns"])
@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (client_error("SomethingNew", 500), Retryable, "unavailable"),
        (client_error("SomethingNew", 503), Retryable, "unavailable"),
        (client_error("SomethingNew", 429), Retryable, "throttled"),
        (client_error("SomethingNew", 400), Final, "refused"),
        (ConnectTimeoutError(**URL), Retryable, "unreachable"),
        (EndpointConnectionError(**URL), Retryable, "unreachable"),
        (ReadTimeoutError(**URL), Unsure, "no_answer"),
        (ConnectionClosedError(**URL), Unsure, "no_answer"),
        (HTTPClientError(error="reset"), Unsure, "no_answer"),
    ],
)
def test_unknown_codes_and_broken_lines(service, error, kind, reason) -> None:
    """What never arrived is tried again; what may have arrived is not."""
    with pytest.raises(SendFailure) as failure:
        send_by(service, error)
    assert (type(failure.value), failure.value.reason) == (kind, reason)
    assert "0912345678" not in str(failure.value)


def test_sending_is_never_retried_by_the_sdk() -> None:
    """After a lost answer the SDK would send the same message again by itself."""
    assert providers.SEND_ONCE.retries["total_max_attempts"] == 1


def test_mail_is_plain_text_with_a_subject() -> None:
    """No HTML: nothing to phish with, and it reads well on every phone."""
    client = Client()
    receipt = email.SesEmailSender(client, "no-reply@laocai.example").send("a@b.example", TEXT)
    assert receipt == "m-1"
    assert client.calls[0] == {
        "FromEmailAddress": "no-reply@laocai.example",
        "Destination": {"ToAddresses": ["a@b.example"]},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Chủ đề", "Charset": "UTF-8"},
                "Body": {"Text": {"Data": "Nội dung", "Charset": "UTF-8"}},
            }
        },
    }


def test_short_messages_carry_sender_name_and_type() -> None:
    """Transactional: carriers deliver them ahead of advertising."""
    client = Client()
    assert sms.SnsSmsSender(client, "LaoCai-S").send("+84912345678", TEXT) == "m-1"
    attributes = client.calls[0]["MessageAttributes"]
    assert {name: value["StringValue"] for name, value in attributes.items()} == {
        "AWS.SNS.SMS.SenderID": "LaoCai-S",
        "AWS.SNS.SMS.SMSType": "Transactional",
    }


@pytest.mark.parametrize("name", ["", "A-name-too-long", "Lao Cai", "123"])
def test_a_bad_sender_name_is_found_when_the_sender_is_made(name) -> None:
    """A wrong setting is found at the first use, not by the network."""
    with pytest.raises(sms.BadSenderName):
        sms.SnsSmsSender(Client(), name)
