"""What the audit is told of passwords and codes that were wrong, and of locks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.instants import store as stored_instant
from chalicelib.kernel.store import VersionedStore, revise
from chalicelib.staff.domain.credentials import Credentials, SignInGuard

_STRANGER = Actor(Role.SYSTEM, "unknown")


def locked(officer: Officer | None, guard: SignInGuard, now: datetime) -> AuditEvent:
    """Whose name it is (None: nobody's), how many failed in a row, and until when it is locked."""
    until = stored_instant(guard.locked_until) if guard.locked_until else None
    return _about(AuditKind.SIGN_IN_LOCKED, officer, now, failures=guard.failures, until=until)


def failed(officer: Officer | None, guard: SignInGuard, now: datetime) -> AuditEvent:
    """Of a password that was wrong, whosever name it is: which failure in a row it was, or that it
    locks. It goes with the guard's own write."""
    if guard.locked_until:
        return locked(officer, guard, now)
    return _about(AuditKind.PASSWORD_WRONG, officer, now, failures=guard.failures)


def tell_wrong(
    store: VersionedStore[Credentials],
    kind: AuditKind,
    who: Actor,
    now: datetime,
    correlation_id: str,
) -> None:
    """Of somebody who is signed in, before it is answered: their credentials stay as they are."""
    event = AuditEvent(kind, now, who, correlation_id, about=f"officer#{who.id}")

    def step(present: Credentials) -> tuple[Credentials, None]:
        return replace(present, version=present.version + 1), None

    revise(store, who.id, NotFound("officer_not_found"), step, event=event)


def _about(kind: AuditKind, officer: Officer | None, now: datetime, **what: object) -> AuditEvent:
    about = f"officer#{officer.id}" if officer else None
    said = {"officer": officer and officer.id, **what}
    return AuditEvent(kind, now, _STRANGER, "-", said, about=about)
