"""A refresh: the session's next token, by one write over what the token brought along.

A refresh token carries the session as it lay in its store, sealed, when the token was given. So
nobody has to read it: the next version is written over exactly that form, and where that form is
not there any more the session is read, which finds tokens that were used before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.domain import sessions
from chalicelib.identity.domain.identity_policy import SessionLimits
from chalicelib.identity.domain.sessions import RefreshToken, Session
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import DomainError, TooMany, Unauthenticated
from chalicelib.kernel.ids import is_sortable_id
from chalicelib.kernel.store import JoinableStore
from chalicelib.kernel.together import Part, Refused

Who = Callable[[Session], Actor]
"""Whose session it is, as the audit says it."""
Beside = Callable[[Session], Sequence[Part]]
"""What has to hold for the session to go on, in the same write."""
_Step = Callable[[Session], Session]
_ATTEMPTS = 12


class SessionStore(JoinableStore[Session], Protocol):
    """Sessions, whose stored form a client may bring back."""

    def carried(self, session: Session) -> str:
        """The sealed form in which this process just wrote or read it; empty if it did not."""
        ...

    def brought(self, id: str, carried: str) -> Session | None:
        """What such a form says, present or not; None for what is none of this session's."""
        ...

    def put_over(
        self, session: Session, carried: str, others: Sequence[Part], expires: datetime
    ) -> None:
        """Write it over exactly that form, which was `brought`, together with those.

        Raises Refused with the first part that refuses.
        """
        ...


def rotate(
    store: SessionStore,
    refresh_token: str,
    now: datetime,
    limits: SessionLimits,
    request: str,
    who: Who,
    change: Callable[[Session], Session] = lambda session: session,
    beside: Beside = lambda _: (),
) -> Session:
    """The session with its next token, and what `change` makes of it. A token that was used before
    ends it (Unauthenticated), and so it is where `beside` does not hold. Raises what `change` does,
    and then nothing is used up."""
    token, expires = sessions.parse_refresh_token(refresh_token), now + limits.absolute
    if not is_sortable_id(token.session):
        raise Unauthenticated("bad_token")

    def step(present: Session) -> Session:
        rotated = sessions.rotate(present, token, now, limits, request)
        return change(rotated) if rotated.family is not None else rotated

    rotated = _over_brought(store, token, step, beside, expires)
    if rotated is not None:
        return rotated

    def ended(session: Session) -> bool:
        return store.put(session, expires, _reused(who(session), now))

    return _over_read(store, token.session, step, beside, expires, ended)


def _over_brought(
    store: SessionStore, token: RefreshToken, step: _Step, beside: Beside, expires: datetime
) -> Session | None:
    """None where only reading can tell: what was brought is not the present form, or refuses."""
    brought = store.brought(token.session, token.carried) if token.carried else None
    if brought is None:
        return None
    try:
        rotated = step(brought)
        if rotated.family is None:
            return None
        store.put_over(rotated, token.carried, beside(rotated), expires)
    except (DomainError, Refused):
        return None
    return rotated


def _over_read(
    store: SessionStore,
    id: str,
    step: _Step,
    beside: Beside,
    expires: datetime,
    ended: Callable[[Session], bool],
) -> Session:
    """Over the present version; `ended` writes the session's end, if nobody else was first."""
    for _ in range(_ATTEMPTS):
        present = store.find(id)
        if present is None:
            raise Unauthenticated("bad_token")
        rotated = step(present)
        if rotated.family is None:
            if ended(rotated):
                raise Unauthenticated("session_ended")
            continue
        others = beside(rotated)
        try:
            store.put_with(rotated, others, expires)
        except Refused as refused:
            if refused.part in others:
                raise Unauthenticated("session_ended") from None
        else:
            return rotated
    raise TooMany("too_busy", 1)


def _reused(actor: Actor, now: datetime) -> AuditEvent:
    return AuditEvent(AuditKind.TOKEN_REUSED, now, actor, "-")
