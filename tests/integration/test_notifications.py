"""The notifier on the emulator: real tables, real providers, deliveries that repeat and die."""

from __future__ import annotations

import json
import random
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import boto3
import pytest

from chalicelib.cases.adapters.followers import DynamoFollowers
from chalicelib.kernel.channels import Channel
from chalicelib.messages.adapters.email import SesEmailSender
from chalicelib.messages.adapters.message_policy_file import load_message_policy
from chalicelib.messages.adapters.messages import DynamoMessageStore
from chalicelib.messages.adapters.providers import SEND_ONCE
from chalicelib.messages.adapters.sms import SnsSmsSender
from chalicelib.messages.application.messaging import NotificationDesk, switch
from chalicelib.messages.application.notifications import notify, send_due
from chalicelib.messages.domain.messages import LEASE
from tests.support.keys import make_sealer
from tests.support.notifier import Notifier, make_event, make_notifier
from tests.support.tables import cloud, messages_table

CASE = "LC-260803-0NCE7"
"""Of this test alone: the emulator's phones and mailboxes are shared by all tests."""
EVENTS = [
    make_event("assign", 3, code=CASE, reporter="c2"),
    make_event("request_info", 4, code=CASE, reporter="c2"),
    make_event("supplement", 5, code=CASE, reporter="c2"),
    make_event("propose_answer", 7, code=CASE, reporter="c2", by="o1"),
    make_event("approve", 8, code=CASE, reporter="c2", by="l1"),
]


class Killed(BaseException):
    """The process dies here."""


@dataclass
class World:
    """A notifier whose tables and providers are the emulator's."""

    notifier: Notifier
    desk: NotificationDesk
    endpoint: str


@pytest.fixture
def world(emulator_endpoint: str) -> Iterator[World]:
    with messages_table(emulator_endpoint) as table, cloud(emulator_endpoint):
        mail = boto3.client("sesv2", config=SEND_ONCE)
        mail.create_email_identity(EmailIdentity="once.example")
        email = SesEmailSender(mail, "no-reply@once.example")
        sms = SnsSmsSender(boto3.client("sns", config=SEND_ONCE), "LaoCai-S")
        notifier = make_notifier()
        desk = replace(
            notifier.desk,
            messages=DynamoMessageStore(table, make_sealer(), load_message_policy()),
            followers=DynamoFollowers(table),
            senders=switch((email, email), (sms, sms)),
        )
        yield World(notifier, desk, emulator_endpoint)


def arrived(world: World) -> Counter[tuple[str, str]]:
    """How often each text arrived at each address of this test's people."""

    def read(path: str) -> dict[str, list[dict[str, object]]]:
        with urllib.request.urlopen(f"{world.endpoint}/_ministack/{path}") as answer:
            return dict(json.load(answer))

    mails = [m for ms in read("ses/messages")["messages"].values() for m in ms]
    texts = [m for ms in read("sns/sms-messages")["sms_messages"].values() for m in ms]
    return Counter(
        [(m["To"][0], m["BodyText"]) for m in mails if CASE in m["BodyText"]]
        + [(m["PhoneNumber"], m["Message"]) for m in texts if CASE in m["Message"]]
    )


def test_events_delivered_three_times_in_disorder_arrive_once(world: World) -> None:
    """One worker dies before its provider is called, one after: nothing twice, nothing lost."""
    deliveries = EVENTS * 3
    random.Random(7).shuffle(deliveries)
    _die_once(world, Channel.SMS, after=False)
    _die_once(world, Channel.EMAIL, after=True)
    while deliveries:
        event = deliveries.pop(0)
        try:
            notify(world.desk, event)
        except Killed:
            deliveries.append(event)
    world.notifier.clock.advance(seconds=LEASE.total_seconds())
    while send_due(world.desk).moved:
        pass
    uncertain = world.desk.messages.attention(10, None).items
    came = arrived(world)
    assert set(came.values()) == {1}
    assert [message.reason for message in uncertain] == ["worker_died"] * 2
    # One of the two at which a worker died had reached its provider.
    assert len(came) == _wanted() - 1


def _wanted() -> int:
    calm = make_notifier()
    for event in EVENTS:
        notify(calm.desk, event)
    return len(calm.carried())


def _die_once(world: World, channel: Channel, *, after: bool) -> None:
    sender = world.desk.senders[channel].primary
    send = sender.send

    def dying(address: str, text: object) -> str:
        sender.send = send  # type: ignore[method-assign]
        if after:
            send(address, text)  # type: ignore[arg-type]
        raise Killed

    sender.send = dying  # type: ignore[method-assign, assignment]
