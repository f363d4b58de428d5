"""How the things of organisations are made."""

from __future__ import annotations

from chalicelib.identity.application.guests import GuestDesk
from chalicelib.identity.application.people import AccountStore
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.quotas import Limiter
from chalicelib.organisations.application.organisations import OrganisationDesk
from chalicelib.organisations.application.ports import OrganisationStore
from chalicelib.organisations.domain.organisations import Organisation
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.uploads.application.uploads import UploadDesk


def register(services: Services) -> None:
    """Those of all persons."""
    services.register(OrganisationStore, _store)
    services.register(OrganisationDesk, _desk)


def _store(services: Services) -> OrganisationStore:
    from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
    from chalicelib.runtime.dynamodb.entries import DynamoEntries
    from chalicelib.runtime.dynamodb.schemas import ORGANISATION

    table, sealer = services.get(Settings).directory_table, services.get(Sealer)
    kind = DirectoryKind.ORGANISATIONS
    return OrganisationStore(DynamoEntries(table, kind, ORGANISATION, Organisation, sealer))


def _desk(services: Services) -> OrganisationDesk:
    return OrganisationDesk(
        services.get(OrganisationStore),
        services.get(AccountStore),
        services.get(GuestDesk),
        services.get(UploadDesk),
        services.get(Limiter),
        services.get(Sealer),
        services.get(Clock),
        services.get(Faults),
    )
