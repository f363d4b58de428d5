"""Administrators add passkeys to their own account, and take them away.

Either asks for the password again: who has got hold of somebody's session alone neither adds a key
of their own nor takes away the owner's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.kernel.store import revise
from chalicelib.staff.application.own_sessions import OwnSessionDesk, sign_out
from chalicelib.staff.application.own_tries import OwnTries
from chalicelib.staff.application.ports import MadePasskey, PasskeyChecks
from chalicelib.staff.domain.credentials import Credentials
from chalicelib.staff.domain.passkeys import (
    MOST_PASSKEYS,
    Passkey,
    PasskeyAsked,
    new_challenge,
    new_passkey_id,
)


@dataclass(frozen=True)
class PasskeyDesk:
    """What one's own passkeys need. `app_name` is what devices show beside the name."""

    directory: Directory
    sessions: OwnSessionDesk
    tries: OwnTries
    checks: PasskeyChecks
    app_name: str


@dataclass(frozen=True)
class BegunPasskey:
    """What a device is to be given that makes one: for whom, and which keys it must not hold."""

    challenge: str
    username: str
    name: str
    known: tuple[str, ...]


def begin_passkey(
    desk: PasskeyDesk, who: Actor, password: str, correlation_id: str
) -> BegunPasskey:
    """A challenge for a new passkey, in the place of any before.

    Raises Invalid (`wrong_password`), Conflict (`too_many_passkeys`), TooMany
    (`too_many_wrong_passwords`), NotFound for who has no password here.
    """
    now, officer = desk.sessions.clock.now(), desk.directory.officer(who.id)
    known = _proven(desk, who, password, correlation_id)
    _check_room(known)
    asked = PasskeyAsked(new_challenge(), now)

    def step(present: Credentials) -> tuple[Credentials, tuple[Passkey, ...]]:
        changed = replace(present, version=present.version + 1, passkey_asked=asked)
        return changed, present.passkeys

    absent, store = NotFound("officer_not_found"), desk.sessions.credentials
    held = revise(store, who.id, absent, step)
    names = (officer.username, officer.name) if officer else (who.id, who.id)
    return BegunPasskey(asked.challenge, *names, tuple(one.credential for one in held))


def confirm_passkey(
    desk: PasskeyDesk, who: Actor, made: MadePasskey, name: str, correlation_id: str
) -> Passkey:
    """From now on each sign-in asks for a passkey, and this one is good.

    Raises Conflict (`no_passkey_begun`, `too_many_passkeys`), Invalid (`wrong_passkey`), TooMany
    (`too_many_wrong_codes`), NotFound.
    """
    now, id = desk.sessions.clock.now(), new_passkey_id()

    def step(present: Credentials) -> tuple[Credentials, Passkey]:
        asked = present.passkey_asked
        if asked is None or not asked.is_open(now):
            raise Conflict("no_passkey_begun")
        _check_room(present)
        one = desk.checks.make(asked.challenge, made, id, name, now)
        if one is None or one.credential in {known.credential for known in present.passkeys}:
            raise Invalid([Fault(("attestation",), "wrong_passkey_here")], "wrong_passkey")
        kept = (*present.passkeys, one)
        version = present.version + 1
        return replace(present, version=version, passkeys=kept, passkey_asked=None), one

    event = _event(desk, who, correlation_id, "passkey")
    absent, store = NotFound("officer_not_found"), desk.sessions.credentials

    def add() -> Passkey:
        return revise(store, who.id, absent, step, event=event)

    return desk.tries.count(who, now, correlation_id, add)


def remove_passkey(
    desk: PasskeyDesk,
    who: Actor,
    id: str,
    password: str,
    session: str | None,
    correlation_id: str,
) -> None:
    """It opens nothing any more, and all sessions but this one end: some may have been opened by
    it. Without any passkey, app or codes are asked for again.

    Raises Invalid (`wrong_password`), TooMany, NotFound (`passkey_not_found`).
    """
    _proven(desk, who, password, correlation_id)

    def change(present: Credentials) -> Credentials:
        kept = tuple(one for one in present.passkeys if one.id != id)
        if kept == present.passkeys:
            raise NotFound("passkey_not_found")
        return replace(present, passkeys=kept)

    event = _event(desk, who, correlation_id, "passkey_removed")
    sign_out(desk.sessions, who, session, change, event)


def _proven(desk: PasskeyDesk, who: Actor, password: str, correlation_id: str) -> Credentials:
    known = desk.sessions.credentials.find(who.id)
    if known is None:
        raise NotFound("officer_not_found")
    now = desk.sessions.clock.now()
    desk.tries.check_password(who, known, ("password", password), now, correlation_id)
    return known


def _check_room(known: Credentials) -> None:
    if len(known.passkeys) >= MOST_PASSKEYS:
        raise Conflict("too_many_passkeys")


def _event(desk: PasskeyDesk, who: Actor, correlation_id: str, factor: str) -> AuditEvent:
    what, about, now = {"factor": factor}, f"officer#{who.id}", desk.sessions.clock.now()
    return AuditEvent(AuditKind.FACTOR_CHANGED, now, who, correlation_id, what, about=about)
