"""Where officers' own accounts are kept, as a port."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.kernel.store import StoredEvent, VersionedStore
from chalicelib.kernel.together import Part
from chalicelib.staff.domain.credentials import Credentials, SignInGuard
from chalicelib.staff.domain.invitations import Invitation
from chalicelib.staff.domain.passkeys import Passkey


@dataclass(frozen=True)
class InvitationStore:
    """Invitations, by officer."""

    store: VersionedStore[Invitation]


class StaffStore(Protocol):
    """Writes of officers' own accounts that are all or nothing."""

    def look(self, guard: str, officer: str) -> tuple[SignInGuard | None, Credentials | None]:
        """How often a name failed, and an officer's credentials, in one read."""
        ...

    def write(self, parts: Sequence[Part]) -> None:
        """All of them, in one transaction; raises Refused with the first that refuses."""
        ...

    def put_password(
        self, credentials: Credentials, invitation: Invitation, event: StoredEvent
    ) -> bool:
        """The password and the invitation that it was set by, each over exactly the version
        before; the event goes with the password. False if somebody else was first."""
        ...


@dataclass(frozen=True)
class MadePasskey:
    """What a device gave that has made a passkey, each part in base64url."""

    client_data: str
    attestation: str


@dataclass(frozen=True)
class ShownPasskey:
    """What a device gave whose passkey has signed, each part in base64url."""

    credential: str
    client_data: str
    authenticator_data: str
    signature: str


class PasskeyChecks(Protocol):
    """WebAuthn, for the office's own address alone. Either of the two asks that the device made
    sure who holds it."""

    @property
    def rp_id(self) -> str:
        """The host that passkeys are made for."""
        ...

    def make(
        self, challenge: str, made: MadePasskey, id: str, name: str, now: datetime
    ) -> Passkey | None:
        """The passkey that signed this challenge as it was made; None: what was given is wrong."""
        ...

    def use(
        self, challenge: str, known: Passkey, shown: ShownPasskey, now: datetime
    ) -> Passkey | None:
        """The passkey as it is after it signed this challenge; None: what was given is wrong, or
        its device counts fewer uses than were seen."""
        ...
