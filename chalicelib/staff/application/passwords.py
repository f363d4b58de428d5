"""Passwords that others than their owners give, and hashes that are outdated."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import TooMany
from chalicelib.kernel.store import VersionedStore
from chalicelib.staff.domain.credentials import (
    Credentials,
    HashCost,
    hash_password,
    is_outdated,
    with_password,
)
from chalicelib.staff.domain.passwords import PasswordRules, check_password

_ATTEMPTS = 12


@dataclass(frozen=True)
class PasswordDesk:
    """What setting passwords needs. `cost` is that of new hashes."""

    clock: Clock
    credentials: VersionedStore[Credentials]
    rules: PasswordRules
    cost: HashCost


def set_password(desk: PasswordDesk, officer_id: str, password: str, by: Actor) -> None:
    """Give an officer a password; raises Invalid as `check_password` does. The first one comes with
    the account, whose line the audit has; another in its place is told."""
    check_password(password, desk.rules, ())
    hashed, now = hash_password(password, desk.cost), desk.clock.now()
    what, about = {"password": "replaced"}, f"officer#{officer_id}"
    event = AuditEvent(AuditKind.OFFICER_CHANGED, now, by, "operations", what, about=about)
    for _ in range(_ATTEMPTS):
        present = desk.credentials.find(officer_id)
        told = event if present else None
        if desk.credentials.put(with_password(present, officer_id, hashed), event=told):
            return
    raise TooMany("too_busy", 1)


def renew_hash(
    store: VersionedStore[Credentials], known: Credentials, password: str, cost: HashCost
) -> None:
    """The same password by today's hash, if it is kept by one of before. Whoever changes it at the
    same moment is first."""
    if is_outdated(known.password_hash, cost):
        store.put(with_password(known, known.id, hash_password(password, cost)))
