"""Hashes of lists: HMAC-SHA256 under a key that is derived of the stage's HMAC key in KMS.

KMS gives the key by one call a process; nothing of it is kept (docs/adr/0030). A hash names the
KMS key in front, so that one of another stage is never taken for it.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import cached_property
from typing import Any

DERIVED_FROM = b"list_hashes|1"
"""What KMS is asked for: no phone and no personal number is written so."""


class DerivedListHashes:
    """`kms` is a boto3 KMS client, `key_id` the stage's HMAC key in it."""

    def __init__(self, kms: Any, key_id: str) -> None:
        self._kms = kms
        self._key_id = key_id
        self._mark = f"{hashlib.sha256(key_id.encode()).hexdigest()[:8]}."

    def of(self, what: str, value: str) -> str:
        """The same in all processes of a stage."""
        message = f"{what}|{value}".encode()
        return self._mark + hmac.new(self._key, message, hashlib.sha256).hexdigest()

    @cached_property
    def _key(self) -> bytes:
        answer = self._kms.generate_mac(
            KeyId=self._key_id, MacAlgorithm="HMAC_SHA_256", Message=DERIVED_FROM
        )
        key: bytes = answer["Mac"]
        return key
