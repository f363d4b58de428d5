"""What the relay publishes comes to the queues that want it, as it was, and to no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
import pytest

from chalicelib.relay.adapters.queues import AwsQueues, QueueRefused
from chalicelib.relay.application.ports import QueueMessage, TopicMessage
from localstack.bare_cloud import make_queue, make_topic
from tests.support.tables import cloud

NAMES = ("audit", "search", "figures", "codes")


@dataclass
class Post:
    """Queues of their own under a topic of its own; `codes` is not subscribed."""

    urls: dict[str, str]
    dead: str
    queues: AwsQueues

    def letters(self, name: str) -> list[str]:
        """All that lie there now."""
        return _taken(self.urls[name])


def _taken(url: str) -> list[str]:
    found: list[str] = []
    while True:
        answer = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        if not answer.get("Messages"):
            return found
        found += [one["Body"] for one in answer["Messages"]]


@pytest.fixture(params=["moto", "emulator"])
def post(request: pytest.FixtureRequest) -> Iterator[Post]:
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        own = uuid4().hex
        urls = {name: make_queue(f"{name}-{own}") for name in NAMES}
        topic = make_topic(f"events-{own}", {name: urls[name] for name in NAMES[:3]})
        dead = make_queue(f"dead-{own}")
        yield Post(urls, dead, AwsQueues(boto3.client, topic, urls.__getitem__, dead))


def _body(number: int, text: str = "") -> str:
    return json.dumps({"event": {"id": f"e{number}", "text": text}, "correlation_id": "«ộ»"})


def test_each_queue_gets_what_names_it_and_nothing_else(post: Post) -> None:
    """Many at once, more than one call takes; the body is the letter itself."""
    wanted = [
        ("audit",),
        ("audit", "search"),
        ("search", "figures"),
        ("audit", "search", "figures"),
    ]
    sent = [TopicMessage(wanted[n % 4], _body(n)) for n in range(23)]
    post.queues.publish(sent)
    for name in NAMES:
        expected = [one.body for one in sent if name in one.queues]
        assert sorted(post.letters(name)) == sorted(expected)


def test_a_name_within_another_is_another(post: Post) -> None:
    """A queue is meant by its whole name."""
    post.queues.publish([TopicMessage(("audits", "sear"), _body(1))])
    assert [post.letters(name) for name in NAMES] == [[]] * 4


def test_many_long_letters_go_in_several_calls(post: Post) -> None:
    """Ten of 60 KB are more than a call takes."""
    sent = [TopicMessage(("search",), _body(n, "x" * 60_000)) for n in range(10)]
    post.queues.publish(sent)
    assert sorted(post.letters("search")) == sorted(one.body for one in sent)


def test_what_goes_straight_needs_no_topic(post: Post) -> None:
    """More than one call takes; and what is set aside lies among the relay's dead letters."""
    bodies = [_body(n) for n in range(12)]
    post.queues.send([QueueMessage("codes", body) for body in bodies])
    post.queues.set_aside("broken")
    assert sorted(post.letters("codes")) == sorted(bodies)
    assert _taken(post.dead) == ["broken"]


class Refusing:
    """Takes calls, but the second entry of each not."""

    def __init__(self) -> None:
        self.calls: list[Any] = []

    def publish_batch(self, **asked: Any) -> dict[str, Any]:
        return self._answer(asked["PublishBatchRequestEntries"])

    def send_message_batch(self, **asked: Any) -> dict[str, Any]:
        return self._answer(asked["Entries"])

    def _answer(self, entries: list[dict[str, Any]]) -> dict[str, Any]:
        self.calls.append(entries)
        failed = [{"Id": one["Id"], "Code": "InternalError"} for one in entries[1:2]]
        return {"Successful": [{"Id": entries[0]["Id"]}], "Failed": failed}


def test_what_is_refused_in_part_is_refused() -> None:
    """Whoever calls sends all of it again; a call that was taken whole raises nothing."""
    client = Refusing()
    queues = AwsQueues(lambda _: client, "topic", str, "dead")
    one, two = TopicMessage(("audit",), _body(1)), TopicMessage(("audit",), _body(2))
    queues.publish([one])
    queues.send([QueueMessage("codes", _body(1))])
    with pytest.raises(QueueRefused, match="InternalError"):
        queues.publish([one, two])
    with pytest.raises(QueueRefused, match="InternalError"):
        queues.send([QueueMessage("codes", _body(n)) for n in range(2)])
    assert len(client.calls) == 4


def test_nothing_asks_for_nothing() -> None:
    """No client is made where there is nothing to send."""
    asked: list[str] = []
    queues = AwsQueues(asked.append, "topic", str, "dead")
    queues.publish([])
    queues.send([])
    assert asked == []
