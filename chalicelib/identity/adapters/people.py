"""People in DynamoDB: one sealed item each, and claims that keep phones and numbers unique.

Access patterns: docs/access-patterns.md. All reads are consistent reads by key.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
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
from chalicelib.runtime.dynamodb.schemas import ACCOUNT
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore

T = TypeVar("T", bound=Versioned)
_ATTEMPTS = 8
_PAUSE = 0.05
"""Seconds, at most, before a transaction that met another is tried again."""


class DynamoAccounts:
    """Accounts, and the claims that go with them in one transaction."""

    def __init__(self, table: str, sealer: Sealer) -> None:
        self._shelf = DynamoVersionedStore(table, PersonItemKind.ACCOUNT, ACCOUNT, Account, sealer)
        self._claims = claim_item_class(table)
        self._connection = Connection()

    def find(self, id: str) -> Account | None:
        """The present version, read consistently."""
        return self._shelf.find(id)

    def holder_of(self, phone: str) -> str | None:
        """The id of the account that has the phone of this hash."""
        return self._holder(phone_key(phone))

    def save(self, account: Account) -> bool:
        """Write over exactly the version before."""
        return self._shelf.put(account)

    def create(self, account: Account, claims: Claims, event: AccountEvent) -> Taken | None:
        """The account and its claims, all or nothing; the same account again changes nothing."""
        for attempt in range(_ATTEMPTS):
            try:
                self._create(account, claims, event)
            except TransactWriteError as error:
                if error.cause_response_code != "TransactionCanceledException":
                    raise
            else:
                return None
            taken, done = self._whose(account, claims)
            if taken or done:
                return taken
            time.sleep(random.uniform(0, _PAUSE * (attempt + 1)))
        raise TimeoutError("transactions of other accounts stood in the way")

    def claim(self, account: Account, claims: Claims) -> Taken | None:
        """Also these claims for an account that is there; those that it has change nothing."""
        free_or_own = self._claims.id.does_not_exist() | (self._claims.account == account.id)
        for claim in claim_items(self._claims, account, claims):
            try:
                claim.save(condition=free_or_own)
            except PutError as error:
                if error.cause_response_code != "ConditionalCheckFailedException":
                    raise
                return Taken.PHONE if claim.id.startswith("P#") else Taken.PERSONAL_ID
        return None

    def items(self, account: Account, claims: Claims) -> Iterator[Any]:
        """All that an account is kept as, without its event."""
        yield from claim_items(self._claims, account, claims)
        yield self._shelf.item(account, None, None)

    def _create(self, account: Account, claims: Claims, event: AccountEvent) -> None:
        unclaimed = self._claims.id.does_not_exist()
        with TransactWrite(connection=self._connection) as transaction:
            for claim in claim_items(self._claims, account, claims):
                transaction.save(claim, condition=unclaimed)
            item = self._shelf.item(account, None, event)
            transaction.save(item, condition=self._shelf.condition(account))

    def _whose(self, account: Account, claims: Claims) -> tuple[Taken | None, bool]:
        """Why a transaction was refused: whose the claims are. (None, False): it only met another.

        The claims themselves answer, since stores differ in how they put their reasons.
        """
        phones = [self.holder_of(phone) for phone in claims.phone]
        if account.id in phones:
            return None, True
        if any(phones):
            return Taken.PHONE, False
        if any(self._holder(number_key(number)) for number in claims.number):
            return Taken.PERSONAL_ID, False
        return None, False

    def _holder(self, key: str) -> str | None:
        try:
            holder: str = self._claims.get(key, consistent_read=True).account
        except self._claims.DoesNotExist:
            return None
        return holder
