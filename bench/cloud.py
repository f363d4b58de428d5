"""An emulator of the bench's own, with tables and queues but nothing that reads from them."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import boto3

from bench.people import CITIZEN
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.domain.account_events import AccountEvent, Happening
from chalicelib.kernel.clock import Clock
from chalicelib.runtime.services import services, use
from infra.tables import TABLES
from localstack import emulator
from localstack.seed import sample_roster
from operations.first_load import load
from operations.places import HOST, REGION, Place
from tests.support.clock import FakeClock
from tests.support.people import make_account

EARLY = datetime(2026, 8, 2, 22, 30, tzinfo=UTC)
"""Monday 3 August 2026, 05:30 in Lào Cai, whenever the bench runs: in the quiet hours, so that what
people are told is written down at once and sent later, by the due work."""
_PARTS = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
_QUEUES = ("ASSIGNMENT", "NOTIFICATIONS", "FIGURES")
MAIL_DOMAIN = "bench.example"


@contextmanager
def cloud() -> Iterator[None]:
    """The environment of the functions, as in a stage with the system's clock, inside the block."""
    place = Place(Path(tempfile.mkdtemp(prefix="citizen-cases-bench-")), _free_port())
    emulator.start(place)
    try:
        os.environ |= {
            "AWS_ENDPOINT_URL": place.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": REGION,
        }
        with settings():
            yield
    finally:
        emulator.stop(place)
        shutil.rmtree(place.folder, ignore_errors=True)


@contextmanager
def settings() -> Iterator[None]:
    """Fresh tables and queues in the cloud that answers, and services on them."""
    with mock.patch.dict(os.environ, _settings()):
        use(None)
        services().register_value(Clock, FakeClock(EARLY))
        try:
            yield
        finally:
            use(None)


def load_directory() -> None:
    """The province's directory with the sample roster, and the citizen who will send cases."""
    product = services()
    load(product, sample_roster())
    account = make_account(CITIZEN.id)
    event = AccountEvent(Happening.ACCOUNT_CREATED, product.get(Clock).now(), "bench")
    product.get(AccountStore).create(account, event)


def _settings() -> dict[str, str]:
    sqs = boto3.client("sqs")
    urls = {
        f"{name}_QUEUE_URL": sqs.create_queue(QueueName=name.lower())["QueueUrl"]
        for name in _QUEUES
    }
    boto3.client("sesv2").create_email_identity(EmailIdentity=MAIL_DOMAIN)
    return {
        **_tables(),
        **urls,
        "RELAY_DLQ_URL": sqs.create_queue(QueueName="relay-dlq")["QueueUrl"],
        "KEY_ID": boto3.client("kms").create_key()["KeyMetadata"]["KeyId"],
        "STAGE": "dev",
        "PROVINCE": "lao_cai",
        "UPLOADS_BUCKET": "uploads",
        "SENDER_EMAIL": f"cases@{MAIL_DOMAIN}",
        "SMS_SENDER_NAME": "CASES",
        "PUBLIC_URL": f"https://{MAIL_DOMAIN}",
        "ADDRESS_LIMITS": "off",
    }


def _tables() -> dict[str, str]:
    """Under names of their own: what speaks to a table is remembered under its name."""
    client, names = boto3.client("dynamodb"), {}
    for resource, declared in TABLES.items():
        name = f"{resource}-{uuid4().hex[:8]}"
        properties: dict[str, Any] = declared["Properties"]
        parts = {part: properties[part] for part in _PARTS if part in properties}
        client.create_table(TableName=name, **parts)
        names[f"{resource.removesuffix('Table').upper()}_TABLE"] = name
    return names


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
