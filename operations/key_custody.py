"""Making, rotating and moving the stage's key sets. No function may, so this does not ship.

Whoever first loads the stage's directory makes the first sets (`found`), with conditional puts, so
that of racers one wins.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import boto3
from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.models import Model

from chalicelib.runtime.crypto.key_sets import (
    KEY_BYTES,
    KEYS_IN,
    BareSet,
    HashedBy,
    KeySet,
    KeyStore,
    KeyUse,
    WrappedSet,
)
from chalicelib.runtime.crypto.keyring import REMEMBERED, retired
from chalicelib.runtime.settings import Settings

UNPARTED = "keyring"
"""The partition of sets as they were before they had uses."""
ROTATED = (KeyUse.DOCUMENTS, KeyUse.TOKENS)


class KeyringTaken(Exception):
    """Another process made or changed a key set at the same moment; the message names the table."""


class KeyCustodian:
    """All sets of a stage. `now` is the clock on the wall."""

    def __init__(
        self,
        store: KeyStore,
        unparted: UnpartedKeyring,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._unparted = unparted
        self._now = now

    def found(self) -> None:
        """Make the first sets of the stage, unless it has some of any form."""
        self.part()
        present = {one.use for one in self._sets()}
        if not present:  # a new stage; before its sets, so that no process hashes otherwise
            self._store.hash_by(HashedBy.KMS, self._now(), after=HashedBy.OWN)
        for use in KeyUse:
            if use not in present:
                self._store.put(use, _fresh(use, 1), self._now())

    def part(self) -> int:
        """Copy what a keyring of one piece holds into sets by use; how many sets it has.

        The keys and their numbers stay, so that processes of both forms work side by side and
        all that was sealed, signed and hashed stays good. The old form is left for a rollback until
        the next rotation. To do it again changes nothing.
        """
        pieces = self._unparted.read()
        made_at = self._now() - REMEMBERED  # every process knows them
        for piece in pieces:
            for use, keys in parted(piece):
                self._store.put(use, keys, made_at)
        return len(pieces)

    def rotate(self, *, leaked: bool = False) -> dict[KeyUse, int]:
        """Make new sets of documents and tokens; their numbers. What is retired goes for good.

        They are used once every process knows them. After a leak (`leaked`) they are used at once
        and all older tokens' sets go: whoever is signed in gets new tokens with the refresh token.

        Raises KeyringTaken, with nothing made or taken away, where another process changed the
        newest sets since they were read.
        """
        self.part()
        made_at, held = self._now() - REMEMBERED if leaked else self._now(), self._sets()
        newest = [max((s for s in held if s.use is u), key=lambda s: s.number) for u in ROTATED]
        fresh = [BareSet(s.use, _fresh(s.use, s.number + 1), made_at) for s in newest]
        if not self._store.extend(newest, fresh):
            raise KeyringTaken(
                f"another process changed the keys in {self._store.table}: none was made"
            )
        self._unparted.clear()
        over = retired(held, self._now())
        for one in held:
            if one.use is KeyUse.TOKENS and (leaked or one.number in over):
                self._store.delete(one)
        return {one.use: one.keys.number for one in fresh}

    def bare(self) -> list[BareSet]:
        """The sets as they are."""
        return [BareSet(one.use, self._store.unwrap(one), one.made_at) for one in self._sets()]

    def replace(self, sets: Iterable[BareSet]) -> None:
        """These sets in place of all others, wrapped by this stage's KMS key: for a restore, which
        makes the claims anew by this stage's key of hashes.

        All of it or nothing: raises KeyringTaken where another set was there first, for a mixture
        of two keyrings opens neither's documents.
        """
        present, wanted = self._store.read(), _without_repeats(sets)
        if not self._store.exchange(present, wanted, self._now()):
            raise KeyringTaken(f"another process changed the keys in {self._store.table}")
        self._unparted.clear()
        there = {(one.use, one.number) for one in self._sets()}
        if there != {(one.use, one.keys.number) for one in wanted}:
            raise KeyringTaken(f"another process added keys to {self._store.table}")

    def _sets(self) -> tuple[WrappedSet, ...]:
        return self._store.read().sets


def custodian_of(settings: Settings) -> KeyCustodian:
    """The custodian of the stage that these settings are of."""
    old = UnpartedKeyring(
        settings.directory_table, boto3.client("kms"), settings.key_id, settings.stage
    )
    return KeyCustodian(key_store_of(settings), old)


def key_store_of(settings: Settings) -> KeyStore:
    """The wrapped sets of the stage that these settings are of."""
    kms = boto3.client("kms")
    return KeyStore(settings.directory_table, kms, settings.key_id, settings.stage)


class UnpartedKeyring:
    """Sets as they were before they had uses: four keys in one piece, wrapped for the stage."""

    def __init__(self, table: str, kms: Any, key_id: str, stage: str) -> None:
        self._items = _piece_class(table)
        self._kms = kms
        self._key_id = key_id
        self._context = {"stage": stage}

    def read(self) -> list[KeySet]:
        """All of them, by number."""
        items = self._items.query(UNPARTED, consistent_read=True)
        return [KeySet(int(item.sk), self._unwrap(item.wrapped)) for item in items]

    def clear(self) -> None:
        """Take them away for ever."""
        for item in self._items.query(UNPARTED, consistent_read=True):
            item.delete()

    def _unwrap(self, wrapped: bytes) -> bytes:
        answer = self._kms.decrypt(
            KeyId=self._key_id, CiphertextBlob=wrapped, EncryptionContext=self._context
        )
        secret: bytes = answer["Plaintext"]
        return secret


def parted(piece: KeySet) -> list[tuple[KeyUse, KeySet]]:
    """A piece's keys by use: it holds those of documents, tokens, cursors and hashes, in this
    order. The key of hashes is the same in all pieces."""
    first, second, third = KEY_BYTES, 3 * KEY_BYTES, 4 * KEY_BYTES
    return [
        (KeyUse.DOCUMENTS, KeySet(piece.number, piece.secret[:first])),
        (KeyUse.TOKENS, KeySet(piece.number, piece.secret[first:second])),
        (KeyUse.HASHES, KeySet(1, piece.secret[second:third])),
    ]


def _without_repeats(sets: Iterable[BareSet]) -> list[BareSet]:
    """Pieces of the old form all bring the one set of hashes."""
    return list({(one.use, one.keys.number): one for one in sets}.values())


def _fresh(use: KeyUse, number: int) -> KeySet:
    return KeySet(number, secrets.token_bytes(KEYS_IN[use] * KEY_BYTES))


@lru_cache
def _piece_class(table: str) -> Any:
    class KeyPieceItem(Model):
        class Meta:
            table_name = table

        pk = UnicodeAttribute(hash_key=True)
        sk = UnicodeAttribute(range_key=True)
        wrapped = BinaryAttribute(legacy_encoding=False)

    return KeyPieceItem
