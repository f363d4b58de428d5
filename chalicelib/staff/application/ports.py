"""Where officers' own accounts are kept, as a port."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from chalicelib.kernel.store import StoredEvent, VersionedStore
from chalicelib.staff.domain.credentials import Credentials
from chalicelib.staff.domain.invitations import Invitation


@dataclass(frozen=True)
class InvitationStore:
    """Invitations, by officer."""

    store: VersionedStore[Invitation]


class StaffStore(Protocol):
    """Writes of officers' own accounts that are all or nothing."""

    def put_password(
        self, credentials: Credentials, invitation: Invitation, event: StoredEvent
    ) -> bool:
        """The password and the invitation that it was set by, each over exactly the version
        before; the event goes with the password. False if somebody else was first."""
        ...
