"""Sealing and hashing with the keyring's keys, each with the sets of its use.

An envelope is: one byte format, one byte number of the key set, 12 bytes nonce, then AES-256-GCM of
the zlib-compressed document; the context is its associated data. Nonces are random: a key set is
good for 2^32 envelopes (docs/handbook.md §7 asks for encryption at rest per field).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from chalicelib.kernel.errors import Unreadable
from chalicelib.kernel.keys import KeyPurpose, Unsealable
from chalicelib.runtime.crypto.key_sets import KeySet, KeySets

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
NONCE_BYTES = 12
HEADER_BYTES = 2
_CIPHERS = 64
"""Remembered."""


class KeyringSealer:
    """Documents under the documents' key."""

    def __init__(self, keyring: KeySets) -> None:
        self._keyring = keyring
        self._ciphers: dict[bytes, AESGCM] = {}
        """By the envelope's header: documents' sets stay, and a page of a list opens a hundred."""

    def seal(self, document: bytes, context: str) -> bytes:
        """The document compressed and encrypted."""
        keys = self._keyring.newest()
        return _close(keys.number, keys.key, zlib.compress(document), context)

    def unseal(self, blob: bytes, context: str) -> bytes:
        """The inverse, in the same context only; raises `Unsealable`."""
        header = blob[:HEADER_BYTES]
        cipher = self._ciphers.get(header)
        if cipher is None:
            cipher = self._ciphers[header] = _cipher(_key_set(self._keyring, blob).key)
        return zlib.decompress(_open(cipher, blob, context))


class KeyringCursors:
    """Positions in lists under the tokens' second key."""

    def __init__(self, keyring: KeySets) -> None:
        self._keyring = keyring

    def write(self, position: dict[str, str], context: str) -> str:
        """Opaque, URL-safe text."""
        keys = self._keyring.newest()
        plain = json.dumps(position, separators=(",", ":")).encode()
        blob = _close(keys.number, keys.cursors, plain, context)
        return base64.urlsafe_b64encode(blob).decode().rstrip("=")

    def read(self, cursor: str, context: str) -> dict[str, str]:
        """The inverse, for the same list only; raises `Unreadable` (`bad_cursor`)."""
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            blob = base64.b64decode(padded, altchars=b"-_", validate=True)
            keys = _key_set(self._keyring, blob)
            position: dict[str, str] = json.loads(_open(_cipher(keys.cursors), blob, context))
        except (ValueError, Unsealable):
            raise Unreadable("bad_cursor") from None
        return position


class KeyringHasher:
    """HMAC-SHA256 under the hashes' key, the purpose in front."""

    def __init__(self, keyring: KeySets) -> None:
        self._keyring = keyring

    def hash(self, purpose: KeyPurpose, value: str) -> str:
        """64 hexadecimal digits, the same in all processes of a stage."""
        message = f"{purpose.value}|{value}".encode()
        return hmac.new(self._keyring.newest().key, message, hashlib.sha256).hexdigest()


def _close(number: int, key: bytes, plain: bytes, context: str) -> bytes:
    header = bytes((FORMAT, number))
    nonce = secrets.token_bytes(NONCE_BYTES)
    return header + nonce + _cipher(key).encrypt(nonce, plain, header + context.encode())


def _open(cipher: AESGCM, blob: bytes, context: str) -> bytes:
    from cryptography.exceptions import InvalidTag

    header, rest = blob[:HEADER_BYTES], blob[HEADER_BYTES:]
    try:
        opened: bytes = cipher.decrypt(
            rest[:NONCE_BYTES], rest[NONCE_BYTES:], header + context.encode()
        )
    except (InvalidTag, ValueError):
        raise Unsealable("changed, or of another place") from None
    return opened


@lru_cache(_CIPHERS)
def _cipher(key: bytes) -> AESGCM:
    # Imported late: not every process seals, and the library costs 7 ms.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _key_set(keyring: KeySets, blob: bytes) -> KeySet:
    if len(blob) < HEADER_BYTES or blob[0] != FORMAT:
        raise Unsealable("not an envelope")
    keys = keyring.find(blob[1])
    if keys is None:
        raise Unsealable("no such key set")
    return keys
