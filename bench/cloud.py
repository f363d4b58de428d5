"""An emulator of the bench's own, with tables and queues but nothing that reads from them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from unittest import mock

from bench.people import CITIZEN
from chalicelib.agencies.application.ports import DirectoryStore
from chalicelib.function_forms import events_wanted, queues, subscribed
from chalicelib.functions import FUNCTIONS
from chalicelib.identity.application.people import AccountStore, Claims
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Fingerprints, KeyPurpose
from chalicelib.rules.application.ports import ShippedRules
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.rules.domain.usage_limits import MOST_USES
from chalicelib.runtime.services import services, use
from infra.tables import TABLES
from localstack import emulator
from localstack.bare_cloud import (
    access,
    make_queue,
    make_settings,
    make_table,
    make_topic,
    table_variable,
)
from localstack.seed import sample_roster
from operations.first_load import load
from tests.support.clock import FakeClock
from tests.support.people import make_account

EARLY = datetime(2026, 8, 23, 22, 30, tzinfo=UTC)
"""Monday 24 August 2026, 05:30 in Lào Cai, whenever the bench runs: in the quiet hours, so that
what people are told is written down at once and sent later, by the due work."""
MAIL_DOMAIN = "bench.example"
TABLES_AT = "AWS_ENDPOINT_URL_DYNAMODB"
"""botocore's own variable for one service's address."""


@contextmanager
def cloud(engine: str | None = None) -> Iterator[None]:
    """The environment of the functions, as in a stage with the system's clock, inside the block.

    `engine`: the address at which tables are, if they are not to be the emulator's.
    """
    with emulator.passing("bench") as place:
        emulator.start(place)
        try:
            os.environ |= access(place) | ({TABLES_AT: engine} if engine else {})
            with settings():
                yield
        finally:
            os.environ.pop(TABLES_AT, None)


_NONE_DRAWN = ReinspectionPolicy(percent=0, low_rated_percent=0)


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
    """The province's directory with the sample roster, and the citizen who will send cases, more
    than anybody else may in a day. No answer is drawn, so that all lives cost the same."""
    product = services()
    load(product, sample_roster())
    policy = product.get(ShippedRules).policy
    limits = replace(policy.usage_limits, cases_per_day=MOST_USES)
    product.get(DirectoryStore).put_policy(
        replace(policy, usage_limits=limits, reinspections=_NONE_DRAWN)
    )
    account = make_account(CITIZEN.id)
    event = AccountEvent(AccountEventType.ACCOUNT_CREATED, product.get(Clock).now(), "bench")
    claims = Claims(product.get(Fingerprints).of(KeyPurpose.PHONE, account.phone))
    product.get(AccountStore).create(account, claims, event)


def _settings() -> dict[str, str]:
    """Tables under names of their own: what speaks to a table is remembered under its name."""
    urls = {name: make_queue(name) for name in queues(FUNCTIONS)}
    return {
        **{table_variable(resource): make_table(resource) for resource in TABLES},
        **{f"{name.upper()}_QUEUE_URL": url for name, url in urls.items()},
        "EVENTS_TOPIC": make_topic("events", {name: urls[name] for name in subscribed(FUNCTIONS)}),
        **make_settings(MAIL_DOMAIN, "CASES"),
        "EVENTS_WANTED": events_wanted(FUNCTIONS),
        "RELAY_DLQ_URL": make_queue("relay-dlq"),
        "STAGE": "dev",
    }
