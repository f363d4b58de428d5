"""The product on moto, from the template's own tables, for replaying sample events."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest import mock

import boto3
import pytest
from pynamodb.connection import base

from chalicelib.function_forms import events_wanted, queues, subscribed
from chalicelib.functions import FUNCTIONS
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import SETTINGS, Settings
from infra.tables import TABLES
from localstack.bare_cloud import make_keys, make_table, make_topic
from operations.first_load import load
from tests.support.moto_cloud import moto_cloud

_QUEUES = (*queues(FUNCTIONS), "relay-dlq")
CONTEXT = SimpleNamespace(
    get_remaining_time_in_millis=lambda: 30_000,
    aws_request_id="sample",
    function_name="sample",
)
"""What Lambda hands to a function beside the event."""


@contextmanager
def product_on_moto() -> Iterator[Services]:
    """The product on moto with its directory, without people."""
    with empty_product_on_moto() as product:
        load(product, ())
        yield product


@contextmanager
def empty_product_on_moto() -> Iterator[Services]:
    """A product of real adapters on tables, queues, bucket and key that moto keeps."""
    away = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    with mock.patch.dict(os.environ, {**away, "AWS_DEFAULT_REGION": "us-east-1"}), moto_cloud():
        os.environ.pop("AWS_ENDPOINT_URL", None)
        yield another_product()


def keep_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever session a test lets its clients share from here on, the next one has its own."""
    monkeypatch.setattr(base, "get_session", base.get_session)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)


def another_product(stage: str = "local") -> Services:
    """One more stage beside it, with nothing in it."""
    return Services(_settings(stage))


def _settings(stage: str) -> Settings:
    queues = {name: _queue(name) for name in _QUEUES}
    return Settings(
        {
            **dict.fromkeys(SETTINGS, "nowhere"),
            **{_setting(name): make_table(name) for name in TABLES},
            **{f"{name.upper()}_QUEUE_URL": queues[name] for name in _QUEUES[:-1]},
            "EVENTS_TOPIC": make_topic(
                "events", {name: queues[name] for name in subscribed(FUNCTIONS)}
            ),
            "EVENTS_WANTED": events_wanted(FUNCTIONS),
            "RELAY_DLQ_URL": queues["relay-dlq"],
            "UPLOADS_BUCKET": _bucket(),
            "ACCOUNT_ID": "123456789012",
            **make_keys(),
            "STAGE": stage,
            "PROVINCE": "lao_cai",
            "MAIL_PER_SECOND": "1000",
            "SMS_PER_SECOND": "1000",
            "ADDRESS_LIMITS": "on",
            "NETWORK_ALLOWANCE": "1",
        }
    )


def _setting(resource: str) -> str:
    return f"{resource.removesuffix('Table').upper()}_TABLE"


def _queue(name: str) -> str:
    return str(boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"])


def _bucket() -> str:
    boto3.client("s3").create_bucket(Bucket="uploads-of-samples")
    return "uploads-of-samples"
