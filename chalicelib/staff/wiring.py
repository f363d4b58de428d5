"""How the things of officers' own accounts are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.identity.application.limits import CodeLimits
from chalicelib.identity.application.people import PersonItemKind
from chalicelib.identity.domain.address_proofs import AddressProof
from chalicelib.identity.domain.identity_policy import IdentityPolicy
from chalicelib.identity.wiring import people_store, session_store
from chalicelib.imports.application.landings import OfficeLists
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Hasher, Sealer, Tokens
from chalicelib.kernel.quotas import Limiter
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.dynamodb import schemas
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.staff.application.factor_resets import ResetDesk
from chalicelib.staff.application.factors import FactorDesk
from chalicelib.staff.application.invitations import InvitationDesk
from chalicelib.staff.application.office_accounts import OfficeAccountDesk
from chalicelib.staff.application.officer_sessions import OfficerDesk
from chalicelib.staff.application.own_contacts import ContactDesk
from chalicelib.staff.application.own_passkeys import PasskeyDesk
from chalicelib.staff.application.own_sessions import OwnSessionDesk
from chalicelib.staff.application.own_tries import OwnTries
from chalicelib.staff.application.passwords import PasswordDesk
from chalicelib.staff.application.ports import InvitationStore, PasskeyChecks, StaffStore
from chalicelib.staff.application.revocations import RevocationDesk
from chalicelib.staff.domain.credentials import (
    COST,
    LOCAL_COST,
    Credentials,
    HashCost,
    SignInGuard,
)
from chalicelib.staff.domain.invitations import Invitation
from chalicelib.staff.domain.passwords import PasswordRules

if TYPE_CHECKING:
    from chalicelib.identity.adapters.sessions import DynamoSessions
    from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore
    from chalicelib.staff.application.posts import PostDesk


def register(services: Services) -> None:
    """The desks of officers' routes, and where invitations are found."""
    services.register(HashCost, _cost)
    services.register(PasswordRules, _rules)
    services.register(InvitationStore, _invitations)
    services.register(StaffStore, _staff_store)
    services.register(InvitationDesk, _invitation_desk)
    services.register(OfficerDesk, _officer_desk)
    services.register(RevocationDesk, _revocation_desk)
    services.register(OwnSessionDesk, _own_session_desk)
    services.register(OfficeAccountDesk, _office_account_desk)
    services.register(OwnTries, _own_tries)
    services.register(FactorDesk, _factor_desk)
    services.register(ContactDesk, _contact_desk)
    services.register(PasskeyChecks, _passkey_checks)
    services.register(PasskeyDesk, _passkey_desk)
    services.register(ResetDesk, _reset_desk)
    services.register(PasswordDesk, _password_desk)
    services.register_late("chalicelib.staff.application.posts:PostDesk", _post_desk)


def _cost(services: Services) -> HashCost:
    """Passwords cost little to check on a laptop only."""
    return LOCAL_COST if services.get(Settings).stage == "local" else COST


def _rules(services: Services) -> PasswordRules:
    from chalicelib.staff.adapters.password_files import read_password_rules

    return read_password_rules(services.get(Province))


def _credentials(services: Services) -> DynamoVersionedStore[Credentials]:
    return people_store(services, PersonItemKind.CREDENTIALS, schemas.CREDENTIALS, Credentials)


def _guards(services: Services) -> DynamoVersionedStore[SignInGuard]:
    return people_store(services, PersonItemKind.GUARD, schemas.GUARD, SignInGuard)


def _sessions(services: Services) -> DynamoSessions:
    return session_store(services, PersonItemKind.OFFICER_SESSION)


def _own_session_desk(services: Services) -> OwnSessionDesk:
    return OwnSessionDesk(
        services.get(Clock),
        _credentials(services),
        _sessions(services),
        services.get(IdentityPolicy).officer_sessions,
    )


def _invitations(services: Services) -> InvitationStore:
    return InvitationStore(
        people_store(services, PersonItemKind.INVITATION, schemas.INVITATION, Invitation)
    )


def _staff_store(services: Services) -> StaffStore:
    from chalicelib.staff.adapters.staff_store import DynamoStaffStore

    return DynamoStaffStore(
        _credentials(services),
        people_store(services, PersonItemKind.INVITATION, schemas.INVITATION, Invitation),
        _guards(services),
    )


