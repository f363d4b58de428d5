"""How the things of accounts and sessions are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from chalicelib.identity.application.accounts import AccountDesk
from chalicelib.identity.application.codes import CodeStores
from chalicelib.identity.application.guests import GuestDesk, GuestStore
from chalicelib.identity.application.limits import CodeLimits
from chalicelib.identity.application.people import AccountStore, PersonItemKind
from chalicelib.identity.application.registrations import RegistrationDesk
from chalicelib.identity.application.sessions import SessionDesk
from chalicelib.identity.domain.address_proofs import AddressProof
from chalicelib.identity.domain.consents import ConsentTexts
from chalicelib.identity.domain.identity_policy import IdentityPolicy
from chalicelib.identity.domain.registrations import Registration
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Fingerprints, Hasher, Sealer, Tokens
from chalicelib.kernel.quotas import Limiter
from chalicelib.kernel.store import Versioned
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.dynamodb import schemas
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings

if TYPE_CHECKING:
    from chalicelib.identity.adapters.sessions import DynamoSessions
    from chalicelib.identity.application.blocks import BlockDesk, BlockStore
    from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore

T = TypeVar("T", bound=Versioned)
_BLOCKS = "chalicelib.identity.application.blocks"


def register(services: Services) -> None:
    """Stores, limits and the desks of people's routes."""
    services.register(IdentityPolicy, _policy)
    services.register(ConsentTexts, _consents)
    services.register(AccountStore, dynamo_accounts)
    services.register(GuestStore, _guests)
    services.register(GuestDesk, _guest_desk)
    services.register(CodeStores, _code_stores)
    services.register(CodeLimits, _code_limits)
    services.register(RegistrationDesk, _registration_desk)
    services.register(AccountDesk, _account_desk)
    services.register(SessionDesk, _session_desk)
    services.register_late(f"{_BLOCKS}:BlockStore", _blocks)
    services.register_late(f"{_BLOCKS}:BlockDesk", _block_desk)


def _policy(services: Services) -> IdentityPolicy:
    from chalicelib.identity.adapters.identity_data import load_identity_policy

    policy = load_identity_policy()
    settings = services.get(Settings)
    if settings.address_limits == "off":
        return policy.without_networks()
    return policy.with_networks_of(int(settings.network_allowance))


def _consents(_services: Services) -> ConsentTexts:
    from chalicelib.identity.adapters.identity_data import load_consent_texts

    return load_consent_texts()


def dynamo_accounts(services: Services) -> Any:
    """Where accounts are kept, with the items that they are kept as."""
    from chalicelib.identity.adapters.people import DynamoAccounts

    table = services.get(Settings).people_table
    return DynamoAccounts(table, services.get(Sealer))


def _guests(services: Services) -> GuestStore:
    from chalicelib.identity.adapters.guests import DynamoGuests

    return DynamoGuests(services.get(Settings).people_table, services.get(Sealer))


def _guest_desk(services: Services) -> GuestDesk:
    return GuestDesk(
        services.get(GuestStore), services.get(Fingerprints), services.get(IdentityPolicy)
    )


def _code_stores(services: Services) -> CodeStores:
    return CodeStores(
        registrations=people_store(
            services, PersonItemKind.REGISTRATION, schemas.REGISTRATION, Registration
        ),
        citizen_sessions=session_store(services, PersonItemKind.CITIZEN_SESSION),
        officer_sessions=session_store(services, PersonItemKind.OFFICER_SESSION),
        address_proofs=people_store(
            services, PersonItemKind.ADDRESS_PROOF, schemas.ADDRESS_PROOF, AddressProof
        ),
    )


def _code_limits(services: Services) -> CodeLimits:
    return CodeLimits(
        services.get(Limiter),
        services.get(Hasher),
        services.get(Fingerprints),
        services.get(IdentityPolicy),
    )


def _registration_desk(services: Services) -> RegistrationDesk:
    return RegistrationDesk(
        services.get(Clock),
        services.get(CodeStores).registrations,
        services.get(CodeLimits),
        services.get(IdentityPolicy),
        services.get(Tokens),
    )


def _account_desk(services: Services) -> AccountDesk:
    return AccountDesk(
        services.get(Clock),
        services.get(AccountStore),
        services.get(CodeStores).registrations,
        services.get(CodeLimits),
        services.get(Gazetteer),
        services.get(ConsentTexts).texts,
    )


def _session_desk(services: Services) -> SessionDesk:
    return SessionDesk(
        services.get(Clock),
        services.get(AccountStore),
        services.get(CodeStores).citizen_sessions,
        services.get(CodeLimits),
        services.get(IdentityPolicy),
        services.get(Tokens),
    )


def _blocks(services: Services) -> BlockStore:
    from chalicelib.identity.adapters.blocks import DynamoBlocks

    table = services.get(Settings).directory_table
    return DynamoBlocks(table, services.get(Sealer), services.get(Faults))


def _block_desk(services: Services) -> BlockDesk:
    from chalicelib.identity.application.blocks import BlockDesk, BlockStore
    from chalicelib.rules.domain.usage_limits import CASES_OF

    return BlockDesk(
        services.get(Clock),
        services.get(BlockStore),
        services.get(AccountStore),
        services.get(Limiter),
        services.get(Sealer),
        CASES_OF,
    )


def session_store(services: Services, kind: PersonItemKind) -> DynamoSessions:
    """Where sessions of that kind are kept, in the people table."""
    from chalicelib.identity.adapters.sessions import DynamoSessions

    return DynamoSessions(services.get(Settings).people_table, kind, services.get(Sealer))


def people_store(
    services: Services, kind: PersonItemKind, schema: schemas.Schema, aggregate: type[T]
) -> DynamoVersionedStore[T]:
    """Where aggregates of that kind are kept, in the people table."""
    from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore

    table = services.get(Settings).people_table
    return DynamoVersionedStore(table, kind, schema, aggregate, services.get(Sealer))
