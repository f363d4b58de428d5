"""Sessions in DynamoDB, whose sealed form refresh tokens bring back."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec import ValidationError
from pynamodb.exceptions import PutError

from chalicelib.identity.application.people import PersonItemKind
from chalicelib.identity.domain.sessions import Session
from chalicelib.kernel.keys import Sealer, Unsealable
from chalicelib.kernel.store import StoredEvent
from chalicelib.kernel.together import Part, Refused
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.schemas import SESSION
from chalicelib.runtime.dynamodb.together import putting, write_together
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore

_REMEMBERED = 16
"""Forms of what was just read or written; a request needs the last one."""


class DynamoSessions(DynamoVersionedStore[Session]):
    """One sealed item each. What is carried is the number of its schema and the item's very bytes:
    a write over it asks for those, so that no key makes a session."""

    def __init__(self, table: str, kind: PersonItemKind, sealer: Sealer) -> None:
        super().__init__(table, kind, SESSION, Session, sealer)
        self._forms: dict[str, tuple[Session, bytes]] = {}

    def carried(self, session: Session) -> str:
        """The sealed form in which this process just wrote or read it; empty if it did not."""
        known, form = self._forms.get(session.id, (None, b""))
        if known != session:
            return ""
        return f"{SESSION.number}.{base64.urlsafe_b64encode(form).decode().rstrip('=')}"

    def brought(self, id: str, carried: str) -> Session | None:
        """What such a form says, present or not; None for what is none of this session's."""
        form = _form(carried)
        if form is None:
            return None
        try:
            document = self._sealer.unseal(form, self._key(id))
            return self._documents.decode(document, SESSION.number)
        except (Unsealable, ValidationError):
            return None

    def put_over(
        self, session: Session, carried: str, others: Sequence[Part], expires: datetime
    ) -> None:
        """Write it over exactly that form; without others one put."""
        item = self.item(session, expires, None)
        condition = self.condition(session) & (self._items.body == _form(carried))
        condition &= self._items.schema == SESSION.number
        part = putting(item, condition)
        if others:
            write_together(self._connection, [part, *others])
            return
        try:
            item.save(condition=condition)
        except PutError as error:
            if error.cause_response_code == REFUSED:
                raise Refused(part) from None
            raise

    def item(self, aggregate: Session, expires: datetime | None, event: StoredEvent | None) -> Any:
        """The session as it is stored, which is remembered."""
        item = super().item(aggregate, expires, event)
        self._remember(aggregate, item.body)
        return item

    def _read(self, item: Any) -> Session | None:
        session = super()._read(item)
        if session is not None and SESSION.is_present(item.schema):
            self._remember(session, item.body)
        return session

    def _remember(self, session: Session, form: bytes) -> None:
        self._forms.pop(session.id, None)
        self._forms[session.id] = session, form
        if len(self._forms) > _REMEMBERED:
            self._forms.pop(next(iter(self._forms)), None)


def _form(carried: str) -> bytes | None:
    """The bytes; None for those of another schema, and for what are none."""
    number, _, text = carried.partition(".")
    if number != str(SESSION.number):
        return None
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError:
        return None
