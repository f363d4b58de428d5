"""People in DynamoDB: one sealed item each, and claims that keep phones and numbers unique.

Access patterns: docs/access-patterns.md. All reads are consistent reads by key.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from pynamodb.connection import Connection
from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.identity.adapters.people_items import (
    claim_item_class,
    claim_items,
    number_key,
    phone_key,
)
from chalicelib.identity.application.people import Claims, PersonItemKind, Taken
from chalicelib.identity.domain.account_events import AccountEvent
from chalicelib.identity.domain.accounts import Account
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.store import Versioned
from chalicelib.kernel.together import Part
from chalicelib.runtime.dynamodb.refusals import CANCELLED, REFUSED
from chalicelib.runtime.dynamodb.schemas import ACCOUNT
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore

T = TypeVar("T", bound=Versioned)
_ATTEMPTS = 8
_PAUSE = 0.05
"""Seconds, at most, before a transaction that met another is tried again."""


class DynamoAccounts:
    """Accounts, and the claims that go with them in one transaction."""

    def __init__(self, table: str, sealer: Sealer) -> None:
        self._store = DynamoVersionedStore(table, PersonItemKind.ACCOUNT, ACCOUNT, Account, sealer)
        self._claims = claim_item_class(table)
        self._connection = Connection()

    def find(self, id: str) -> Account | None:
        """The present version, read consistently."""
        return self._store.find(id)

    def there(self, id: str) -> Part:
        """Refuses a transaction where the account is not there."""
        return self._store.there(id)

    def holder_of(self, phone: str) -> str | None:
        """The id of the account that has the phone of this hash."""
        claim = self._claim(phone_key(phone))
        return None if claim is None or claim.kept else str(claim.account)

    def save(self, account: Account, event: AccountEvent | None = None) -> bool:
        """Write over exactly the version before."""
        return self._store.put(account, event=event)

    def create(self, account: Account, claims: Claims, event: AccountEvent) -> Account | Taken:
        """The account and its claims, all or nothing; the same account again changes nothing.

        A guest is looked for only where the phone turns out to be claimed.
        """
        made_as = account.id
        for attempt in range(_ATTEMPTS):
            try:
                self._create(account, claims, event, made_as)
            except TransactWriteError as error:
                if error.cause_response_code != CANCELLED:
                    raise
            else:
                return account
            found = self._whose(made_as, claims)
            if isinstance(found, Taken):
                return found
            account = replace(account, id=str(found.account) if found else made_as)
            if found and not found.kept:
                return account
            if found is None:
                time.sleep(random.uniform(0, _PAUSE * (attempt + 1)))
        raise TimeoutError("transactions of other accounts stood in the way")

    def claim(self, account: Account, claims: Claims) -> Taken | None:
        """Also these claims for an account that is there; those that it has change nothing."""
        free_or_own = self._claims.id.does_not_exist() | (self._claims.account == account.id)
        for claim in claim_items(self._claims, account, claims):
            try:
                claim.save(condition=free_or_own)
            except PutError as error:
                if error.cause_response_code != REFUSED:
                    raise
                return Taken.PHONE if claim.id.startswith("P#") else Taken.PERSONAL_ID
        return None

    def items(self, account: Account, claims: Claims) -> Iterator[Any]:
        """All that an account is kept as, without its event."""
        yield from claim_items(self._claims, account, claims)
        yield self._store.item(account, None, None)

    def _create(self, account: Account, claims: Claims, event: AccountEvent, made_as: str) -> None:
        """In a guest's place only where the claim says that this id is kept."""
        was_guest = account.id != made_as
        unclaimed = self._claims.id.does_not_exist()
        kept = (self._claims.account == account.id) & self._claims.kept.exists()
        with TransactWrite(connection=self._connection) as transaction:
            if was_guest:
                guest = f"{PersonItemKind.GUEST}#{account.id}"
                transaction.delete(self._claims(guest))
            for claim in claim_items(self._claims, account, claims, made_as if was_guest else None):
                own = unclaimed | kept if was_guest else unclaimed
                transaction.save(claim, condition=own)
            item = self._store.item(account, None, event)
            transaction.save(item, condition=self._store.condition(account))

    def _whose(self, made_as: str, claims: Claims) -> Any:
        """Why a transaction was refused: who has taken what, or the claim that is kept or made
        already for this account. None: it only met another.

        The claims themselves answer, since stores differ in how they put their reasons.
        """
        found = [self._claim(phone_key(phone)) for phone in claims.phone]
        phones = [claim for claim in found if claim is not None]
        own = [c for c in phones if not c.kept and made_as in (c.account, c.made_as)]
        if own:
            return own[0]
        if not all(claim.kept for claim in phones):
            return Taken.PHONE
        if any(self._claim(number_key(number)) for number in claims.number):
            return Taken.PERSONAL_ID
        return phones[0] if phones else None

    def _claim(self, key: str) -> Any:
        try:
            return self._claims.get(key, consistent_read=True)
        except self._claims.DoesNotExist:
            return None
