"""An emulator of its own with tables, streams and queues, but nothing that reads from them."""

from __future__ import annotations

import json
import os
from typing import Any

import boto3

from chalicelib.functions import FUNCTIONS, fed_by_letters
from infra.tables import TABLES
from operations.places import REGION, Place

_PARTS = (
    "BillingMode",
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
    "StreamSpecification",
)
QUEUES = ("assignment", "notifications", "figures")
MAIL_DOMAIN = "chaos.example"
_AGAIN_AFTER = "4"
"""Seconds until a letter comes again whose worker was killed."""


def speak_to(place: Place) -> None:
    """From here on this process's clients speak to that emulator."""
    os.environ |= {
        "AWS_ENDPOINT_URL": place.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_MAX_ATTEMPTS": "8",
        "AWS_RETRY_MODE": "standard",
        "POWERTOOLS_SERVICE_NAME": "chaos",
        "POWERTOOLS_METRICS_NAMESPACE": "CitizenCases",
        "LOG_LEVEL": "CRITICAL",
    }


def make_cloud() -> dict[str, str]:
    """Tables, queues with their dead letters, key and sender; the functions' environment."""
    boto3.client("sesv2").create_email_identity(EmailIdentity=MAIL_DOMAIN)
    dead = {name: _queue(f"{name}-dead") for name in QUEUES}
    urls = {name: _queue(name, _redrive(dead[name])) for name in QUEUES}
    return {
        **{f"{name.upper()}_QUEUE_URL": url for name, url in urls.items()},
        **{_variable(resource): _table(resource) for resource in TABLES},
        "RELAY_DLQ_URL": _queue("relay-dead"),
        "DEAD_LETTER_URLS": json.dumps(dead),
        "KEY_ID": boto3.client("kms").create_key()["KeyMetadata"]["KeyId"],
        "STAGE": "local",
        "BUILD": "chaos",
        "PROVINCE": "lao_cai",
        "UPLOADS_BUCKET": "uploads",
        "SENDER_EMAIL": f"cases@{MAIL_DOMAIN}",
        "SMS_SENDER_NAME": "CHAOS",
        "PUBLIC_URL": f"https://{MAIL_DOMAIN}",
        "ADDRESS_LIMITS": "off",
    }


def _variable(resource: str) -> str:
    return f"{resource.removesuffix('Table').upper()}_TABLE"


def _table(resource: str) -> str:
    properties: dict[str, Any] = TABLES[resource]["Properties"]
    parts = {part: properties[part] for part in _PARTS if part in properties}
    if "StreamSpecification" in parts:
        parts["StreamSpecification"] = {"StreamEnabled": True, **parts["StreamSpecification"]}
    boto3.client("dynamodb").create_table(TableName=resource, **parts)
    return resource


def _redrive(dead: str) -> dict[str, str]:
    arn = boto3.client("sqs").get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])
    policy = {
        "deadLetterTargetArn": arn["Attributes"]["QueueArn"],
        "maxReceiveCount": str(max(fed.receives for _, fed in fed_by_letters(FUNCTIONS))),
    }
    return {"VisibilityTimeout": _AGAIN_AFTER, "RedrivePolicy": json.dumps(policy)}


def _queue(name: str, attributes: dict[str, str] | None = None) -> str:
    made = boto3.client("sqs").create_queue(QueueName=name, Attributes=attributes or {})
    return str(made["QueueUrl"])
