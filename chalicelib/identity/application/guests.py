"""Whose case it is that somebody of the office enters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.identity.domain.guests import Guest
from chalicelib.identity.domain.identity_policy import IdentityPolicy
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.keys import Fingerprints, KeyPurpose
from chalicelib.kernel.names import parse_name
from chalicelib.kernel.phones import parse_phone
from chalicelib.kernel.together import Part


class GuestStore(Protocol):
    """Guests, and the phones that are kept for accounts to come."""

    def find(self, id: str) -> Guest | None:
        """The guest, read consistently; None also once there is an account in the guest's place."""
        ...

    def behind(self, phone: str) -> str | None:
        """The id of the account that has the phone of this hash, or for which it is kept."""
        ...

    def keeping(self, guest: Guest, phones: Sequence[str]) -> Part:
        """The guest, and the claims by these hashes of the phone: part of the write of a case.

        Refuses where somebody has the phone already.
        """
        ...

    def claim(self, guest: Guest, phones: Sequence[str]) -> bool:
        """Also these claims for a guest who is there; False where the phone is another's."""
        ...


@dataclass(frozen=True)
class GuestDesk:
    """What it takes to know whose case it is."""

    guests: GuestStore
    fingerprints: Fingerprints
    policy: IdentityPolicy


@dataclass(frozen=True)
class ReportingPerson:
    """The id of an account or a guest; `new` is to be written with the case."""

    id: str
    new: Part | None = None


def phone_of(desk: GuestDesk, phone: str) -> str:
    """In E.164; raises Invalid as registering does."""
    return parse_phone(phone, desk.policy.phone_countries)


def known_by(desk: GuestDesk, phone: str) -> str | None:
    """The id of the account or guest that has the phone (in E.164)."""
    return desk.guests.behind(desk.fingerprints.of(KeyPurpose.PHONE, phone)[0])


def person_of(
    desk: GuestDesk, phone: str | None, full_name: str | None, seed: str, now: datetime
) -> ReportingPerson:
    """Whoever has the phone (in E.164); else a new guest. The same seed makes the same guest."""
    hashes = desk.fingerprints.of(KeyPurpose.PHONE, phone) if phone else ()
    known = desk.guests.behind(hashes[0]) if hashes else None
    if known is not None:
        return ReportingPerson(known)
    name = parse_name(full_name) if full_name else None
    guest = Guest(sortable_id(now, seed, "guest"), 1, phone, name, now)
    if phone is None and name is None:
        return ReportingPerson(guest.id)
    return ReportingPerson(guest.id, desk.guests.keeping(guest, hashes))
