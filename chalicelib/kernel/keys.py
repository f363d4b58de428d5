"""Sealing, keyed hashes, cursors and tokens, as ports. Nobody but their adapters sees a key.

Source: docs/handbook.md §7: personal data are encrypted at rest and searchable only through a
keyed hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from chalicelib.kernel.actors import Actor
from chalicelib.kernel.frozen import frozen


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
    DEVICE = "device"
    WORD = "word"
    RECOVERY = "recovery"
    FORM = "form"


class Hasher(Protocol):
    """Keyed hashes under a key that the process has: of requests, addresses, user names
    and words."""

    def hash(self, purpose: KeyPurpose, value: str) -> str:
        """64 hexadecimal digits, the same in all processes of a stage."""
        ...


class Fingerprints(Protocol):
    """Hashes of phones and personal numbers under a key that never leaves KMS: each is a call.

    Asked for at registration, sign-in, search and imports, and where the office enters a case for
    somebody; in no other route of a case. While a stage changes its key, a value has two.
    """

    def found_by(self, purpose: KeyPurpose, value: str) -> str:
        """The hash by which the value is found and counted today."""
        ...

    def of(self, purpose: KeyPurpose, value: str, known: Sequence[str] = ()) -> tuple[str, ...]:
        """All hashes under which the value is claimed today, the one it is found by first.

        `known` are hashes of it that were made earlier: what they hold is not asked for again.
        """
        ...


class Cursors(Protocol):
    """Positions in lists that a client carries and can neither read nor change."""

    def write(self, position: dict[str, str], context: str) -> str:
        """Opaque, URL-safe text. The context names the list: route, reader and filters."""
        ...

    def read(self, cursor: str, context: str) -> dict[str, str]:
        """The inverse, for the same list only; raises `Unreadable` (`bad_cursor`)."""
        ...


@frozen
class Bearer:
    """Whom an access token speaks for, and the session it belongs to."""

    actor: Actor
    session: str


@frozen
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
