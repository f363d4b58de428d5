"""The keyring: the stage's own keys, wrapped by KMS, in the directory table.

One item per key set: `pk` = `keyring`, `sk` = its number in three digits. A set holds four keys of
32 bytes. Whoever first loads the stage's directory makes set 1 (`found`), with a conditional put,
so that of racers one wins. A process loads the sets once; one that finds none fails (`NoKeyring`):
a function may read keys, not make any.

Rotation (`add_key_set`) adds a set: the highest number seals and signs, all of them open and
verify. A warm process that meets a number it does not know reads the table again, at most once a
minute. The hash key alone is handed on from set to set: under another key nothing that was hashed
would be found again, so that changing it means to rewrite every claim, which is a migration.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.models import Model

PARTITION = "keyring"
KEY_BYTES = 32
HIGHEST = 255
"""The number stands in one byte of each envelope."""
RELOAD_PAUSE = 60.0
"""Seconds between two reloads, since a forged token may name any key set."""


@dataclass(frozen=True)
class KeySet:
    """The keys of one generation; never shown, not even in a traceback."""

    number: int
    secret: bytes

    def __repr__(self) -> str:
        return f"KeySet({self.number})"

    @property
    def data(self) -> bytes:
        """Seals documents (AES-256)."""
        return self._part(0)

    @property
    def tokens(self) -> bytes:
        """Signs tokens (HS256)."""
        return self._part(1)

    @property
    def cursors(self) -> bytes:
        """Seals cursors (AES-256)."""
        return self._part(2)

    @property
    def hashes(self) -> bytes:
        """Keys hashes (HMAC-SHA256); the same in all sets."""
        return self._part(3)

    def _part(self, index: int) -> bytes:
        return self.secret[index * KEY_BYTES : (index + 1) * KEY_BYTES]


class NoKeyring(Exception):
    """The stage has no keys yet; the message names the table. See `operations/first_load.py`."""


class KeySets(Protocol):
    """What sealers, hashers and tokens need of a keyring."""

    def newest(self) -> KeySet:
        """The set that seals and signs."""
        ...

    def find(self, number: int) -> KeySet | None:
        """The set of that number."""
        ...


class Keyring:
    """`kms` is a boto3 KMS client, `key_id` the stage's KMS key, `stage` its encryption context."""

    def __init__(self, table: str, kms: Any, key_id: str, stage: str) -> None:
        self._items = _item_class(table)
        self._table = table
        self._kms = kms
        self._key_id = key_id
        self._context = {"stage": stage}
        self._sets: dict[int, KeySet] = {}
        self._loaded_at = 0.0

    def newest(self) -> KeySet:
        """The set that seals and signs."""
        sets = self._sets or self._load()
        return sets[max(sets)]

    def find(self, number: int) -> KeySet | None:
        """The set of that number, also one that was added after this process began."""
        sets = self._sets or self._load()
        if number not in sets and time.monotonic() - self._loaded_at > RELOAD_PAUSE:
            sets = self._load()
        return sets.get(number)

    def found(self) -> None:
        """Make the first key set of the stage, unless there is one."""
        if not self._read():
            self._put(1, secrets.token_bytes(4 * KEY_BYTES))

    def add_key_set(self) -> int:
        """Rotate: make the set that seals and signs from now on; returns its number."""
        newest = self.newest()
        fresh = secrets.token_bytes(3 * KEY_BYTES) + newest.hashes
        self._put(newest.number + 1, fresh)
        return max(self._load())

    def secrets(self) -> dict[int, bytes]:
        """The sets as they are, by number: for a backup, which seals them at once."""
        return {keys.number: keys.secret for keys in self._load().values()}

    def replace(self, sets: Mapping[int, bytes]) -> None:
        """These sets in place of all others, wrapped by this stage's KMS key: for a restore."""
        for item in self._items.query(PARTITION, consistent_read=True):
            item.delete()
        for number, secret in sets.items():
            self._put(number, secret)
        self._load()

    def _load(self) -> dict[int, KeySet]:
        sets = self._read()
        if not sets:
            raise NoKeyring(f"{self._table} holds no keyring: its directory was never loaded")
        self._sets, self._loaded_at = sets, time.monotonic()
        return sets

    def _read(self) -> dict[int, KeySet]:
        items = self._items.query(PARTITION, consistent_read=True)
        return {int(item.sk): KeySet(int(item.sk), self._unwrap(item.wrapped)) for item in items}

    def _put(self, number: int, secret: bytes) -> None:
        """Write the set, unless another process was first."""
        if number > HIGHEST:
            raise OverflowError("the keyring is full")
        item = self._items(PARTITION, f"{number:03d}", wrapped=self._wrap(secret))
        try:
            item.save(condition=self._items.sk.does_not_exist())
        except PutError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise

    def _wrap(self, secret: bytes) -> bytes:
        answer = self._kms.encrypt(
            KeyId=self._key_id, Plaintext=secret, EncryptionContext=self._context
        )
        wrapped: bytes = answer["CiphertextBlob"]
        return wrapped

    def _unwrap(self, wrapped: bytes) -> bytes:
        answer = self._kms.decrypt(
            KeyId=self._key_id, CiphertextBlob=wrapped, EncryptionContext=self._context
        )
        secret: bytes = answer["Plaintext"]
        return secret


@lru_cache
def _item_class(table: str) -> Any:
    class KeySetItem(Model):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        wrapped = BinaryAttribute(legacy_encoding=False)

    return KeySetItem
