"""The keyring of a process: the stage's key sets, read together, unwrapped when first used.

A process reads the sets with one query and asks KMS for a set when it needs its keys, so that a
cold start makes one call for each use that it has. It looks again after `REMEMBERED`, and for a
number that it does not know. A stage without sets fails (`NoKeyring`): a function may read keys,
not make any (`operations/key_custody.py` does, for operators).

A new set is used `REMEMBERED` after it was made, when every process knows it: until then it opens
and verifies only. The tokens' set before it is retired once nothing that it signed can still be
good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from chalicelib.runtime.crypto.key_sets import (
    HashedBy,
    KeySet,
    KeySets,
    KeyStore,
    KeyUse,
    WrappedSet,
)

REMEMBERED = timedelta(minutes=10)
LONGEST_TOKEN = timedelta(minutes=30)
"""No token is good for longer (`tokens.py`); a cursor of a retired set begins the list anew."""
RELOAD_PAUSE = timedelta(minutes=1)
"""Between two reloads for an unknown number, since a forged token may name any; and for how long a
process may go by what it remembers of a change of hashes that is under way."""

_NEVER = datetime.min.replace(tzinfo=UTC)

Sets = dict[KeyUse, dict[int, WrappedSet]]


class NoKeyring(Exception):
    """The stage has no keys yet; the message names the table. See `operations/first_load.py`."""


class Keyring:
    """`now` is the clock on the wall: keys age by it in every stage."""

    def __init__(self, store: KeyStore, now: Callable[[], datetime] | None = None) -> None:
        self._store = store
        self._now = now or _wall_clock
        self._sets: Sets = {}
        self._hashed_by = HashedBy.OWN
        self._loaded_at = _NEVER
        self._open: dict[tuple[KeyUse, int], KeySet] = {}

    def of(self, use: KeyUse) -> KeySets:
        """The sets of that use."""
        return _Ring(self, use)

    def newest(self, use: KeyUse) -> KeySet:
        """The set that seals and signs."""
        return self._unwrapped(in_use(self._known()[use].values(), self._now()))

    def find(self, use: KeyUse, number: int) -> KeySet | None:
        """The set of that number, also one that was added after this process began."""
        sets = self._known()[use]
        if number not in sets and self._age() > RELOAD_PAUSE:
            sets = self._load()[use]
        if number not in sets:
            return None
        if use is KeyUse.TOKENS and number in retired(sets.values(), self._now()):
            return None
        return self._unwrapped(sets[number])

    def hashed_by(self) -> HashedBy:
        """How phones and personal numbers are hashed, as it was at most `RELOAD_PAUSE` ago; once
        KMS alone hashes them, nothing changes any more."""
        self._known()
        if self._hashed_by is not HashedBy.KMS and self._age() > RELOAD_PAUSE:
            self._load()
        return self._hashed_by

    def _known(self) -> Sets:
        return self._sets if self._age() < REMEMBERED else self._load()

    def _age(self) -> timedelta:
        return self._now() - self._loaded_at

    def _load(self) -> Sets:
        sets: Sets = {use: {} for use in KeyUse}
        held = self._store.read()
        for one in held.sets:
            sets[one.use][one.number] = one
        if not all(sets.values()):
            raise NoKeyring(f"{self._store.table} holds no keyring: its directory was never loaded")
        self._sets, self._hashed_by, self._loaded_at = sets, held.hashed_by, self._now()
        return sets

    def _unwrapped(self, one: WrappedSet) -> KeySet:
        place = one.use, one.number
        if place not in self._open:
            self._open[place] = self._store.unwrap(one)
        return self._open[place]


def in_use(sets: Iterable[WrappedSet], now: datetime) -> WrappedSet:
    """The newest set that every process knows; where none is old enough for that, the first."""
    by_number = sorted(sets, key=lambda one: one.number)
    settled = [one for one in by_number if one.made_at + REMEMBERED <= now]
    return settled[-1] if settled else by_number[0]


def retired(sets: Iterable[WrappedSet], now: datetime) -> set[int]:
    """The numbers of tokens' sets of which nothing can be good any more: their successor has
    been signing for longer than the longest token. Other sets are never retired."""
    tokens = [one for one in sets if one.use is KeyUse.TOKENS]
    over = [one.number for one in tokens if one.made_at + REMEMBERED + LONGEST_TOKEN <= now]
    return {one.number for one in tokens if one.number < max(over, default=0)}


class _Ring:
    def __init__(self, keyring: Keyring, use: KeyUse) -> None:
        self._keyring = keyring
        self._use = use

    def newest(self) -> KeySet:
        return self._keyring.newest(self._use)

    def find(self, number: int) -> KeySet | None:
        return self._keyring.find(self._use, number)


def _wall_clock() -> datetime:
    return datetime.now(UTC)
