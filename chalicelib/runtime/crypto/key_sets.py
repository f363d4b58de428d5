"""The stage's own key sets: one item each in the directory table, wrapped by KMS.

`pk` = `keys`, `sk` = what it is for and its number (`tokens#003`). KMS unwraps a set only for
whoever names its stage and its use (the encryption context), which each function's policy holds it
to: to read a wrapped set is to have nothing. Beside them, `sk` = `fingerprints`, stands by which
key phones and personal numbers are hashed (`fingerprints.py`), so that one query tells both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.exceptions import DeleteError, PutError
from pynamodb.models import Model

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import load, store
from chalicelib.runtime.dynamodb.refusals import CANCELLED, REFUSED

PARTITION = "keys"
KEY_BYTES = 32
_FINGERPRINTS = "fingerprints"
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


@frozen
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


@frozen
class WrappedSet:
    """A set as the table has it. `made_at` is UTC by the clock on the wall, in every stage."""

    use: KeyUse
    number: int
    wrapped: bytes
    made_at: datetime


@frozen
class BareSet:
    """A set out of its wrapping, for a backup, which seals it at once."""

    use: KeyUse
    keys: KeySet
    made_at: datetime


class HashedBy(StrEnum):
    """How far a stage has come from hashing phones and personal numbers with a key of its own to
    hashing them with one that never leaves KMS. Neighbours may run side by side."""

    OWN = "own"
    BOTH_FOUND_BY_OWN = "both_found_by_own"
    BOTH_FOUND_BY_KMS = "both_found_by_kms"
    KMS = "kms"


@frozen
class StageKeys:
    """What the table holds. `hashed_since` (UTC, by the clock on the wall) is None where the stage
    has always hashed so."""

    sets: tuple[WrappedSet, ...]
    hashed_by: HashedBy
    hashed_since: datetime | None


class KeyStore:
    """The wrapped sets of one stage. `kms` is a boto3 KMS client, `key_id` the stage's KMS key."""

    def __init__(self, table: str, kms: Any, key_id: str, stage: str) -> None:
        self.table = table
        self._items = _item_class(table)
        self._kms = kms
        self._key_id = key_id
        self._stage = stage

    def read(self) -> StageKeys:
        """All of them, consistently, by use and number; one query."""
        sets, hashed_by, since = [], HashedBy.OWN, None
        for item in self._items.query(PARTITION, consistent_read=True):
            if item.sk == _FINGERPRINTS:
                hashed_by, since = HashedBy(item.hashed_by), load(item.made_at)
            else:
                use, _, number = item.sk.partition("#")
                one = WrappedSet(KeyUse(use), int(number), item.wrapped, load(item.made_at))
                sets.append(one)
        return StageKeys(tuple(sets), hashed_by, since)

    def hash_by(self, step: HashedBy, since: datetime, *, after: HashedBy) -> bool:
        """Write down how phones and personal numbers are hashed from that instant on; False if
        they are not hashed as it says in `after`."""
        return self._saved(self._hashed(step, since), self._hashed_as(after))

    def unwrap(self, one: WrappedSet) -> KeySet:
        """Its keys; raises botocore's ClientError where the caller may not have them."""
        answer = self._kms.decrypt(
            KeyId=self._key_id, CiphertextBlob=one.wrapped, EncryptionContext=self._context(one.use)
        )
        return KeySet(one.number, answer["Plaintext"])

    def put(self, use: KeyUse, keys: KeySet, made_at: datetime) -> bool:
        """Write the set; False if one of that number was there first."""
        return self._saved(self._item(use, keys, made_at), self._absent)

    def delete(self, one: WrappedSet) -> None:
        """Take the set away for ever; another in its place stays."""
        item = self._items(PARTITION, _sort_key(one.use, one.number))
        try:
            item.delete(condition=self._as_seen(one.wrapped))
        except DeleteError as error:
            if error.cause_response_code != REFUSED:
                raise

    def _saved(self, item: Any, condition: Any) -> bool:
        try:
            item.save(condition=condition)
        except PutError as error:
            if error.cause_response_code != REFUSED:
                raise
            return False
        return True

    def exchange(self, before: StageKeys, fresh: Sequence[BareSet], now: datetime) -> bool:
        """The fresh sets in place of exactly those before, all at once, and from now on KMS hashes
        phones and personal numbers; False, with nothing written, if somebody has made, changed or
        taken away a set since."""
        present = {_sort_key(one.use, one.number): one.wrapped for one in before.sets}
        wanted = {_sort_key(one.use, one.keys.number): one for one in fresh}

        def fill(transaction: Any) -> None:
            for key, one in wanted.items():
                item = self._item(one.use, one.keys, one.made_at)
                transaction.save(item, condition=self._as_seen(present.get(key)))
            for key in present.keys() - wanted.keys():
                item, seen = self._items(PARTITION, key), self._as_seen(present[key])
                transaction.delete(item, condition=seen)
            for key in _following([*present, *wanted]):
                transaction.condition_check(self._items, PARTITION, key, self._absent)
            as_seen = self._hashed_as(before.hashed_by)
            transaction.save(self._hashed(HashedBy.KMS, now), condition=as_seen)

        return _all_or_nothing(fill)

    def extend(self, newest: Sequence[WrappedSet], fresh: Sequence[BareSet]) -> bool:
        """The fresh sets beside these, which must stand as they were seen; False, with nothing
        written, if one of them does not, or somebody else made one of that number."""

        def fill(transaction: Any) -> None:
            for one in newest:
                key, seen = _sort_key(one.use, one.number), self._as_seen(one.wrapped)
                transaction.condition_check(self._items, PARTITION, key, seen)
            for made in fresh:
                item = self._item(made.use, made.keys, made.made_at)
                transaction.save(item, condition=self._absent)

        return _all_or_nothing(fill)

    @property
    def _absent(self) -> Any:
        return self._items.sk.does_not_exist()

    def _as_seen(self, wrapped: bytes | None) -> Any:
        return self._absent if wrapped is None else self._items.wrapped == wrapped

    def _hashed_as(self, step: HashedBy) -> Any:
        return self._absent if step is HashedBy.OWN else self._items.hashed_by == step.value

    def _hashed(self, step: HashedBy, since: datetime) -> Any:
        return self._items(PARTITION, _FINGERPRINTS, hashed_by=step.value, made_at=store(since))

    def _item(self, use: KeyUse, keys: KeySet, made_at: datetime) -> Any:
        """The set, wrapped."""
        if keys.number > HIGHEST:
            raise OverflowError("the keyring is full")
        answer = self._kms.encrypt(
            KeyId=self._key_id, Plaintext=keys.secret, EncryptionContext=self._context(use)
        )
        return self._items(
            PARTITION,
            _sort_key(use, keys.number),
            wrapped=answer["CiphertextBlob"],
            made_at=store(made_at),
        )

    def _context(self, use: KeyUse) -> dict[str, str]:
        return {"stage": self._stage, "use": use.value}


def _all_or_nothing(fill: Callable[[Any], None]) -> bool:
    """One transaction of what `fill` puts into it; False if one of its conditions does not hold."""
    from pynamodb.connection import Connection
    from pynamodb.exceptions import TransactWriteError
    from pynamodb.transactions import TransactWrite

    try:
        with TransactWrite(connection=Connection()) as transaction:
            fill(transaction)
    except TransactWriteError as error:
        if error.cause_response_code != CANCELLED:
            raise
        return False
    return True


def _sort_key(use: KeyUse, number: int) -> str:
    return f"{use}#{number:03d}"


def _following(keys: Iterable[str]) -> list[str]:
    """Of each use the key of the set that whoever rotates would make next."""
    highest: dict[KeyUse, int] = {}
    for key in keys:
        use, _, number = key.partition("#")
        highest[KeyUse(use)] = max(highest.get(KeyUse(use), 0), int(number))
    return [_sort_key(use, number + 1) for use, number in highest.items()]


@lru_cache
def _item_class(table: str) -> Any:
    class KeySetItem(Model):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        wrapped = BinaryAttribute(legacy_encoding=False, null=True)
        hashed_by = UnicodeAttribute(null=True)
        made_at = UnicodeAttribute()

    return KeySetItem
