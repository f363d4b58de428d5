"""How the things of officers' own accounts are made."""

from __future__ import annotations

from chalicelib.agencies.application.ports import Directory
from chalicelib.identity.application.codes import CodeStores
from chalicelib.identity.application.limits import CodeLimits
from chalicelib.identity.application.people import PersonItemKind
from chalicelib.identity.domain.identity_policy import IdentityPolicy
from chalicelib.identity.wiring import people_store
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Tokens
from chalicelib.runtime.dynamodb import schemas
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.staff.application.officer_sessions import OfficerDesk


def register(services: Services) -> None:
    """The desks of officers' routes."""
    services.register(OfficerDesk, _officer_desk)


def _officer_desk(services: Services) -> OfficerDesk:
    """Passwords cost little to check on a laptop only."""
    from chalicelib.staff.domain.credentials import COST, LOCAL_COST, Credentials, SignInGuard

    return OfficerDesk(
        clock=services.get(Clock),
        directory=services.get(Directory),
        credentials=people_store(
            services, PersonItemKind.CREDENTIALS, schemas.CREDENTIALS, Credentials
        ),
        guards=people_store(services, PersonItemKind.GUARD, schemas.GUARD, SignInGuard),
        sessions=services.get(CodeStores).officer_sessions,
        limits=services.get(CodeLimits),
        policy=services.get(IdentityPolicy),
        tokens=services.get(Tokens),
        cost=LOCAL_COST if services.get(Settings).stage == "local" else COST,
    )
