"""Officers sign in with password and code, stay signed in, and sign out.

Whether a username exists shows neither in the answer, nor in its time, nor in the lock.
Source: docs/handbook.md §7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.agencies.domain.scopes import actor_of
from chalicelib.identity.application.codes import id_for
from chalicelib.identity.application.limits import (
    CodeLimits,
    CountedUse,
    Origin,
    code_use,
    officer_subject,
)
from chalicelib.identity.application.rotation import SessionStore, rotate
from chalicelib.identity.application.sign_ins import (
    KEPT,
    CodeAnswer,
    TokenPair,
    end,
    find_present,
    find_session,
    pair,
)
from chalicelib.identity.domain import sessions
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.identity_policy import CodeRules, IdentityPolicy
from chalicelib.identity.domain.sessions import Destination, Session
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.keys import Tokens
from chalicelib.kernel.store import JoinableStore
from chalicelib.kernel.together import Part, Refused
from chalicelib.staff.application.first_factors import (
    NOBODY,
    GivenPassword,
    PasswordGate,
    ProvenOfficer,
    pass_with,
)
from chalicelib.staff.application.persons import acting, in_post
from chalicelib.staff.application.ports import PasskeyChecks, ShownPasskey, StaffStore
from chalicelib.staff.application.second_factors import CodeGate, open_with
from chalicelib.staff.domain.credentials import Credentials, HashCost, SignInGuard
from chalicelib.staff.domain.passkeys import new_challenge


@dataclass(frozen=True)
class OfficerDesk:
    """What the use cases of officers' sessions need. `cost` is that of new password hashes."""

    clock: Clock
    directory: Directory
    credentials: JoinableStore[Credentials]
    guards: JoinableStore[SignInGuard]
    sessions: SessionStore
    staff: StaffStore
    limits: CodeLimits
    policy: IdentityPolicy
    tokens: Tokens
    cost: HashCost
    central_agency: str
    passkeys: PasskeyChecks

    @property
    def password_gate(self) -> PasswordGate:
        """What looks at passwords."""
        return PasswordGate(
            self.directory,
            self.credentials,
            self.guards,
            self.staff,
            self.limits,
            self.policy.lock_out,
            self.cost,
        )

    @property
    def code_gate(self) -> CodeGate:
        """What looks at second factors."""
        return CodeGate(self.sessions, self.credentials, self.staff, self.limits, self.passkeys)


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
    """None: nothing is sent, the officer's app shows the code, or a passkey signs."""
    passkey: str | None = None
    """What one of the officer's passkeys has to sign."""


@dataclass(frozen=True)
class SignedInOfficer:
    """Tokens, and whose they are."""

    tokens: TokenPair
    officer: Officer


@dataclass(frozen=True)
class _Begun:
    """A sign-in that is to be written, with the count of its code; no channel: by an app."""

    session: Session
    channel: Channel | None
    writing: Part
    code: CountedUse
    counted: Sequence[Part]


def start_officer_sign_in(desk: OfficerDesk, command: StartOfficerSignIn) -> OfficerCodeSent:
    """Keep a sign-in whose code the notifier sends, or the officer's app shows. It is written
    together with the counts of password and code.

    Raises Unauthenticated (`wrong_credentials`) and TooMany (`signing_in_locked`,
    `too_many_codes`).
    """
    now = desk.clock.now()
    origin = Origin(command.address, command.device)
    given = GivenPassword(command.username, command.password, origin)
    tries: list[_Begun] = []

    def follows(proven: ProvenOfficer) -> Sequence[Part]:
        tries.append(_begun(desk, command, proven, now))
        return [tries[-1].writing, *tries[-1].counted]

    try:
        pass_with(desk.password_gate, given, now, follows)
    except Refused as refused:
        if refused.part in tries[-1].counted:
            raise tries[-1].code.used_up(desk.limits.limiter, now) from None
        return _told(desk.sessions.find(tries[-1].session.id), tries[-1])
    return _told(None, tries[-1])


