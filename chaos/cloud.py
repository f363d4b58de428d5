"""An emulator of its own with tables, streams and queues, but nothing that reads from them."""

from __future__ import annotations

import json
import os

import boto3

from chalicelib.function_forms import events_wanted, fed_by_letters, queues, subscribed
from chalicelib.functions import FUNCTIONS
from infra.tables import TABLES
from localstack.bare_cloud import (
    access,
    make_queue,
    make_settings,
    make_table,
    make_topic,
    table_variable,
)
from operations.places import LocalPlace

QUEUES = tuple(name for name in queues(FUNCTIONS) if name != "uploads")
"""Nobody sends files here."""
MAIL_DOMAIN = "chaos.example"
_AGAIN_AFTER = "12"
"""Seconds until a letter comes again whose worker was killed."""


def speak_to(place: LocalPlace) -> None:
    """From here on this process's clients speak to that emulator."""
    os.environ |= {
        **access(place),
        "AWS_MAX_ATTEMPTS": "8",
        "AWS_RETRY_MODE": "standard",
        "POWERTOOLS_SERVICE_NAME": "chaos",
        "POWERTOOLS_METRICS_NAMESPACE": "CitizenCases",
        "LOG_LEVEL": "CRITICAL",
    }


def make_cloud() -> dict[str, str]:
    """Tables, queues with their dead letters, key and sender; the functions' environment."""
    dead = {name: make_queue(f"{name}-dead") for name in QUEUES}
    urls = {name: make_queue(name, _redrive(dead[name])) for name in QUEUES}
    return {
        **{f"{name.upper()}_QUEUE_URL": url for name, url in urls.items()},
        **{
            table_variable(resource): make_table(resource, resource, streams=True)
            for resource in TABLES
        },
        "EVENTS_TOPIC": make_topic("events", {name: urls[name] for name in subscribed(FUNCTIONS)}),
        "EVENTS_WANTED": events_wanted(FUNCTIONS),
        "RELAY_DLQ_URL": make_queue("relay-dead"),
        "DEAD_LETTER_URLS": json.dumps(dead),
        **make_settings(MAIL_DOMAIN, "CHAOS"),
        "STAGE": "local",
        "BUILD": "chaos",
    }


def _redrive(dead: str) -> dict[str, str]:
    arn = boto3.client("sqs").get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
    policy = {
        "deadLetterTargetArn": arn["Attributes"]["QueueArn"],
        "maxReceiveCount": str(max(fed.receives for _, fed in fed_by_letters(FUNCTIONS))),
    }
    return {"VisibilityTimeout": _AGAIN_AFTER, "RedrivePolicy": json.dumps(policy)}
