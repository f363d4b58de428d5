"""People in DynamoDB: one sealed item each, and claims that keep phones and numbers unique.

Access patterns: docs/access-patterns.md. All reads are consistent reads by key.
"""

from __future__ import annotations

import random
import time
from typing import TypeVar

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.identity.adapters.people_items import claim_item_class
from chalicelib.identity.application.people import PersonItemKind, Taken
from chalicelib.identity.domain.account_events import AccountEvent
from chalicelib.identity.domain.accounts import Account
from chalicelib.kernel.keys import Hasher, KeyPurpose, Sealer
from chalicelib.kernel.store import Versioned
from chalicelib.runtime.dynamodb.schemas import ACCOUNT
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore

T = TypeVar("T", bound=Versioned)
_ATTEMPTS = 8
_PAUSE = 0.05
"""Seconds, at most, before a transaction that met another is tried again."""


class DynamoAccounts:
    """Accounts, and the claims that go with them in one transaction."""

    def __init__(self, table: str, sealer: Sealer, hasher: Hasher) -> None:
        self._shelf = DynamoVersionedStore(table, PersonItemKind.ACCOUNT, ACCOUNT, Account, sealer)
        self._claims = claim_item_class(table)
        self._hasher = hasher
        self._connection = Connection()

    def find(self, id: str) -> Account | None:
        """The present version, read consistently."""
        return self._shelf.find(id)

    def holder_of(self, phone: str) -> str | None:
        """The id of the account that has this phone (E.164)."""
        return self._holder(self._phone_key(phone))

    def save(self, account: Account) -> bool:
        """Write over exactly the version before."""
        return self._shelf.put(account)

    def create(self, account: Account, event: AccountEvent) -> Taken | None:
        """The account and its claims, all or nothing; the same account again changes nothing."""
        for attempt in range(_ATTEMPTS):
            try:
                self._create(account, event)
            except TransactWriteError as error:
                if error.cause_response_code != "TransactionCanceledException":
                    raise
            else:
                return None
            taken, done = self._whose(account)
            if taken or done:
                return taken
            time.sleep(random.uniform(0, _PAUSE * (attempt + 1)))
        raise TimeoutError("transactions of other accounts stood in the way")

    def _create(self, account: Account, event: AccountEvent) -> None:
        unclaimed = self._claims.id.does_not_exist()
        with TransactWrite(connection=self._connection) as transaction:
            for key in self._claim_keys(account):
                level = int(account.level) if key.startswith("N#") else None
                claim = self._claims(key, account=account.id, level=level)
                transaction.save(claim, condition=unclaimed)
            item = self._shelf.item(account, None, event)
            transaction.save(item, condition=self._shelf.condition(account))

    def _whose(self, account: Account) -> tuple[Taken | None, bool]:
        """Why a transaction was refused: whose the claims are. (None, False): it only met another.

        The claims themselves answer, since stores differ in how they put their reasons.
        """
        phone = self.holder_of(account.phone)
        if phone == account.id:
            return None, True
        if phone is not None:
            return Taken.PHONE, False
        number = account.identity.personal_id
        if number is not None and self._holder(self._number_key(number)) is not None:
            return Taken.PERSONAL_ID, False
        return None, False

    def _holder(self, key: str) -> str | None:
        try:
            holder: str = self._claims.get(key, consistent_read=True).account
        except self._claims.DoesNotExist:
            return None
        return holder

    def _claim_keys(self, account: Account) -> list[str]:
        number = account.identity.personal_id
        phone = [self._phone_key(account.phone)]
        return phone if number is None else [*phone, self._number_key(number)]

    def _phone_key(self, phone: str) -> str:
        return f"P#{self._hasher.hash(KeyPurpose.PHONE, phone)}"

    def _number_key(self, number: str) -> str:
        return f"N#{self._hasher.hash(KeyPurpose.PERSONAL_ID, number)}"
