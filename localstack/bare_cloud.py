"""Tables, streams, queues and settings in an emulator without functions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import boto3

from infra import topic
from infra.tables import TABLES
from operations.places import REGION, LocalPlace

_PARTS = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")


def access(place: LocalPlace) -> dict[str, str]:
    """The environment by which this process's clients speak to that emulator."""
    return {
        "AWS_ENDPOINT_URL": place.url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
    }


def make_table(resource: str, name: str = "", *, streams: bool = False) -> str:
    """An empty table as the template declares this one; its name, which is its own if not given."""
    name = name or f"{resource}-{uuid4().hex}"
    properties: dict[str, Any] = TABLES[resource]["Properties"]
    parts = {part: properties[part] for part in _PARTS if part in properties}
    if streams and "StreamSpecification" in properties:
        stream = {"StreamEnabled": True, **properties["StreamSpecification"]}
        parts["StreamSpecification"] = stream
    boto3.client("dynamodb").create_table(TableName=name, **parts)
    return name


def make_queue(name: str, attributes: dict[str, str] | None = None) -> str:
    """The queue's URL."""
    made = boto3.client("sqs").create_queue(QueueName=name, Attributes=attributes or {})
    return str(made["QueueUrl"])


def make_topic(name: str, queues: Mapping[str, str]) -> str:
    """The ARN of a topic by which events come to these queues (URLs by their names)."""
    sns, sqs = boto3.client("sns"), boto3.client("sqs")
    made = str(sns.create_topic(Name=name)["TopicArn"])
    for queue, url in queues.items():
        asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
        arn = asked["Attributes"]["QueueArn"]
        policy = json.dumps(topic.delivery([arn], made))
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
        wanted = {"FilterPolicy": json.dumps(topic.filter_policy(queue))}
        attributes = {"RawMessageDelivery": "true", **wanted}
        sns.subscribe(TopicArn=made, Protocol="sqs", Endpoint=arn, Attributes=attributes)
    return made


def table_variable(resource: str) -> str:
    """The variable of the environment that gives a function this table."""
    return f"{resource.removesuffix('Table').upper()}_TABLE"


def make_keys() -> dict[str, str]:
    """The key of data and the key of hashes, by their variables."""
    kms = boto3.client("kms")
    mac = {"KeySpec": "HMAC_256", "KeyUsage": "GENERATE_VERIFY_MAC"}
    made = {"KEY_ID": kms.create_key(), "HASH_KEY_ID": kms.create_key(**mac)}
    return {name: str(key["KeyMetadata"]["KeyId"]) for name, key in made.items()}


def make_settings(domain: str, sender: str) -> dict[str, str]:
    """What functions are told besides tables and queues; makes the keys and who sends mail."""
    boto3.client("sesv2").create_email_identity(EmailIdentity=domain)
    return {
        **make_keys(),
        "PROVINCE": "lao_cai",
        "UPLOADS_BUCKET": "uploads",
        "ACCOUNT_ID": "000000000000",
        "SENDER_EMAIL": f"cases@{domain}",
        "SMS_SENDER_NAME": sender,
        "PUBLIC_URL": f"https://{domain}",
        "MAIL_PER_SECOND": "1000000",
        "SMS_PER_SECOND": "1000000",
        "ADDRESS_LIMITS": "off",
    }
