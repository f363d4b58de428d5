"""Hashes of phones and personal numbers: HMAC-SHA256 under a key that never leaves KMS.

There are so few phones and numbers that whoever has the key can try them all. So the key is one
of KMS's own, which nobody can export: to try them is to ask KMS for each, under the api's role, and
to stand in CloudTrail. A hash names its key in front of a dot, so that one of another key is never
taken for it.

Stages of before November 2026 hashed with a key of their own (`KeyringHasher`), and come over step
by step (`HashedBy`, `operations/rehash.py`): whatever two neighbouring steps write, either finds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Protocol

from chalicelib.kernel.keys import Hasher, KeyPurpose
from chalicelib.runtime.crypto.key_sets import HashedBy

_OWN, _KMS = "own", "kms"
_KEYS = {
    HashedBy.OWN: (_OWN,),
    HashedBy.BOTH_FOUND_BY_OWN: (_OWN, _KMS),
    HashedBy.BOTH_FOUND_BY_KMS: (_KMS, _OWN),
    HashedBy.KMS: (_KMS,),
}
"""By which keys a claim is made at each step; the first is the one that it is found by."""


class Steps(Protocol):
    """What is remembered of the stage's way."""

    def hashed_by(self) -> HashedBy:
        """The present step."""
        ...


class KmsFingerprints:
    """`kms` is a boto3 KMS client, `key_id` the stage's HMAC key in it. Threads may share one."""

    def __init__(self, kms: Any, key_id: str, steps: Steps, own: Hasher) -> None:
        self._kms = kms
        self._key_id = key_id
        self._steps = steps
        self._own = own
        self._mark = f"{hashlib.sha256(key_id.encode()).hexdigest()[:8]}."

    def of(self, purpose: KeyPurpose, value: str, known: Sequence[str] = ()) -> tuple[str, ...]:
        """All hashes under which the value is claimed today, the one it is found by first."""
        keys = _KEYS[self._steps.hashed_by()]
        return tuple(
            self._own.hash(purpose, value) if key == _OWN else self._by_kms(purpose, value, known)
            for key in keys
        )

    def found_by(self, purpose: KeyPurpose, value: str) -> str:
        """The hash by which the value is found and counted today."""
        if _KEYS[self._steps.hashed_by()][0] == _OWN:
            return self._own.hash(purpose, value)
        return self._by_kms(purpose, value, ())

    def is_present(self, fingerprint: str) -> bool:
        """Whether it was made by the stage's HMAC key."""
        return fingerprint.startswith(self._mark)

    def by_kms(self, purpose: KeyPurpose, value: str) -> str:
        """By the stage's HMAC key, whatever the step: for the operation that brings it over."""
        return self._by_kms(purpose, value, ())

    def _by_kms(self, purpose: KeyPurpose, value: str, known: Sequence[str]) -> str:
        made = next(filter(self.is_present, known), None)
        if made is not None:
            return made
        answer = self._kms.generate_mac(
            KeyId=self._key_id,
            MacAlgorithm="HMAC_SHA_256",
            Message=f"{purpose.value}|{value}".encode(),
        )
        mac: bytes = answer["Mac"]
        return f"{self._mark}{mac.hex()}"
