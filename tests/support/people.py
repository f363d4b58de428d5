"""Builders of accounts and officers, and all that the use cases of people need, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.identity.adapters.identity_data import load_consent_texts, load_identity_policy
from chalicelib.identity.application.accounts import AccountDesk
from chalicelib.identity.application.codes import CodeStores, pending_code
from chalicelib.identity.application.guests import GuestDesk
from chalicelib.identity.application.limits import CodeLimits
from chalicelib.identity.application.people import Claims, PersonItemKind
from chalicelib.identity.application.registrations import RegistrationDesk
from chalicelib.identity.application.sessions import SessionDesk
from chalicelib.identity.domain.accounts import Account, Identity, IdentityLevel
from chalicelib.identity.domain.address_proofs import AddressProof
from chalicelib.identity.domain.consents import Consent, ConsentGiven
from chalicelib.identity.domain.personal_ids import Sex
from chalicelib.identity.domain.registrations import Registration
from chalicelib.kernel.actors import Role
from chalicelib.kernel.keys import KeyPurpose
from chalicelib.places.adapters.place_files import read_province
from chalicelib.staff.adapters.password_files import read_password_rules
from chalicelib.staff.adapters.webauthn_checks import WebauthnChecks
from chalicelib.staff.application import passwords
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
from chalicelib.staff.application.ports import InvitationStore
from chalicelib.staff.domain.credentials import Credentials, HashCost, SignInGuard
from chalicelib.staff.domain.invitations import Invitation
from tests.support.actors import CENTRAL_AGENCY
from tests.support.audit import OPERATOR
from tests.support.authenticator import ORIGIN
from tests.support.clock import NOW, FakeClock
from tests.support.keys import FakeFingerprints, fingerprint, make_hasher, make_sealer, make_tokens
from tests.support.limits import FakeLimiter
from tests.support.people_stores import (
    FakeAccounts,
    FakeCommunes,
    FakeGuests,
    FakeRoster,
    FakeSessions,
    FakeStaffStore,
    FakeStore,
)

POLICY = load_identity_policy()
CONSENT_TEXTS = load_consent_texts().texts
NEEDED_CONSENTS = tuple(
    ConsentGiven(text.purpose, text.version) for text in CONSENT_TEXTS if text.needed
)
PHONE = "+84912345678"
PASSWORD = "đường lên Sa Pa 1"
PASSWORD_RULES = read_password_rules(read_province("lao_cai"))
CHEAP = HashCost(memory=64, passes=1)
"""Hashes that cost next to nothing."""
OFFICER = Officer(
    "U1", "ltmay", Role.OFFICER, "so-xay-dung", "Lù Thị Mây", "+84912000001", "may@lc.example"
)
WOMAN_OF_1990 = Identity("010190000123", date(1990, 5, 17), Sex.FEMALE)


def make_account(id: str = "A1", phone: str = PHONE, **changes: Any) -> Account:
    values: dict[str, Any] = {
        "version": 1,
        "full_name": "Giàng Thị Mẩy",
        "commune": "02647",
        "channel": "app",
        "created_at": NOW,
        "updated_at": NOW,
        "level": IdentityLevel.PHONE_PROVEN,
        "consents": (Consent("account", 1, NOW, "app"),),
    }
    return Account(id=id, phone=phone, **{**values, **changes})


def claims_of(account: Account) -> Claims:
    """What the account claims, by the hashes of the fake."""
    number = account.identity.personal_id
    numbers = (fingerprint(KeyPurpose.PERSONAL_ID, number),) if number else ()
    return Claims((hash_of(account.phone),), numbers)


def hash_of(phone: str) -> str:
    """Of a phone, by the fake."""
    return fingerprint(KeyPurpose.PHONE, phone)


def set_password(desk: OfficerDesk, officer_id: str, password: str) -> None:
    """As the operator does."""
    giving = PasswordDesk(desk.clock, desk.credentials, PASSWORD_RULES, desk.cost)
    passwords.set_password(giving, officer_id, password, OPERATOR)


@dataclass
class People:
    """Everything that the use cases of people need, in memory, with one clock."""

    clock: FakeClock = field(default_factory=FakeClock)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)
    registrations: FakeStore[Registration] = field(
        default_factory=lambda: FakeStore(PersonItemKind.REGISTRATION)
    )
    sessions: FakeSessions = field(
        default_factory=lambda: FakeSessions(PersonItemKind.CITIZEN_SESSION)
    )
    officer_sessions: FakeSessions = field(
        default_factory=lambda: FakeSessions(PersonItemKind.OFFICER_SESSION)
    )
    roster: FakeRoster = field(default_factory=lambda: FakeRoster(OFFICER))
    credentials: FakeStore[Credentials] = field(
        default_factory=lambda: FakeStore(PersonItemKind.CREDENTIALS)
    )
    guards: FakeStore[SignInGuard] = field(default_factory=lambda: FakeStore(PersonItemKind.GUARD))
    proofs: FakeStore[AddressProof] = field(
        default_factory=lambda: FakeStore(PersonItemKind.ADDRESS_PROOF)
    )
    invitations: FakeStore[Invitation] = field(
        default_factory=lambda: FakeStore(PersonItemKind.INVITATION)
    )
    limits: CodeLimits = field(
        default_factory=lambda: CodeLimits(FakeLimiter(), make_hasher(), FakeFingerprints(), POLICY)
    )

    @property
    def registration_desk(self) -> RegistrationDesk:
        return RegistrationDesk(self.clock, self.registrations, self.limits, POLICY, make_tokens())

    @property
    def session_desk(self) -> SessionDesk:
        return SessionDesk(
            self.clock, self.accounts, self.sessions, self.limits, POLICY, make_tokens()
        )

    @property
    def account_desk(self) -> AccountDesk:
        return AccountDesk(
            self.clock,
            self.accounts,
            self.registrations,
            self.limits,
            FakeCommunes(),
            CONSENT_TEXTS,
        )

    @property
    def guest_desk(self) -> GuestDesk:
        return GuestDesk(FakeGuests(self.accounts), FakeFingerprints(), POLICY)

    @property
    def officer_desk(self) -> OfficerDesk:
        return OfficerDesk(
            self.clock,
            self.roster,  # type: ignore[arg-type]  # as much of a directory as is asked for
            self.credentials,
            self.guards,
            self.officer_sessions,
            FakeStaffStore(self),
            self.limits,
            POLICY,
            make_tokens(),
            CHEAP,
            CENTRAL_AGENCY,
            WebauthnChecks(f"{ORIGIN}/"),
        )

    @property
    def invitation_desk(self) -> InvitationDesk:
        return InvitationDesk(
            self.clock,
            self.roster,  # type: ignore[arg-type]  # as much of a directory as is asked for
            InvitationStore(self.invitations),
            self.credentials,
            self.officer_sessions,
            FakeStaffStore(self),
            PASSWORD_RULES,
            CHEAP,
            POLICY.invitation_life,
        )

    @property
    def own_session_desk(self) -> OwnSessionDesk:
        return OwnSessionDesk(
            self.clock, self.credentials, self.officer_sessions, POLICY.officer_sessions
        )

    @property
    def reset_desk(self) -> ResetDesk:
        directory: Any = self.roster
        return ResetDesk(directory, self.own_session_desk, make_sealer(), CENTRAL_AGENCY)

    @property
    def factor_desk(self) -> FactorDesk:
        return FactorDesk(
            self.clock,
            self.roster,  # type: ignore[arg-type]  # as much of a directory as is asked for
            self.credentials,
            self.limits.hasher,
            self.own_tries,
            "LaoCai-S",
        )

    @property
    def own_tries(self) -> OwnTries:
        return OwnTries(self.credentials, self.limits.limiter, POLICY.own_factor_tries)

    def passkey_desk(self, directory: Any) -> PasskeyDesk:
        """Over the officers of that directory."""
        checks = WebauthnChecks(ORIGIN)
        return PasskeyDesk(directory, self.own_session_desk, self.own_tries, checks, "LaoCai-S")

    def contact_desk(self, directory: Any) -> ContactDesk:
        """Over the officers of that directory."""
        return ContactDesk(
            directory,
            self.proofs,
            FakeStaffStore(self),
            self.own_session_desk,
            self.own_tries,
            POLICY.codes,
        )

    def office_account_desk(self, directory: Any) -> OfficeAccountDesk:
        """Over the officers of that directory."""
        return OfficeAccountDesk(
            self.clock,
            directory,
            self.credentials,
            self.own_session_desk,
            InvitationStore(self.invitations),
            self.limits.limiter,
            POLICY.own_factor_tries,
            PASSWORD_RULES,
            CHEAP,
            CENTRAL_AGENCY,
        )

    @property
    def code_stores(self) -> CodeStores:
        return CodeStores(self.registrations, self.sessions, self.officer_sessions, self.proofs)

    def code_of(self, subject: str) -> str:
        """What arrives on the phone; fails where nothing is sent."""
        stores = self.code_stores
        pending = pending_code(stores, subject)
        assert pending, f"no code is sent for {subject[0]}"
        return pending.code