def _begun(
    desk: OfficerDesk, command: StartOfficerSignIn, proven: ProvenOfficer, now: datetime
) -> _Begun:
    """No code is counted where none is sent. The network has counted the password, which is the
    narrower limit."""
    rules = desk.policy.codes
    session = _asked(command, proven, now, rules)
    subject, to = sessions.subject_of(session), sessions.destination_of(session)
    code = code_use(subject, desk.policy.codes_per_officer, proven.source)
    kind = AccountEventType.OFFICER_SIGN_IN_CODE_REQUESTED
    event = AccountEvent(kind, now, command.correlation_id) if to else None
    writing = desk.sessions.part(session, now + rules.open_for + KEPT, event)
    counted = code.taking(desk.limits.limiter, now) if to else ()
    return _Begun(session, to.channel if to else None, writing, code, counted)


def _asked(
    command: StartOfficerSignIn, proven: ProvenOfficer, now: datetime, rules: CodeRules
) -> Session:
    """Who has a passkey is asked for it, else who has an app for its code."""
    officer, known = proven.officer, proven.credentials
    passkey = new_challenge() if known.passkeys else None
    by_app = passkey is None and known.app is not None
    to = None if by_app or passkey else _destination(officer)
    id, subject = id_for("officer_session", command.seed), officer_subject(officer.id)
    return sessions.challenge(
        id, officer.id, to, now, rules, subject, by_app=by_app, passkey=passkey
    )


def _told(earlier: Session | None, begun: _Begun) -> OfficerCodeSent:
    """`earlier` is what is there where the same request came before."""
    session = earlier or begun.session
    expires_at = sessions.code_of(session).expires_at
    return OfficerCodeSent(session.id, expires_at, begun.channel, sessions.passkey_of(session))


def find_officer_sign_in(desk: OfficerDesk, session_id: str) -> Session:
    """Raises NotFound when there never was one, or it is long over."""
    return find_session(desk.sessions, session_id)


def finish_officer_sign_in(
    desk: OfficerDesk,
    session_id: str,
    given: CodeAnswer,
    present: Session | None = None,
    shown: ShownPasskey | None = None,
) -> SignedInOfficer:
    """Open the session with the right code, or with what a passkey has signed. `present` is the
    sign-in, if it was read just now.

    Raises as `answer_code` does, and Unauthenticated when the officer is active no more.
    """
    now, read = desk.clock.now(), present or find_officer_sign_in(desk, session_id)
    session = open_with(desk.code_gate, read, given, _who(desk, read), now, shown)
    return _signed_in(desk, session, now)


def refresh_officer_session(
    desk: OfficerDesk, refresh_token: str, request: str, post: str | None = None
) -> SignedInOfficer:
    """Make the session's next tokens, for one request; from now on in that `post`, if one is named.

    Raises Unauthenticated, also when the officer is active no more, and NotFound
    (`post_not_found`).
    """
    now, limits = desk.clock.now(), desk.policy.officer_sessions

    def change(session: Session) -> Session:
        return in_post(desk.directory, session, post) if post else session

    who = partial(_who, desk)
    session = rotate(desk.sessions, refresh_token, now, limits, request, who, change)
    return _signed_in(desk, session, now)


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
    officer = acting(desk.directory, session)
    if officer is None or not officer.active:
        raise Unauthenticated("session_ended")
    who = actor_of(officer, desk.central_agency)
    return SignedInOfficer(
        pair(desk.tokens, desk.limits, desk.sessions, session, who, now), officer
    )


def _who(desk: OfficerDesk, session: Session) -> Actor:
    """As the directory has the officer now."""
    officer = acting(desk.directory, session)
    gone = Actor(Role.OFFICER, session.holder or NOBODY)
    return actor_of(officer, desk.central_agency) if officer else gone


def _destination(officer: Officer) -> Destination:
    """By SMS where there is a phone, else by email."""
    if officer.phone:
        return Destination(Channel.SMS, officer.phone)
    return Destination(Channel.EMAIL, officer.email)
