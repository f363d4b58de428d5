"""How the things of uploads are made."""

from __future__ import annotations

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.quotas import Limiter
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.uploads.application.inspection import InspectionDesk
from chalicelib.uploads.application.ports import UploadBytes, UploadStore
from chalicelib.uploads.application.uploads import UploadDesk


def register(services: Services) -> None:
    """Records and bytes of uploads, and what works with them."""
    services.register(UploadStore, _store)
    services.register(UploadBytes, _bytes)
    services.register(UploadDesk, _desk)
    services.register(InspectionDesk, _inspection)


def _store(services: Services) -> UploadStore:
    from chalicelib.uploads.adapters.records import DynamoUploadStore

    return DynamoUploadStore(services.get(Settings).cases_table)


def _bytes(services: Services) -> UploadBytes:
    from chalicelib.uploads.adapters.bytes import S3UploadBytes

    settings = services.get(Settings)
    return S3UploadBytes(settings.uploads_bucket, settings.account_id, settings.uploads_host)


def _desk(services: Services) -> UploadDesk:
    return UploadDesk(
        uploads=services.get(UploadStore),
        files=services.get(UploadBytes),
        clock=services.get(Clock),
        limiter=services.get(Limiter),
        directory=services.get(Directory),
    )


def _inspection(services: Services) -> InspectionDesk:
    """The decoders run in a process of their own."""
    from chalicelib.uploads.adapters.media.confined import ConfinedExaminer

    store, content = services.get(UploadStore), services.get(UploadBytes)
    return InspectionDesk(store, content, ConfinedExaminer(), services.get(Clock))
