"""Where officers' own accounts are kept, as a port."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.kernel.store import StoredEvent, VersionedStore
from chalicelib.kernel.together import Part
from chalicelib.staff.domain.credentials import Credentials, SignInGuard
from chalicelib.staff.domain.invitations import Invitation


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
