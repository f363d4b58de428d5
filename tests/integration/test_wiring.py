"""The deployed stack hangs together: gateway, streams, queues, bucket, dead letters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import requests

from chalicelib.runtime.settings import Settings
from localstack.demo.stack import RunningStack
from localstack.emulator import wait_until
from operations import stacks
from operations.places import LocalPlace
from operations.redrive import redrive

PATIENCE = 60.0
FIVE_QUICK_RECEIVES = 1
"""Seconds between two deliveries of a failing letter, so that the test need not wait minutes."""


@pytest.fixture
def operator(stack: RunningStack, place: LocalPlace) -> stacks.Stack:
    """The stack as its operator has it."""
    assert stack
    return stacks.local_stack(place)


@pytest.fixture
def dead_letters(operator: stacks.Stack) -> Iterator[DeadLetters]:
    """Empty before and after."""
    lying = DeadLetters(operator)
    lying.clear()
    yield lying
    lying.clear()


class DeadLetters:
    """The dead-letter queues, to look into."""

    def __init__(self, operator: stacks.Stack) -> None:
        self.outputs, self.sqs = operator.outputs(), operator.clients("sqs")

    def count(self, name: str) -> int:
        """How many lie there."""
        wanted = "ApproximateNumberOfMessages"
        url = self.outputs[f"{name}DeadLettersUrl"]
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[wanted])
        return int(found["Attributes"][wanted])

    def bodies(self, name: str) -> list[str]:
        """What lies there; it stays."""
        url = self.outputs[f"{name}DeadLettersUrl"]
        found = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [letter["Body"] for letter in found.get("Messages", [])]

    def clear(self) -> None:
        """Of the queues that these tests fill."""
        for name in ("Relay", "Figures"):
            self.sqs.purge_queue(QueueUrl=self.outputs[f"{name}DeadLettersUrl"])


def test_a_fresh_stack_answers(stack: RunningStack) -> None:
    """With its stage, its build, and dependencies that answer under the function's own rights."""
    answer = requests.get(f"{stack.api_url}/v1/health", timeout=20)
    assert answer.status_code == 200
    health = answer.json()
    assert (health["status"], health["stage"]) == ("ok", "local")
    assert health["build"]
    assert set(health["dependencies"].values()) == {"ok"}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nobody"}])
def test_an_unknown_path_is_a_problem(stack: RunningStack, headers: dict[str, str]) -> None:
    """The gateway's own errors have the form of all others."""
    answer = requests.get(f"{stack.api_url}/v1/nowhere", headers=headers, timeout=20)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


def put(operator: stacks.Stack, **attributes: str) -> None:
    """A record of the cases' stream; the item goes at once."""
    table = operator.adopt().get(Settings).cases_table
    dynamodb = operator.clients("dynamodb")
    key = {"id": {"S": f"U#wiring-{uuid4().hex}"}}
    item: dict[str, Any] = {name: {"S": value} for name, value in attributes.items()}
    dynamodb.put_item(TableName=table, Item={**key, **item})
    dynamodb.delete_item(TableName=table, Key=key)


def test_only_records_with_an_event_are_relayed(
    operator: stacks.Stack, dead_letters: DeadLetters
) -> None:
    """The stream hands on what it holds in order: the first would have come before the second."""
    put(operator, note="no event")
    put(operator, event="cannot be relayed")
    wait_until(lambda: dead_letters.count("Relay") > 0, PATIENCE, "the relay's dead letter")
    letters = [json.loads(body) for body in dead_letters.bodies("Relay")]
    assert letters == [{"reason": "not JSON", "event": "cannot be relayed"}]


def test_what_the_relay_set_aside_can_be_given_to_it_again(
    operator: stacks.Stack, dead_letters: DeadLetters
) -> None:
    """Once each: what still cannot be relayed lies there again afterwards."""
    put(operator, event="[]]")
    wait_until(lambda: dead_letters.count("Relay") > 0, PATIENCE, "the relay's dead letter")
    assert redrive(operator, "relay") == 1
    wait_until(lambda: dead_letters.count("Relay") == 1, PATIENCE, "the letter set aside anew")


@pytest.fixture
def impatient_figures(operator: stacks.Stack) -> Iterator[str]:
    """The figures' queue, where a failed letter comes again after a second."""
    sqs, url = operator.clients("sqs"), operator.outputs()["FiguresQueueUrl"]
    name = "VisibilityTimeout"
    usual = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={name: str(FIVE_QUICK_RECEIVES)})
    yield url
    sqs.set_queue_attributes(QueueUrl=url, Attributes=usual)


def test_poison_ends_in_the_dead_letter_queue_and_the_rest_goes_on(
    operator: stacks.Stack, dead_letters: DeadLetters, impatient_figures: str
) -> None:
    """One letter of each batch fails each time; its neighbours do not come again. Redriven, it
    fails again and lies there again: bounded, and nothing is lost."""
    sample = json.loads(sample_letter())
    good = json.dumps(sample)
    bodies = ["poison", good, good, good]
    entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)]
    operator.clients("sqs").send_message_batch(QueueUrl=impatient_figures, Entries=entries)
    wait_until(lambda: dead_letters.count("Figures") == 1, PATIENCE, "the poison letter")
    assert dead_letters.bodies("Figures") == ["poison"]
    assert redrive(operator, "figures") == 1
    assert dead_letters.count("Figures") == 0
    wait_until(lambda: dead_letters.count("Figures") == 1, PATIENCE, "the poison letter again")


def sample_letter() -> str:
    """A letter about a case that does not exist: the figures have nothing to do."""
    from operations.places import ROOT

    sample = ROOT / "events" / "samples" / "project-case-submitted.json"
    event: dict[str, Any] = json.loads(sample.read_text(encoding="utf-8"))
    body: str = event["Records"][0]["body"]
    return body


def test_a_file_in_the_bucket_is_told_to_the_queue(operator: stacks.Stack) -> None:
    """Under `incoming/` and nowhere else."""
    bucket = operator.adopt().get(Settings).uploads_bucket
    found = operator.clients("s3").get_bucket_notification_configuration(Bucket=bucket)
    configurations = found["QueueConfigurations"]
    assert len(configurations) == 1
    assert configurations[0]["QueueArn"].split(":")[-1] in operator.outputs()["UploadsQueueUrl"]
    rules = configurations[0]["Filter"]["Key"]["FilterRules"]
    assert [(rule["Name"].lower(), rule["Value"]) for rule in rules] == [("prefix", "incoming/")]
