"""SES and SNS, through real clients."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from chalicelib.adapters.email import SesEmailSender
from chalicelib.adapters.providers import SEND_ONCE
from chalicelib.adapters.sms import SnsSmsSender
from chalicelib.application.ports.senders import Final
from chalicelib.domain.messages import Text

REGION = "ap-southeast-1"
TEXT = Text("LC-260803-7K3QX: phân công xử lý", "Mã: LC-260803-7K3QX\nHạn: 17:00 ngày 06/08/2026")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield


@pytest.mark.usefixtures("cloud")
def test_mail_arrives_with_subject_and_text() -> None:
    """The request has the form that the real client accepts."""
    client = boto3.client("sesv2", region_name=REGION, config=SEND_ONCE)
    client.create_email_identity(EmailIdentity="laocai.example")
    sender = SesEmailSender(client, "no-reply@laocai.example")
    receipt = sender.send("officer@laocai.example", TEXT)
    sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages[-1]
    assert (sent.subject, sent.body) == (TEXT.subject, TEXT.body)
    assert sent.destinations["ToAddresses"] == ["officer@laocai.example"]
    assert receipt
    assert sender.name == "ses:ap-southeast-1"


@pytest.mark.usefixtures("cloud")
def test_mail_from_a_sender_that_is_not_verified_is_refused() -> None:
    """A refusal of the real client's kind finds its verdict."""
    client = boto3.client("sesv2", region_name=REGION, config=SEND_ONCE)
    with pytest.raises(Final):
        SesEmailSender(client, "nobody@elsewhere.example").send("officer@laocai.example", TEXT)


@pytest.mark.usefixtures("cloud")
def test_short_messages_arrive() -> None:
    """The request has the form that the real client accepts."""
    client = boto3.client("sns", region_name=REGION, config=SEND_ONCE)
    receipt = SnsSmsSender(client, "LaoCai-S").send("+84912345678", TEXT)
    sent = sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages[receipt]
    assert sent == ("+84912345678", TEXT.body)
