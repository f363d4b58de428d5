"""Consents: what a person agrees to, purpose by purpose. Source: docs/handbook.md §7."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.errors import Fault


@dataclass(frozen=True)
class ConsentText:
    """The present text of one purpose, its legal basis, and whether there is no account
    without it. Nothing is pre-ticked."""

    purpose: str
    version: int
    needed: bool
    title: str
    text: str
    legal_basis: str


@dataclass(frozen=True)
class ConsentTexts:
    """The present texts, in the order in which they are shown."""

    texts: tuple[ConsentText, ...]


@dataclass(frozen=True)
class ConsentGiven:
    """What a person ticked: a purpose, in the version that was shown."""

    purpose: str
    version: int


@dataclass(frozen=True)
class Consent:
    """What is kept of it; `channel` is where it happened."""

    purpose: str
    version: int
    at: datetime
    channel: str


def check_consents(given: Sequence[ConsentGiven], texts: Sequence[ConsentText]) -> list[Fault]:
    """Everything wrong with the list: unknown, repeated, outdated or missing purposes."""
    current = {text.purpose: text for text in texts}
    faults = []
    seen: set[str] = set()
    for index, consent in enumerate(given):
        text = current.get(consent.purpose)
        if text is None:
            faults.append(Fault(("consents", index, "purpose"), "consent_unknown"))
        elif consent.purpose in seen:
            faults.append(Fault(("consents", index, "purpose"), "consent_repeated"))
        elif consent.version != text.version:
            version = {"version": text.version}
            faults.append(Fault(("consents", index, "version"), "consent_outdated", version))
        seen.add(consent.purpose)
    missing = [text.purpose for text in texts if text.needed and text.purpose not in seen]
    faults.extend(Fault(("consents",), "consent_missing", {"purpose": name}) for name in missing)
    return faults


def record_consents(
    given: Sequence[ConsentGiven], at: datetime, channel: str
) -> tuple[Consent, ...]:
    """A list without faults, as it is kept."""
    return tuple(Consent(consent.purpose, consent.version, at, channel) for consent in given)
