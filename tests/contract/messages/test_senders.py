"""SES and SNS, through real clients."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from chalicelib.messages.adapters.email import SesEmailSender
from chalicelib.messages.adapters.providers import SEND_ONCE
from chalicelib.messages.adapters.sms import SnsSmsSender
from chalicelib.messages.application.senders import Final
from chalicelib.messages.domain.messages import Text
from tests.support.tables import cloud

REGION = "ap-southeast-1"
TEXT = Text("LC-260803-7K3QX: phân công xử lý", "Mã: LC-260803-7K3QX\nHạn: 17:00 ngày 06/08/2026")


@pytest.fixture
def moto() -> Iterator[None]:
    with cloud():
        yield


@pytest.mark.usefixtures("moto")
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


@pytest.mark.usefixtures("moto")
def test_mail_brings_a_calendar_file() -> None:
    """The request has the form that the real client accepts; the text is as ever."""
    client = boto3.client("sesv2", region_name=REGION, config=SEND_ONCE)
    client.create_email_identity(EmailIdentity="laocai.example")
    asked: list[dict[str, Any]] = []
    client.meta.events.register(
        "before-parameter-build.sesv2.SendEmail", lambda params, **_: asked.append(params)
    )
    text = Text(TEXT.subject, TEXT.body, "BEGIN:VCALENDAR")
    SesEmailSender(client, "no-reply@laocai.example").send("officer@laocai.example", text)
    (file,) = asked[0]["Content"]["Simple"]["Attachments"]
    assert (file["FileName"], file["RawContent"]) == ("lich.ics", b"BEGIN:VCALENDAR")
    sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages[-1]
    assert (sent.subject, sent.body) == (TEXT.subject, TEXT.body)


@pytest.mark.usefixtures("moto")
def test_mail_from_a_sender_that_is_not_verified_is_refused() -> None:
    """A refusal of the real client's kind finds its verdict."""
    client = boto3.client("sesv2", region_name=REGION, config=SEND_ONCE)
    with pytest.raises(Final):
        SesEmailSender(client, "nobody@elsewhere.example").send("officer@laocai.example", TEXT)


@pytest.mark.usefixtures("moto")
def test_short_messages_arrive() -> None:
    """The request has the form that the real client accepts."""
    client = boto3.client("sns", region_name=REGION, config=SEND_ONCE)
    receipt = SnsSmsSender(client, "LaoCai-S").send("+84912345678", TEXT)
    sent = sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages[receipt]
    assert sent == ("+84912345678", TEXT.body)


def read_back(endpoint: str, path: str) -> Any:
    with urllib.request.urlopen(f"{endpoint}/_ministack/{path}") as answer:
        return json.load(answer)


def test_on_the_emulator_a_phone_and_a_mailbox_show_what_was_sent(emulator_endpoint: str) -> None:
    """The demo and outside clients read their codes back there."""
    with cloud(emulator_endpoint):
        mail = boto3.client("sesv2", region_name=REGION, config=SEND_ONCE)
        mail.create_email_identity(EmailIdentity="senders.example")
        mail_id = SesEmailSender(mail, "no-reply@senders.example").send("o@b.example", TEXT)
        phone = boto3.client("sns", region_name=REGION, config=SEND_ONCE)
        sms_id = SnsSmsSender(phone, "LaoCai-S").send("+84911111111", TEXT)
    mails = [
        m for ms in read_back(emulator_endpoint, "ses/messages")["messages"].values() for m in ms
    ]
    found = next(m for m in mails if m["MessageId"] == mail_id)
    assert (found["To"], found["Subject"], found["BodyText"]) == (
        ["o@b.example"],
        TEXT.subject,
        TEXT.body,
    )
    texts = read_back(emulator_endpoint, "sns/sms-messages")["sms_messages"]["+84911111111"]
    assert [(sms["MessageId"], sms["Message"]) for sms in texts] == [(sms_id, TEXT.body)]
