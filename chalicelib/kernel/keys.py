"""Sealing, keyed hashes, cursors and tokens, as ports. Nobody but their adapters sees a key.

Source: docs/handbook.md §7: personal data are encrypted at rest and searchable only through a
keyed hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from chalicelib.kernel.actors import Actor


class Unsealable(Exception):
    """Sealed bytes were changed, or belong to another place or another stage."""


class Sealer(Protocol):
    """Encrypts documents (JSON as bytes). The context, such as the item's id, binds each to its
    place."""

    def seal(self, document: bytes, context: str) -> bytes:
        """The document compressed and encrypted."""
        ...

    def unseal(self, blob: bytes, context: str) -> bytes:
        """The inverse, in the same context only; raises `Unsealable`."""
        ...


class KeyPurpose(StrEnum):
    """What is hashed: equal values of different purposes have unlike hashes."""

    PHONE = "phone"
    PERSONAL_ID = "personal_id"
    USERNAME = "username"
    STAFF_PHONE = "staff_phone"
    ADDRESS = "address"
    REQUEST = "request"
    LIMIT = "limit"
    """What is counted for some hours: never found again later."""
    DEVICE = "device"


class Hasher(Protocol):
    """Keyed hashes, by which personal data can be found and never read."""

    def hash(self, purpose: KeyPurpose, value: str) -> str:
        """64 hexadecimal digits, the same in all processes of a stage."""
        ...


class Cursors(Protocol):
    """Positions in lists that a client carries and can neither read nor change."""

    def write(self, position: dict[str, str], context: str) -> str:
        """Opaque, URL-safe text. The context names the list: route, reader and filters."""
        ...

    def read(self, cursor: str, context: str) -> dict[str, str]:
        """The inverse, for the same list only; raises `Unreadable` (`bad_cursor`)."""
        ...


@dataclass(frozen=True)
class Bearer:
    """Whom an access token speaks for, and the session it belongs to."""

    actor: Actor
    session: str


@dataclass(frozen=True)
class IssuedToken:
    """A token, and how long it is good for, in seconds."""

    token: str
    expires_in: int


class Tokens(Protocol):
    """Short-lived signed tokens; reading one needs no other service."""

    def issue_access(self, bearer: Bearer, now: datetime) -> IssuedToken:
        """A token for requests in the bearer's name."""
        ...

    def read_access(self, token: str, now: datetime) -> Bearer:
        """Raises `Unauthenticated`: `token_expired`, or `bad_token` for everything else."""
        ...

    def issue_registration(self, registration: str, now: datetime) -> IssuedToken:
        """A token that proves that this registration's phone answered its code."""
        ...

    def read_registration(self, token: str, now: datetime) -> str:
        """The registration's id; raises `Unauthenticated` as `read_access` does."""
        ...
