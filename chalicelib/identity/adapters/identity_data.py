"""The files that hold the rules of signing in and the texts of the consents."""

from __future__ import annotations

from pathlib import Path

from msgspec.json import decode

from chalicelib.identity.domain.consents import ConsentText
from chalicelib.identity.domain.identity_policy import IdentityPolicy, contradictions
from chalicelib.runtime.crypto.tokens import ACCESS_LIFE

FOLDER = Path(__file__).parents[2] / "data"


def load_identity_policy() -> IdentityPolicy:
    """`data/identity_policy.json`; durations there are ISO 8601.

    Raises ValueError with every setting that contradicts another.
    """
    text = (FOLDER / "identity_policy.json").read_bytes()
    policy = decode(text, type=IdentityPolicy)
    if found := contradictions(policy, ACCESS_LIFE):
        raise ValueError(f"identity_policy.json: {'; '.join(found)}")
    return policy


def load_consent_texts() -> tuple[ConsentText, ...]:
    """`data/consents.json`, in the order in which they are shown."""
    text = (FOLDER / "consents.json").read_bytes()
    return decode(text, type=tuple[ConsentText, ...])
