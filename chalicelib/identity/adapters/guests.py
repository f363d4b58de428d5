"""Guests in the people table (`G#` and the id), and claims that keep their phones.

Access patterns: docs/access-patterns.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pynamodb.exceptions import PutError

from chalicelib.identity.adapters.people_items import claim_item_class, phone_key
from chalicelib.identity.application.people import PersonItemKind
from chalicelib.identity.domain.guests import Guest
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.together import Part
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.dynamodb.schemas import GUEST
from chalicelib.runtime.dynamodb.together import joined, putting
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore


class DynamoGuests:
    """The store on one table."""

    def __init__(self, table: str, sealer: Sealer) -> None:
        self._store = DynamoVersionedStore(table, PersonItemKind.GUEST, GUEST, Guest, sealer)
        self._claims = claim_item_class(table)

    def find(self, id: str) -> Guest | None:
        """The guest, read consistently."""
        return self._store.find(id)

    def behind(self, phone: str) -> str | None:
        """The id in the claim, whether or not there is an account yet."""
        try:
            return str(self._claims.get(phone_key(phone), consistent_read=True).account)
        except self._claims.DoesNotExist:
            return None

    def keeping(self, guest: Guest, phones: Sequence[str]) -> Part:
        """One item for the guest, one for each hash; each where there was none."""
        free = self._claims.id.does_not_exist()
        own = putting(self.item(guest), self._store.condition(guest))
        return joined([*(putting(claim, free) for claim in self._kept(guest, phones)), own])

    def claim(self, guest: Guest, phones: Sequence[str]) -> bool:
        """Those that it has change nothing; nor do those of the account in its place."""
        own = (self._claims.account == guest.id) & self._claims.kept.exists()
        for claim in self._kept(guest, phones):
            try:
                claim.save(condition=self._claims.id.does_not_exist() | own)
            except PutError as error:
                if error.cause_response_code != REFUSED:
                    raise
                if self.behind(claim.id.partition("#")[2]) != guest.id:
                    return False
        return True

    def item(self, guest: Guest) -> Any:
        """The guest as it is stored."""
        return self._store.item(guest, None, None)

    def _kept(self, guest: Guest, phones: Sequence[str]) -> list[Any]:
        return [self._claims(phone_key(one), account=guest.id, kept=True) for one in phones]
