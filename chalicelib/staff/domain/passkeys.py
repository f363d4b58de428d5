"""Passkeys of an officer (WebAuthn): keys that a device or a security key keeps and never shows.

A passkey signs for the office's own address alone, so that no copy of the page gets anything of
use; and only once its device has made sure who holds it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_PASSKEYS = 10
WANTED_PASSKEYS = 2
"""Of an administrator: whoever loses one device signs in with the other."""
OPEN_FOR = timedelta(minutes=5)
"""How long a device may take that makes a new one."""
_CHALLENGE_BYTES = 32
_ID_BYTES = 8


@dataclass(frozen=True)
class Passkey:
    """`credential` and `public_key` are as its device gave them, in base64url. `used` is how often
    the device says that it was used: some never count."""

    id: str
    credential: str
    public_key: str
    name: str
    since: datetime
    used: int = 0
    used_at: datetime | None = None


@dataclass(frozen=True)
class PasskeyAsked:
    """A new one was asked for; its device signs this challenge, once."""

    challenge: str
    at: datetime

    def is_open(self, now: datetime) -> bool:
        """Whether it may still be answered."""
        return now < self.at + OPEN_FOR


def new_challenge() -> str:
    """256 random bits in base64url."""
    return secrets.token_urlsafe(_CHALLENGE_BYTES)


def new_passkey_id() -> str:
    """What it is called in addresses; its device knows nothing of it."""
    return secrets.token_hex(_ID_BYTES)


def put_anew(passkeys: tuple[Passkey, ...], one: Passkey) -> tuple[Passkey, ...]:
    """With this one, as it is now, in its place."""
    return tuple(one if known.id == one.id else known for known in passkeys)
