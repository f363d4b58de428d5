"""A keyring without AWS, for sealing, hashing and tokens in tests."""

from __future__ import annotations

from chalicelib.runtime.crypto.keyring import KEY_BYTES, KeySet
from chalicelib.runtime.crypto.sealing import KeyringCursors, KeyringHasher, KeyringSealer
from chalicelib.runtime.crypto.tokens import JwtTokens


class FixedKeyring:
    """Key sets 1 to `sets`, whose bytes follow from `seed`; the hash key is the same in all."""

    def __init__(self, seed: int = 1, sets: int = 1) -> None:
        self._sets = {number: _key_set(seed, number) for number in range(1, sets + 1)}

    def newest(self) -> KeySet:
        return self._sets[max(self._sets)]

    def find(self, number: int) -> KeySet | None:
        return self._sets.get(number)


def _key_set(seed: int, number: int) -> KeySet:
    own = bytes([seed * 16 + number]) * (3 * KEY_BYTES)
    return KeySet(number, own + bytes([seed * 16]) * KEY_BYTES)


def make_sealer() -> KeyringSealer:
    return KeyringSealer(FixedKeyring())


def make_hasher() -> KeyringHasher:
    return KeyringHasher(FixedKeyring())


def make_cursors() -> KeyringCursors:
    return KeyringCursors(FixedKeyring())


def make_tokens(stage: str = "local") -> JwtTokens:
    return JwtTokens(FixedKeyring(), stage)
