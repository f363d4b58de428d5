"""Officers see where they are signed in, and sign out there: one session, or all of them.

Which sessions are open stands with the officer's credentials, since each sign-in writes those
anyway. A session ends first; then the credentials forget it, over exactly the version that named
it. So whoever signs in at the same moment is seen, and a sign-in that was begun before and is not
finished opens nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.identity.application.sign_ins import end
from chalicelib.identity.domain import sessions
from chalicelib.identity.domain.identity_policy import SessionLimits
from chalicelib.identity.domain.sessions import Session
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound, TooMany, Unauthenticated
from chalicelib.kernel.store import VersionedStore
from chalicelib.staff.domain.credentials import Credentials, OpenedSession

_ATTEMPTS = 12


@dataclass(frozen=True)
class OwnSessionDesk:
    """Where officers' credentials and sessions are kept, and how long a session lasts."""

    clock: Clock
    credentials: VersionedStore[Credentials]
    sessions: VersionedStore[Session]
    limits: SessionLimits


@dataclass(frozen=True)
class OwnSession:
    """One place at which somebody is signed in."""

    id: str
    opened_at: datetime
    used_at: datetime
    ends_at: datetime


def own_sessions(desk: OwnSessionDesk, who: Actor) -> list[OwnSession]:
    """Those that are open, the one that was used last first."""
    now, known = desk.clock.now(), desk.credentials.find(who.id)
    found = [_open(desk, one, now) for one in (known.sessions if known else ())]
    return sorted(filter(None, found), key=lambda one: one.used_at, reverse=True)


def end_own_session(desk: OwnSessionDesk, who: Actor, id: str) -> None:
    """Nothing refreshes it any more. Raises NotFound (`session_not_found`) for one of others."""
    known = desk.credentials.find(who.id)
    if id not in {one.id for one in (known.sessions if known else ())}:
        raise NotFound("session_not_found")
    end(desk.sessions, id, desk.clock.now(), lambda _: who)


def sign_out(
    desk: OwnSessionDesk,
    who: Actor,
    keep: str | None = None,
    change: Callable[[Credentials], Credentials] = lambda known: known,
    event: AuditEvent | None = None,
    by: Actor | None = None,
) -> None:
    """End all sessions but the one to `keep`, and sign-ins that are not finished; `change` makes
    the credentials others in the same write, with `event`. `by`: who does it, if not the owner.

    Raises NotFound for who has no password here, TooMany (`too_busy`), and what `change` raises.
    """
    now = desk.clock.now()
    for _ in range(_ATTEMPTS):
        known = desk.credentials.find(who.id)
        if known is None:
            raise NotFound("officer_not_found")
        changed = change(known)
        for one in known.sessions:
            if one.id != keep:
                end(desk.sessions, one.id, now, lambda _: by or who)
        kept = tuple(one for one in known.sessions if one.id == keep)
        version = known.version + 1
        changed = replace(changed, version=version, sessions=kept, sign_ins_from=now)
        if desk.credentials.put(changed, event=event):
            return
    raise TooMany("too_busy", 1)


def _open(desk: OwnSessionDesk, opened: OpenedSession, now: datetime) -> OwnSession | None:
    session = desk.sessions.find(opened.id)
    if session is None:
        return None
    try:
        family = sessions.check_alive(session, now, desk.limits)
    except Unauthenticated:
        return None
    ends_at = sessions.expires_at(family, desk.limits)
    return OwnSession(session.id, family.opened_at, family.used_at, ends_at)
