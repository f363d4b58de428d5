"""The files that hold the rules of signing in and the texts of the consents."""

from __future__ import annotations

from msgspec.json import decode

from chalicelib.identity.domain.consents import ConsentText, ConsentTexts
from chalicelib.identity.domain.identity_policy import IdentityPolicy, contradictions
from chalicelib.runtime.crypto.tokens import ACCESS_LIFE
from chalicelib.runtime.data_files import DATA


def load_identity_policy() -> IdentityPolicy:
    """`data/identity_policy.json`; durations there are ISO 8601.

    Raises ValueError with every setting that contradicts another.
    """
    text = (DATA / "identity_policy.json").read_bytes()
    policy = decode(text, type=IdentityPolicy)
    if found := contradictions(policy, ACCESS_LIFE):
        raise ValueError(f"identity_policy.json: {'; '.join(found)}")
    return policy


def load_consent_texts() -> ConsentTexts:
    """`data/consents.json`, in the order in which they are shown."""
    text = (DATA / "consents.json").read_bytes()
    return ConsentTexts(decode(text, type=tuple[ConsentText, ...]))
