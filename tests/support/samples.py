"""The product on moto, from the template's own tables, for replaying sample events."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from types import SimpleNamespace
from unittest import mock

import boto3
from moto import mock_aws

from chalicelib.agencies.application.directory import FirstLoad, load_directory
from chalicelib.agencies.application.ports import DirectoryStore
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from infra.tables import TABLES
from localstack.bare_cloud import make_table

_QUEUES = ("assignment", "notifications", "figures", "uploads", "relay-dlq")
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
        load_directory(product.get(DirectoryStore), product.get(FirstLoad).with_people(()))
        yield product


@contextmanager
def empty_product_on_moto() -> Iterator[Services]:
    """A product of real adapters on tables, queues, bucket and key that moto keeps."""
    away = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    with mock.patch.dict(os.environ, {**away, "AWS_DEFAULT_REGION": "us-east-1"}), mock_aws():
        os.environ.pop("AWS_ENDPOINT_URL", None)
        yield Services(_settings())


def _settings() -> Settings:
    values = {field.name: "nowhere" for field in fields(Settings)}
    queues = {name: _queue(name) for name in _QUEUES}
    return Settings(
        **{
            **values,
            **{_setting(name): make_table(name) for name in TABLES},
            **{f"{name}_queue_url": queues[name] for name in _QUEUES[:-1]},
            "relay_dlq_url": queues["relay-dlq"],
            "uploads_bucket": _bucket(),
            "key_id": boto3.client("kms").create_key()["KeyMetadata"]["KeyId"],
            "stage": "local",
            "province": "lao_cai",
            "address_limits": "on",
        }
    )


def _setting(resource: str) -> str:
    return f"{resource.removesuffix('Table').lower()}_table"


def _queue(name: str) -> str:
    return str(boto3.client("sqs").create_queue(QueueName=name)["QueueUrl"])


def _bucket() -> str:
    boto3.client("s3").create_bucket(Bucket="uploads-of-samples")
    return "uploads-of-samples"
