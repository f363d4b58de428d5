"""The stage's own key sets: one item each in the directory table, wrapped by KMS.

`pk` = `keys`, `sk` = what it is for and its number (`tokens#003`). KMS unwraps a set only for
whoever names its stage and its use (the encryption context), which each function's policy holds it
to: to read a wrapped set is to have nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.models import Model

from chalicelib.kernel.instants import load, store

PARTITION = "keys"
KEY_BYTES = 32
HIGHEST = 255
"""The number stands in one byte of each envelope."""


class KeyUse(StrEnum):
    """What a key set is for; a function opens those of its uses only (`functions.py`)."""

    DOCUMENTS = "documents"
    """Seals what is kept. Its sets stay for as long as something may be sealed with them."""
    TOKENS = "tokens"
    """Signs tokens and seals cursors: what clients carry and bring back. Its sets are retired."""
    HASHES = "hashes"
    """Keys the hashes of user names, addresses and requests. One set: under another nothing that
    was hashed would be found again."""


KEYS_IN = {KeyUse.DOCUMENTS: 1, KeyUse.TOKENS: 2, KeyUse.HASHES: 1}
"""How many keys a set of that use holds."""


@dataclass(frozen=True)
class KeySet:
    """The keys of one generation; never shown, not even in a traceback."""

    number: int
    secret: bytes

    def __repr__(self) -> str:
        return f"KeySet({self.number})"

    @property
    def key(self) -> bytes:
        """Seals documents (AES-256), signs tokens (HS256), keys hashes (HMAC-SHA256)."""
        return self.secret[:KEY_BYTES]

    @property
    def cursors(self) -> bytes:
        """Of tokens' sets: seals cursors (AES-256)."""
        return self.secret[KEY_BYTES : 2 * KEY_BYTES]


class KeySets(Protocol):
    """What sealers, hashers and tokens need: the sets of one use."""

    def newest(self) -> KeySet:
        """The set that seals and signs."""
        ...

    def find(self, number: int) -> KeySet | None:
        """The set of that number, unless it is retired."""
        ...


@dataclass(frozen=True)
class WrappedSet:
    """A set as the table has it. `made_at` is UTC by the clock on the wall, in every stage."""

    use: KeyUse
    number: int
    wrapped: bytes
    made_at: datetime


class KeyStore:
    """The wrapped sets of one stage. `kms` is a boto3 KMS client, `key_id` the stage's KMS key."""

    def __init__(self, table: str, kms: Any, key_id: str, stage: str) -> None:
        self.table = table
        self._items = _item_class(table)
        self._kms = kms
        self._key_id = key_id
        self._stage = stage

    def read(self) -> Iterator[WrappedSet]:
        """All of them, consistently, by use and number; one query."""
        for item in self._items.query(PARTITION, consistent_read=True):
            use, _, number = item.sk.partition("#")
            yield WrappedSet(KeyUse(use), int(number), item.wrapped, load(item.made_at))

    def unwrap(self, one: WrappedSet) -> KeySet:
        """Its keys; raises botocore's ClientError where the caller may not have them."""
        answer = self._kms.decrypt(
            KeyId=self._key_id, CiphertextBlob=one.wrapped, EncryptionContext=self._context(one.use)
        )
        return KeySet(one.number, answer["Plaintext"])

    def put(self, use: KeyUse, keys: KeySet, made_at: datetime) -> bool:
        """Write the set; False if one of that number was there first."""
        if keys.number > HIGHEST:
            raise OverflowError("the keyring is full")
        answer = self._kms.encrypt(
            KeyId=self._key_id, Plaintext=keys.secret, EncryptionContext=self._context(use)
        )
        item = self._items(
            PARTITION,
            f"{use}#{keys.number:03d}",
            wrapped=answer["CiphertextBlob"],
            made_at=store(made_at),
        )
        try:
            item.save(condition=self._items.sk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def delete(self, use: KeyUse, number: int) -> None:
        """Take the set away for ever."""
        self._items(PARTITION, f"{use}#{number:03d}").delete()

    def _context(self, use: KeyUse) -> dict[str, str]:
        return {"stage": self._stage, "use": use.value}


@lru_cache
def _item_class(table: str) -> Any:
    class KeySetItem(Model):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        wrapped = BinaryAttribute(legacy_encoding=False)
        made_at = UnicodeAttribute()

    return KeySetItem
