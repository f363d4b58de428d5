"""Officers sign in with password and code, stay signed in, and sign out.

Whether a username exists shows neither in the answer, nor in its time, nor in the lock.
Source: docs/handbook.md §7.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.agencies.domain.scopes import actor_of
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.identity.application.codes import id_for
from chalicelib.identity.application.limits import (
    CodeLimits,
    Origin,
    Source,
    device_holder,
    forgive_password,
    officer_subject,
    source_of,
    spend_code,
    spend_network_password,
    spend_password,
)
from chalicelib.identity.application.sign_ins import (
    KEPT,
    CodeAnswer,
    TokenPair,
    answer_code,
    end,
    find_present,
    find_session,
    pair,
    rotate,
)
from chalicelib.identity.domain import sessions
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.identity_policy import IdentityPolicy
from chalicelib.identity.domain.sessions import Destination, Session
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import TooMany, Unauthenticated
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.keys import KeyPurpose, Tokens
from chalicelib.kernel.store import VersionedStore, put_first
from chalicelib.staff.application.factors import note_sign_in, prove_by_app
from chalicelib.staff.application.passwords import renew_hash
from chalicelib.staff.application.sign_in_lines import locked, tell_failure
from chalicelib.staff.domain.credentials import (
    Credentials,
    HashCost,
    SignInGuard,
    forgive,
    matches,
    nobodys_hash,
    try_sign_in,
)

NOBODY = "-"
"""No officer has this id; looking it up costs as much as looking up one."""
_ATTEMPTS = 12


@dataclass(frozen=True)
class OfficerDesk:
    """What the use cases of officers' sessions need. `cost` is that of new password hashes."""

    clock: Clock
    directory: Directory
    credentials: VersionedStore[Credentials]
    guards: VersionedStore[SignInGuard]
    sessions: VersionedStore[Session]
    limits: CodeLimits
    policy: IdentityPolicy
    tokens: Tokens
    cost: HashCost
    central_agency: str


@dataclass(frozen=True)
class StartOfficerSignIn:
    """Username and password. `address` is the network address, `None`: not known."""

    username: str
    password: str
    address: str | None
    seed: str
    correlation_id: str
    device: str | None = None
    """What this device was given when somebody signed in on it before."""


@dataclass(frozen=True)
class OfficerCodeSent:
    """What an officer is told whose password was right."""

    id: str
    expires_at: datetime
    channel: Channel | None
    """None: nothing is sent, the officer's app shows the code."""


@dataclass(frozen=True)
class SignedInOfficer:
    """Tokens, and whose they are."""

    tokens: TokenPair
    officer: Officer


def start_officer_sign_in(desk: OfficerDesk, command: StartOfficerSignIn) -> OfficerCodeSent:
    """Keep a sign-in whose code the notifier sends, or the officer's app shows.

    Raises Unauthenticated (`wrong_credentials`) and TooMany (`signing_in_locked`,
    `too_many_codes`).
    """
    now = desk.clock.now()
    officer, known, source = _check_password(desk, command, now)
    subject, rules = officer_subject(officer.id), desk.policy.codes
    id = id_for("officer_session", command.seed)
    if known.app is not None:
        by_app = sessions.challenge(id, officer.id, None, now, rules, subject, by_app=True)
        session = put_first(desk.sessions, by_app, now + rules.open_for + KEPT)
        return OfficerCodeSent(id, sessions.code_of(session).expires_at, None)
    spend_code(desk.limits, subject, desk.policy.codes_per_officer, source, now)
    destination = _destination(officer)
    begun = sessions.challenge(id, officer.id, destination, now, rules, subject)
    event = AccountEvent(
        AccountEventType.OFFICER_SIGN_IN_CODE_REQUESTED, now, command.correlation_id
    )
    session = put_first(desk.sessions, begun, now + rules.open_for + KEPT, event)
    return OfficerCodeSent(id, sessions.code_of(session).expires_at, destination.channel)


def find_officer_sign_in(desk: OfficerDesk, session_id: str) -> Session:
    """Raises NotFound when there never was one, or it is long over."""
    return find_session(desk.sessions, session_id)


def finish_officer_sign_in(
    desk: OfficerDesk,
    session_id: str,
    given: CodeAnswer,
    present: Session | None = None,
) -> SignedInOfficer:
    """Open the session with the right code. `present` is the sign-in, if it was read just now.

    Raises as `answer_code` does, and Unauthenticated when the officer is active no more.
    """
    now, policy = desk.clock.now(), desk.policy
    read, quotas = present or find_officer_sign_in(desk, session_id), policy.wrong_codes_per_officer
    asked = read.challenge
    by_app = asked is not None and asked.by_app
    who = _who(desk, read)
    session = answer_code(
        desk.sessions,
        read,
        given,
        now,
        desk.limits,
        quotas,
        policy.officer_sessions,
        partial(_who, desk),
        partial(prove_by_app, desk.credentials, desk.limits.hasher, who, now) if by_app else None,
    )
    if asked is not None and not by_app:
        note_sign_in(desk.credentials, who.id, now)
    return _signed_in(desk, session, now)


