"""People in DynamoDB: one sealed item each, and claims that keep phones and numbers unique.

Access patterns: docs/access-patterns.md. All reads are consistent reads by key.
"""

from __future__ import annotations

import json
import random
import time
from datetime import datetime
from typing import Any, Generic, TypeVar

from msgspec.json import Decoder, encode
from pynamodb.connection import Connection
from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.identity.adapters.people_items import claim_item_class, person_item_class
from chalicelib.identity.application.people import Kind, Taken, Versioned
from chalicelib.identity.domain.account_events import AccountEvent
from chalicelib.identity.domain.accounts import Account
from chalicelib.kernel.instants import epoch_seconds
from chalicelib.kernel.keys import Hasher, Purpose, Sealer

T = TypeVar("T", bound=Versioned)
_ATTEMPTS = 8
_PAUSE = 0.05
"""Seconds, at most, before a transaction that met another is tried again."""


class DynamoShelf(Generic[T]):
    """Aggregates of one kind; `form` is their dataclass. The key is bound into each seal."""

    def __init__(self, table: str, kind: Kind, form: type[T], sealer: Sealer) -> None:
        self._items = person_item_class(table)
        self._kind = kind
        self._documents = Decoder(form)
        self._sealer = sealer

    def find(self, id: str) -> T | None:
        """The present version, read consistently."""
        key = self._key(id)
        try:
            item = self._items.get(key, consistent_read=True)
        except self._items.DoesNotExist:
            return None
        return self._documents.decode(self._sealer.unseal(item.body, key))

    def put(
        self, aggregate: T, expires: datetime | None = None, event: AccountEvent | None = None
    ) -> bool:
        """Write version n over exactly version n - 1, version 1 over nothing."""
        try:
            self.item(aggregate, expires, event).save(condition=self.condition(aggregate))
        except PutError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def item(self, aggregate: T, expires: datetime | None, event: AccountEvent | None) -> Any:
        """The aggregate as it is stored. An item without an event tells the stream nothing."""
        key = self._key(aggregate.id)
        document = event.document(key, aggregate.version) if event else None
        return self._items(
            key,
            version=aggregate.version,
            body=self._sealer.seal(encode(aggregate), key),
            event=json.dumps(document, separators=(",", ":")) if document else None,
            expires=epoch_seconds(expires) if expires else None,
        )

    def condition(self, aggregate: T) -> Any:
        """What must be stored for this version to be written."""
        if aggregate.version == 1:
            return self._items.id.does_not_exist()
        return self._items.version == aggregate.version - 1

    def _key(self, id: str) -> str:
        return f"{self._kind.value}#{id}"


class DynamoAccounts:
    """Accounts, and the claims that go with them in one transaction."""

    def __init__(self, table: str, sealer: Sealer, hasher: Hasher) -> None:
        self._shelf = DynamoShelf(table, Kind.ACCOUNT, Account, sealer)
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
        return f"P#{self._hasher.hash(Purpose.PHONE, phone)}"

    def _number_key(self, number: str) -> str:
        return f"N#{self._hasher.hash(Purpose.PERSONAL_ID, number)}"
