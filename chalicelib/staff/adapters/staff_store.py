"""Officers' own accounts in DynamoDB: what has to be written together."""

from __future__ import annotations

from pynamodb.connection import Connection

from chalicelib.kernel.store import StoredEvent
from chalicelib.kernel.together import Refused
from chalicelib.runtime.dynamodb.together import write_together
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore
from chalicelib.staff.domain.credentials import Credentials
from chalicelib.staff.domain.invitations import Invitation


class DynamoStaffStore:
    """Over the stores of the people table."""

    def __init__(
        self,
        credentials: DynamoVersionedStore[Credentials],
        invitations: DynamoVersionedStore[Invitation],
    ) -> None:
        self._credentials = credentials
        self._invitations = invitations
        self._connection = Connection()

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
