"""Officers' own accounts in DynamoDB: what has to be written together."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.connection import Connection

from chalicelib.kernel.store import StoredEvent
from chalicelib.kernel.together import Part, Refused
from chalicelib.runtime.dynamodb.together import write_together
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore
from chalicelib.staff.domain.credentials import Credentials, SignInGuard
from chalicelib.staff.domain.invitations import Invitation


class DynamoStaffStore:
    """Over the stores of the people table."""

    def __init__(
        self,
        credentials: DynamoVersionedStore[Credentials],
        invitations: DynamoVersionedStore[Invitation],
        guards: DynamoVersionedStore[SignInGuard],
    ) -> None:
        self._credentials = credentials
        self._invitations = invitations
        self._guards = guards
        self._connection = Connection()

    def look(self, guard: str, officer: str) -> tuple[SignInGuard | None, Credentials | None]:
        """Both in one consistent read."""
        return self._guards.find_with(guard, self._credentials, officer)

    def write(self, parts: Sequence[Part]) -> None:
        """One transaction."""
        write_together(self._connection, parts)

    def put_password(
        self, credentials: Credentials, invitation: Invitation, event: StoredEvent
    ) -> bool:
        """One transaction of two items."""
        password = self._credentials.part(credentials, event=event)
        try:
            write_together(self._connection, [password, self._invitations.part(invitation)])
        except Refused:
            return False
        return True