def _invitation_desk(services: Services) -> InvitationDesk:
    return InvitationDesk(
        clock=services.get(Clock),
        directory=services.get(Directory),
        invitations=services.get(InvitationStore),
        credentials=_credentials(services),
        sessions=_sessions(services),
        staff=services.get(StaffStore),
        rules=services.get(PasswordRules),
        cost=services.get(HashCost),
        life=services.get(IdentityPolicy).invitation_life,
    )


def _officer_desk(services: Services) -> OfficerDesk:
    return OfficerDesk(
        clock=services.get(Clock),
        directory=services.get(Directory),
        credentials=_credentials(services),
        guards=_guards(services),
        sessions=_sessions(services),
        staff=services.get(StaffStore),
        limits=services.get(CodeLimits),
        policy=services.get(IdentityPolicy),
        tokens=services.get(Tokens),
        cost=services.get(HashCost),
        central_agency=services.get(Province).central_agency,
        passkeys=services.get(PasskeyChecks),
    )


def _passkey_checks(services: Services) -> PasskeyChecks:
    from chalicelib.staff.adapters.webauthn_checks import WebauthnChecks

    return WebauthnChecks(services.get(Settings).public_url)


def _passkey_desk(services: Services) -> PasskeyDesk:
    return PasskeyDesk(
        directory=services.get(Directory),
        sessions=services.get(OwnSessionDesk),
        tries=services.get(OwnTries),
        checks=services.get(PasskeyChecks),
        app_name=services.get(Province).app_name,
    )


def _factor_desk(services: Services) -> FactorDesk:
    return FactorDesk(
        clock=services.get(Clock),
        directory=services.get(Directory),
        credentials=_credentials(services),
        hasher=services.get(Hasher),
        tries=services.get(OwnTries),
        issuer=services.get(Province).app_name,
    )


def _own_tries(services: Services) -> OwnTries:
    most = services.get(IdentityPolicy).own_factor_tries
    return OwnTries(_credentials(services), services.get(Limiter), most)


def _contact_desk(services: Services) -> ContactDesk:
    proof = PersonItemKind.ADDRESS_PROOF
    return ContactDesk(
        store=services.get(DirectoryStore),
        proofs=people_store(services, proof, schemas.ADDRESS_PROOF, AddressProof),
        staff=services.get(StaffStore),
        sessions=services.get(OwnSessionDesk),
        tries=services.get(OwnTries),
        rules=services.get(IdentityPolicy).codes,
    )


def _reset_desk(services: Services) -> ResetDesk:
    return ResetDesk(
        services.get(Directory),
        services.get(OwnSessionDesk),
        services.get(Sealer),
        services.get(Province).central_agency,
    )


def _revocation_desk(services: Services) -> RevocationDesk:
    return RevocationDesk(
        clock=services.get(Clock),
        directory=services.get(Directory),
        store=services.get(DirectoryStore),
        cases=services.get(CaseDesk),
        sealer=services.get(Sealer),
    )


def office_lists(services: Services) -> OfficeLists:
    """For the lists' worker, whose noun does not know this one."""
    from chalicelib.staff.application.leaver_lists import LeaverLanding, ReplacedHandover
    from chalicelib.staff.application.post_lists import FurtherPostRows

    desk = services.get(RevocationDesk)
    leavers = LeaverLanding(desk)
    return OfficeLists(
        leavers,
        FurtherPostRows(desk),
        {ListKind.LEAVERS: leavers, ListKind.OFFICERS: ReplacedHandover(desk)},
    )


def _office_account_desk(services: Services) -> OfficeAccountDesk:
    return OfficeAccountDesk(
        clock=services.get(Clock),
        directory=services.get(Directory),
        credentials=_credentials(services),
        sessions=services.get(OwnSessionDesk),
        invitations=services.get(InvitationStore),
        limiter=services.get(Limiter),
        tries=services.get(IdentityPolicy).own_factor_tries,
        rules=services.get(PasswordRules),
        cost=services.get(HashCost),
        central_agency=services.get(Province).central_agency,
    )


def _post_desk(services: Services) -> PostDesk:
    from chalicelib.staff.adapters.post_marks import DynamoPostMarks
    from chalicelib.staff.application.posts import PostDesk

    marks = DynamoPostMarks(services.get(Settings).ledger_table)
    return PostDesk(services.get(RevocationDesk), marks, services.get(Faults))


def _password_desk(services: Services) -> PasswordDesk:
    return PasswordDesk(
        clock=services.get(Clock),
        credentials=_credentials(services),
        rules=services.get(PasswordRules),
        cost=services.get(HashCost),
    )
