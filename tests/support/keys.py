"""A keyring without AWS, for sealing, hashing and tokens in tests."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.kernel.keys import KeyPurpose
from chalicelib.runtime.crypto.key_sets import KEY_BYTES, HashedBy, KeySet
from chalicelib.runtime.crypto.sealing import KeyringCursors, KeyringHasher, KeyringSealer
from chalicelib.runtime.crypto.tokens import JwtTokens


class FixedKeyring:
    """Key sets 1 to `sets` of one use, whose bytes follow from `seed`."""

    def __init__(self, seed: int = 1, sets: int = 1) -> None:
        self._sets = {number: _key_set(seed, number) for number in range(1, sets + 1)}

    def newest(self) -> KeySet:
        return self._sets[max(self._sets)]

    def find(self, number: int) -> KeySet | None:
        return self._sets.get(number)

    def retire(self, number: int) -> None:
        del self._sets[number]


def _key_set(seed: int, number: int) -> KeySet:
    first, second = (bytes([seed * 16 + number + shift]) for shift in (0, 8))
    return KeySet(number, first * KEY_BYTES + second * KEY_BYTES)


def make_sealer() -> KeyringSealer:
    return KeyringSealer(FixedKeyring(seed=2))


def make_hasher() -> KeyringHasher:
    return KeyringHasher(FixedKeyring(seed=3))


def make_cursors() -> KeyringCursors:
    return KeyringCursors(FixedKeyring())


class Step:
    """A stage on its way."""

    def __init__(self, step: HashedBy) -> None:
        self.step = step

    def hashed_by(self) -> HashedBy:
        return self.step


class FakeFingerprints:
    """Hashes of one key; `asked` counts the calls that KMS would get."""

    def __init__(self) -> None:
        self.asked = 0

    def found_by(self, purpose: KeyPurpose, value: str) -> str:
        return self.of(purpose, value)[0]

    def of(self, purpose: KeyPurpose, value: str, known: Sequence[str] = ()) -> tuple[str, ...]:
        if known:
            return tuple(known)
        self.asked += 1
        return (fingerprint(purpose, value),)


def fingerprint(purpose: KeyPurpose, value: str) -> str:
    """What the fake makes of a value."""
    return make_hasher().hash(purpose, value)


def make_tokens(stage: str = "local") -> JwtTokens:
    return JwtTokens(FixedKeyring(), stage)
