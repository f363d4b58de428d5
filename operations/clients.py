"""Clients of the local cloud, and of the account that the environment names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
from botocore.config import Config

from operations.places import REGION, LocalPlace

Clients = Callable[[str], Any]
"""A service's name to its client."""


def local_clients(place: LocalPlace) -> Clients:
    """Clients of an emulator, as its root user: MiniStack and LocalStack take the same."""
    session = boto3.session.Session(
        aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION
    )
    return lambda service: session.client(service, endpoint_url=place.url)


def account_clients() -> Clients:
    """Clients of the real account that the environment's credentials, region and profile name."""
    session = boto3.session.Session()
    return lambda service: session.client(service)


def threaded_client(service: str, at_once: int) -> Any:
    """One client for so many threads, of the cloud that the environment names."""
    return boto3.client(service, config=Config(max_pool_connections=at_once + 10))