def refresh_officer_session(desk: OfficerDesk, refresh_token: str, request: str) -> SignedInOfficer:
    """Make the session's next tokens, for one request.

    Raises Unauthenticated, also when the officer is active no more.
    """
    now, limits = desk.clock.now(), desk.policy.officer_sessions
    who = partial(_who, desk)
    return _signed_in(desk, rotate(desk.sessions, refresh_token, now, limits, request, who), now)


def officer_tokens(desk: OfficerDesk, session_id: str, generation: int) -> SignedInOfficer:
    """The tokens of an open session, once more, if this generation still is the newest.

    Raises NotFound, Unauthenticated, also when the officer is active no more, and Gone
    (`answer_over`).
    """
    now, limits = desk.clock.now(), desk.policy.officer_sessions
    session = find_present(desk.sessions, session_id, generation, now, limits)
    return _signed_in(desk, session, now)


def end_officer_session(desk: OfficerDesk, session_id: str) -> None:
    """Nothing refreshes this session any more; ending it twice is fine."""
    end(desk.sessions, session_id, desk.clock.now(), partial(_who, desk))


def _signed_in(desk: OfficerDesk, session: Session, now: datetime) -> SignedInOfficer:
    """With the role, agency and scope that the officer has now."""
    officer = desk.directory.officer(session.holder or NOBODY)
    if officer is None or not officer.active:
        raise Unauthenticated("session_ended")
    who = actor_of(officer, desk.central_agency)
    return SignedInOfficer(pair(desk.tokens, desk.limits, session, who, now), officer)


def _check_password(
    desk: OfficerDesk, command: StartOfficerSignIn, now: datetime
) -> tuple[Officer, Credentials, Source]:
    """Whose password it is, and where it came from. Each is counted before it is looked at."""
    username = command.username.strip().lower()
    hashed = desk.limits.hasher.hash(KeyPurpose.USERNAME, username)
    source = _source(desk, username, Origin(command.address, command.device), now)
    guard = _try(desk, username, f"{hashed}|{source.place}", now)
    spend_network_password(desk.limits, source, now)
    try:
        spend_password(desk.limits, hashed, source, now)
    except TooMany as used_up:
        _lock_day(desk, username, hashed, now, used_up)
        raise
    officer = desk.directory.officer_by_username(username)
    known = desk.credentials.find(officer.id if officer else NOBODY)
    stored = known.password_hash if known else nobodys_hash(desk.cost)
    right = matches(command.password, stored)
    if officer is None or not officer.active or known is None or not right:
        expires = now + desk.policy.lock_out.lock + KEPT
        tell_failure(desk.guards, guard, officer, now, expires)
        raise Unauthenticated("wrong_credentials")
    renew_hash(desk.credentials, known, command.password, desk.cost)
    # Somebody who fails at the same moment keeps the count: the next right password clears it.
    desk.guards.put(forgive(guard), now + desk.policy.lock_out.lock + KEPT)
    forgive_password(desk.limits, hashed, source, now)
    return officer, known, source


def _source(desk: OfficerDesk, username: str, origin: Origin, now: datetime) -> Source:
    """Asked only for a device that an officer is known on: so no time tells about a name."""
    holder = device_holder(desk.limits, origin, now)
    officer = desk.directory.officer_by_username(username) if holder else None
    return source_of(desk.limits, origin, is_known=bool(officer and officer.id == holder))


def _try(desk: OfficerDesk, username: str, id: str, now: datetime) -> SignInGuard:
    """Count the try before it is known whether it fails; raises TooMany."""
    rules = desk.policy.lock_out
    for _ in range(_ATTEMPTS):
        guard = try_sign_in(desk.guards.find(id), id, now, rules)
        event = _locked(desk, username, guard, now) if guard.locked_until else None
        if desk.guards.put(guard, now + rules.lock + KEPT, event):
            return guard
    raise TooMany("too_busy", 1)


def _lock_day(
    desk: OfficerDesk, username: str, hashed: str, now: datetime, used_up: TooMany
) -> None:
    """Tell the audit, once a day, that the name is locked for all networks together."""
    until = now + timedelta(seconds=used_up.retry_after)
    id = f"{hashed}|{local_date(now)}"
    if desk.guards.find(id) is None:
        guard = SignInGuard(id, 1, 0, now, until)
        desk.guards.put(guard, until + KEPT, _locked(desk, username, guard, now))


def _locked(desk: OfficerDesk, username: str, guard: SignInGuard, now: datetime) -> AuditEvent:
    """Asked only by who locks it, so that the time until then says nothing about a name."""
    return locked(desk.directory.officer_by_username(username), guard, now)


def _who(desk: OfficerDesk, session: Session) -> Actor:
    """As the directory has the officer now."""
    officer = desk.directory.officer(session.holder or NOBODY)
    gone = Actor(Role.OFFICER, session.holder or NOBODY)
    return actor_of(officer, desk.central_agency) if officer else gone


def _destination(officer: Officer) -> Destination:
    """By SMS where there is a phone, else by email."""
    if officer.phone:
        return Destination(Channel.SMS, officer.phone)
    return Destination(Channel.EMAIL, officer.email)
