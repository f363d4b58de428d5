"""How the runtime's things are made, and those of the kernel, which knows no adapters."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.due_work import Lanes, Waker
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Cursors, Fingerprints, Hasher, Sealer, Tokens
from chalicelib.kernel.presence import Presence
from chalicelib.kernel.quotas import Limiter
from chalicelib.runtime.clock import SystemClock
from chalicelib.runtime.crypto.key_sets import KeyStore, KeyUse
from chalicelib.runtime.crypto.keyring import Keyring
from chalicelib.runtime.health import Dependencies
from chalicelib.runtime.http.idempotency.requests import RequestDesk
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings

if TYPE_CHECKING:
    from chalicelib.kernel.offered_files import OfferedFiles

_LOCAL_STAGE = "chalicelib.local_stage.wiring"
"""Named and not imported: the packages of other stages do not have it."""


def register(services: Services) -> None:
    """Time, keys, limits, requests under idempotency keys, health."""
    services.register(Clock, lambda _: SystemClock())
    services.register(Faults, _faults)
    services.register(Keyring, _keyring)
    services.register(Sealer, _sealer)
    services.register(Hasher, _hasher)
    services.register(Fingerprints, _fingerprints)
    services.register(Cursors, _cursors)
    services.register(Tokens, _tokens)
    services.register(Limiter, _limiter)
    services.register(Presence, _presence)
    services.register(Lanes, _lanes)
    services.register(Waker, _waker)
    services.register(RequestDesk, _request_desk)
    services.register_late("chalicelib.kernel.offered_files:OfferedFiles", _offered_files)
    services.register(Dependencies, _dependencies)
    if services.get(Settings).stage == "local":
        import_module(_LOCAL_STAGE).stand_in(services)


def _faults(_services: Services) -> Faults:
    from chalicelib.runtime.faults import MetricFaults

    return MetricFaults()


def _keyring(services: Services) -> Keyring:
    import boto3

    settings = services.get(Settings)
    kms = boto3.client("kms")
    return Keyring(KeyStore(settings.directory_table, kms, settings.key_id, settings.stage))


def _sealer(services: Services) -> Sealer:
    from chalicelib.runtime.crypto.sealing import KeyringSealer

    return KeyringSealer(services.get(Keyring).of(KeyUse.DOCUMENTS))


def _hasher(services: Services) -> Hasher:
    from chalicelib.runtime.crypto.sealing import KeyringHasher

    return KeyringHasher(services.get(Keyring).of(KeyUse.HASHES))


def _fingerprints(services: Services) -> Fingerprints:
    import boto3

    from chalicelib.runtime.crypto.fingerprints import KmsFingerprints

    kms, key_id = boto3.client("kms"), services.get(Settings).hash_key_id
    return KmsFingerprints(kms, key_id, services.get(Keyring), services.get(Hasher))


def _cursors(services: Services) -> Cursors:
    from chalicelib.runtime.crypto.sealing import KeyringCursors

    return KeyringCursors(services.get(Keyring).of(KeyUse.TOKENS))


def _tokens(services: Services) -> Tokens:
    from chalicelib.runtime.crypto.tokens import JwtTokens

    ring = services.get(Keyring).of(KeyUse.TOKENS)
    return JwtTokens(ring, services.get(Settings).stage)


def _limiter(services: Services) -> Limiter:
    from chalicelib.runtime.dynamodb.limiter import DynamoLimiter

    return DynamoLimiter(services.get(Settings).ledger_table)


def _presence(services: Services) -> Presence:
    from chalicelib.runtime.dynamodb.presence import DynamoPresence

    return DynamoPresence(services.get(Settings).campaign_table)


def _lanes(services: Services) -> Lanes:
    from chalicelib.runtime.dynamodb.lanes import DynamoLanes

    return DynamoLanes(services.get(Settings).ledger_table)


def _waker(services: Services) -> Waker:
    import boto3

    from chalicelib.runtime.workers.lanes import SqsWaker

    return SqsWaker(boto3.client("sqs"), services)


def _request_desk(services: Services) -> RequestDesk:
    import time

    from chalicelib.runtime.http.idempotency.dynamodb_ledger import DynamoRequestLedger

    ledger = DynamoRequestLedger(services.get(Settings).ledger_table)
    return RequestDesk(ledger, services.get(Clock), time.sleep)


def _offered_files(services: Services) -> OfferedFiles:
    from chalicelib.runtime.offered_files import S3OfferedFiles

    settings = services.get(Settings)
    return S3OfferedFiles(settings.uploads_bucket, settings.account_id)


def _dependencies(services: Services) -> Dependencies:
    settings = services.get(Settings)
    tables = {"cases": settings.cases_table, "people": settings.people_table}
    return Dependencies(tables, settings.relay_dlq_url)
