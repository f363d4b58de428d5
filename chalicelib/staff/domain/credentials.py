"""Officers' passwords and the lock after failed sign-ins. Source: docs/handbook.md §7."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.identity.domain.identity_policy import LockOutRules
from chalicelib.kernel.errors import Fault, Invalid, TooMany
from chalicelib.kernel.instants import whole_seconds

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
SALT_BYTES = 16
HASH_BYTES = 32


@dataclass(frozen=True)
class ScryptCost:
    """What one try costs: `n` rounds (a power of two), blocks of `r`, `p` times."""

    n: int
    r: int
    p: int


COST = ScryptCost(n=2**14, r=8, p=5)
"""About a quarter of a second and 16 MiB; what password-storage guides ask for at least."""
LOCAL_COST = ScryptCost(n=2**12, r=8, p=1)
"""For the local stack, whose passwords are printed anyway."""


@dataclass(frozen=True)
class Credentials:
    """An officer's password, hashed; `id` is the officer's."""

    id: str
    version: int
    password_hash: str


@dataclass(frozen=True)
class SignInGuard:
    """How many sign-ins in a row failed for one username (`id` is its keyed hash)."""

    id: str
    version: int
    failures: int
    last_at: datetime
    locked_until: datetime | None = None


def hash_password(password: str, cost: ScryptCost) -> str:
    """scrypt with its parameters and salt in front, so that costs can rise later.

    Raises Invalid when the password is too short or too long.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        limits = {"min": SHORTEST_PASSWORD, "max": LONGEST_PASSWORD}
        raise Invalid([Fault(("password",), "password_length", limits)])
    salt = secrets.token_bytes(SALT_BYTES)
    return _written(cost, salt, _scrypt(password, salt, cost))


def matches(password: str, password_hash: str) -> bool:
    """Whether the password is the one that was hashed; takes the same time either way."""
    _, n, r, p, salt, expected = password_hash.split("$")
    found = _scrypt(password, base64.b64decode(salt), ScryptCost(int(n), int(r), int(p)))
    return hmac.compare_digest(found, base64.b64decode(expected))


def nobodys_hash(cost: ScryptCost) -> str:
    """What an unknown username is compared with: costs as much as any, and nothing matches it."""
    return _written(cost, bytes(SALT_BYTES), bytes(HASH_BYTES))


def try_sign_in(
    guard: SignInGuard | None, id: str, now: datetime, rules: LockOutRules
) -> SignInGuard:
    """The guard with this try counted as failed, before it is known whether it is.

    So no number of tries at once gets past the lock. Raises TooMany (`signing_in_locked`).
    """
    if guard is None:
        guard = SignInGuard(id, 0, 0, now)
    if guard.locked_until is not None and now < guard.locked_until:
        raise TooMany("signing_in_locked", whole_seconds(guard.locked_until - now))
    fresh = guard.locked_until is not None or now - guard.last_at >= rules.lock
    failures = 1 if fresh else guard.failures + 1
    locked_until = now + rules.lock if failures >= rules.failures else None
    return SignInGuard(id, guard.version + 1, failures, now, locked_until)


def forgive(guard: SignInGuard) -> SignInGuard:
    """The guard after a password that was right."""
    return replace(guard, version=guard.version + 1, failures=0, locked_until=None)


def _scrypt(password: str, salt: bytes, cost: ScryptCost) -> bytes:
    memory = 2 * 128 * cost.n * cost.r
    plain = unicodedata.normalize("NFKC", password).encode()
    return hashlib.scrypt(
        plain, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=memory, dklen=HASH_BYTES
    )


def _written(cost: ScryptCost, salt: bytes, hashed: bytes) -> str:
    return f"scrypt${cost.n}${cost.r}${cost.p}${_text(salt)}${_text(hashed)}"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
