"""Officers' passwords, hashed, and the lock after failed sign-ins. Source: docs/handbook.md §7."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.identity.domain.identity_policy import LockOutRules
from chalicelib.kernel.errors import Gone, TooMany
from chalicelib.kernel.instants import whole_seconds
from chalicelib.staff.domain.factors import AppFactor, ResetAsked
from chalicelib.staff.domain.passkeys import Passkey, PasskeyAsked

_SALT_BYTES = 16
_HASH_BYTES = 32


@dataclass(frozen=True)
class HashCost:
    """What one try costs by argon2id: `memory` in KiB, gone through `passes` times, by one thread:
    a function has hardly one processor."""

    memory: int
    passes: int


COST = HashCost(memory=2**16, passes=3)
"""Memory and passes of RFC 9106's second choice: 0.22 s of processor time where scrypt's of before
(n = 2¹⁴, r = 8, p = 5) took 0.24, so that an old hash is not told from a new one by its time."""
LOCAL_COST = HashCost(memory=2**12, passes=1)
"""For the local stack, whose passwords are printed anyway."""


MOST_SESSIONS = 20
"""Open ones of one officer; the next one ends the oldest."""


@dataclass(frozen=True)
class OpenedSession:
    """A session that was opened by a sign-in; whether it is open still, it says itself."""

    id: str
    at: datetime


@dataclass(frozen=True)
class Credentials:
    """What an officer proves themselves with; `id` is the officer's. The password is hashed."""

    id: str
    version: int
    password_hash: str
    app: AppFactor | None = None
    """The app that shows codes, once its first code was given."""
    beginning: AppFactor | None = None
    """An app that has been shown its secret, and has not yet given a code."""
    recovery: tuple[str, ...] = ()
    """Keyed hashes of the recovery codes that are left."""
    signed_in_at: datetime | None = None
    signed_in_before: datetime | None = None
    """The last sign-in, and the one before it."""
    sessions: tuple[OpenedSession, ...] = ()
    """Those that may be open, the oldest first."""
    sign_ins_from: datetime | None = None
    """Sign-ins that were begun before that open nothing."""
    reset: ResetAsked | None = None
    passkeys: tuple[Passkey, ...] = ()
    """Who has any signs in with one of them, and with no code."""
    passkey_asked: PasskeyAsked | None = None


@dataclass(frozen=True)
class SignInGuard:
    """How many sign-ins in a row failed for one username (`id` is its keyed hash)."""

    id: str
    version: int
    failures: int
    last_at: datetime
    locked_until: datetime | None = None


def with_password(present: Credentials | None, officer: str, hashed: str) -> Credentials:
    """The next version, with this password and the factors of before."""
    if present is None:
        return Credentials(officer, 1, hashed)
    return replace(present, version=present.version + 1, password_hash=hashed)


def without_sessions(credentials: Credentials, now: datetime) -> Credentials:
    """The same version, of which no session is known and no sign-in that was begun opens one."""
    return replace(credentials, sessions=(), sign_ins_from=now)


def signed_in(
    credentials: Credentials, now: datetime, session: str, lasts: timedelta
) -> Credentials:
    """The next version, with this sign-in as the last; sessions that are over by their length are
    forgotten."""
    young = tuple(one for one in credentials.sessions if now < one.at + lasts)
    return replace(
        credentials,
        version=credentials.version + 1,
        signed_in_at=now,
        signed_in_before=credentials.signed_in_at,
        sessions=(*young, OpenedSession(session, now))[-MOST_SESSIONS:],
    )


def check_begun(credentials: Credentials, begun_at: datetime) -> None:
    """Raises Gone (`sign_in_expired`) where its owner signed out everywhere since then."""
    if credentials.sign_ins_from is not None and begun_at < credentials.sign_ins_from:
        raise Gone("sign_in_expired")


def hash_password(password: str, cost: HashCost) -> str:
    """argon2id with its parameters and salt in front, so that costs can rise later.

    Whether it is a good password is asked elsewhere (`passwords.check_password`).
    """
    from argon2 import PasswordHasher

    return PasswordHasher(cost.passes, cost.memory, 1, _HASH_BYTES, _SALT_BYTES).hash(
        _plain(password)
    )


def matches(password: str, password_hash: str) -> bool:
    """Whether the password is the one that was hashed; takes the same time either way."""
    if password_hash.startswith("scrypt$"):
        return _matches_scrypt(password, password_hash)
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    try:
        return PasswordHasher().verify(password_hash, _plain(password))
    except VerifyMismatchError:
        return False


def is_outdated(password_hash: str, cost: HashCost) -> bool:
    """Whether it was made otherwise than new ones are: once the password is known it is made
    anew."""
    return not password_hash.startswith(_head(cost))


def nobodys_hash(cost: HashCost) -> str:
    """What an unknown username is compared with: costs as much as any, and nothing matches it."""
    return f"{_head(cost)}{_text(bytes(_SALT_BYTES))}${_text(bytes(_HASH_BYTES))}"


def check_unlocked(guard: SignInGuard | None, now: datetime) -> None:
    """Raises TooMany (`signing_in_locked`)."""
    if guard is not None and guard.locked_until is not None and now < guard.locked_until:
        raise TooMany("signing_in_locked", whole_seconds(guard.locked_until - now))


def try_sign_in(
    guard: SignInGuard | None, id: str, now: datetime, rules: LockOutRules
) -> SignInGuard:
    """The guard with this failed try counted. Raises TooMany (`signing_in_locked`)."""
    check_unlocked(guard, now)
    if guard is None:
        guard = SignInGuard(id, 0, 0, now)
    fresh = guard.locked_until is not None or now - guard.last_at >= rules.lock
    failures = 1 if fresh else guard.failures + 1
    locked_until = now + rules.lock if failures >= rules.failures else None
    return SignInGuard(id, guard.version + 1, failures, now, locked_until)


def forgive(guard: SignInGuard) -> SignInGuard:
    """The guard after a password that was right."""
    return replace(guard, version=guard.version + 1, failures=0, locked_until=None)


def _matches_scrypt(password: str, password_hash: str) -> bool:
    """Of before argon2id; each is made anew when its owner signs in."""
    _, n, r, p, salt, expected = password_hash.split("$")
    rounds, block = int(n), int(r)
    found = hashlib.scrypt(
        _plain(password),
        salt=base64.b64decode(salt),
        n=rounds,
        r=block,
        p=int(p),
        maxmem=2 * 128 * rounds * block,
        dklen=_HASH_BYTES,
    )
    return hmac.compare_digest(found, base64.b64decode(expected))


def _plain(password: str) -> bytes:
    """All ways in which devices write the same characters are one."""
    return unicodedata.normalize("NFKC", password).encode()


def _head(cost: HashCost) -> str:
    return f"$argon2id$v=19$m={cost.memory},t={cost.passes},p=1$"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
