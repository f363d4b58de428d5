"""Citizens sign in, stay signed in, and sign out. Source: docs/handbook.md §5, §7.

Asking for a code is answered alike for phones that have an account and phones that have none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.identity.application.codes import CodeSent, id_for, nobody_known, told
from chalicelib.identity.application.limits import (
    CodeLimits,
    Origin,
    device_holder,
    phone_subject,
    source_of,
    spend_code,
)
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.application.rotation import SessionStore, rotate
from chalicelib.identity.application.sign_ins import (
    KEPT,
    CodeAnswer,
    TokenPair,
    answer_code,
    end,
    find_present,
    find_session,
    pair,
)
from chalicelib.identity.domain import sessions
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.identity_policy import IdentityPolicy
from chalicelib.identity.domain.sessions import Destination, Session
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.keys import KeyPurpose, Tokens
from chalicelib.kernel.phones import parse_phone
from chalicelib.kernel.store import put_first
from chalicelib.kernel.together import Part


@dataclass(frozen=True)
class SessionDesk:
    """What the use cases of citizens' sessions need."""

    clock: Clock
    accounts: AccountStore
    sessions: SessionStore
    limits: CodeLimits
    policy: IdentityPolicy
    tokens: Tokens


@dataclass(frozen=True)
class StartSignIn:
    """Somebody gives a phone number. `address` is the network address, `None`: not known."""

    phone: str
    address: str | None
    seed: str
    correlation_id: str
    device: str | None = None
    """What this device was given when somebody signed in on it before."""


def start_sign_in(desk: SessionDesk, command: StartSignIn) -> CodeSent:
    """Keep a sign-in whose code the notifier sends, if the phone is an account's.

    Raises Invalid for a number that is none, TooMany (`too_many_codes`).
    """
    now, policy = desk.clock.now(), desk.policy
    phone = parse_phone(command.phone, policy.phone_countries)
    hashed = desk.limits.fingerprints.found_by(KeyPurpose.PHONE, phone)
    holder, subject = _spend_code(desk, hashed, command, now), phone_subject(hashed)
    destination = Destination(Channel.SMS, phone) if holder else None
    id = id_for("session", command.seed)
    begun = sessions.challenge(id, holder, destination, now, policy.codes, subject)
    event = AccountEvent(AccountEventType.SIGN_IN_CODE_REQUESTED, now, command.correlation_id)
    session = put_first(desk.sessions, begun, now + policy.codes.open_for + KEPT, event)
    return told(id, sessions.code_of(session), policy.codes)


def _spend_code(desk: SessionDesk, hashed: str, command: StartSignIn, now: datetime) -> str | None:
    """Count one code; the id of the account that has the phone of this hash. Raises TooMany.

    Who has it is asked first only for a device that somebody's account is known on.
    """
    limits, origin = desk.limits, Origin(command.address, command.device)
    device = device_holder(limits, origin, now)
    holder = desk.accounts.holder_of(hashed) if device else None
    source = source_of(limits, origin, is_known=device is not None and device == holder)
    spend_code(limits, phone_subject(hashed), limits.policy.codes_per_phone, source, now)
    return holder if device else desk.accounts.holder_of(hashed)


def find_sign_in(desk: SessionDesk, session_id: str) -> Session:
    """Raises NotFound when there never was one, or it is long over."""
    return find_session(desk.sessions, session_id)


def finish_sign_in(
    desk: SessionDesk,
    session_id: str,
    given: CodeAnswer,
    present: Session | None = None,
) -> TokenPair:
    """Open the session with the right code. `present` is the sign-in, if it was read just now.

    Raises as `answer_code` does.
    """
    now, limits = desk.clock.now(), desk.limits
    read, quotas = present or find_sign_in(desk, session_id), limits.policy.wrong_codes_per_phone
    session = answer_code(
        desk.sessions, read, given, now, limits, quotas, desk.policy.citizen_sessions, _who
    )
    return _pair(desk, session, now)


def open_session(desk: SessionDesk, account_id: str) -> TokenPair:
    """Tokens of a new session, for an account that was made just now."""
    now = desk.clock.now()
    session = sessions.open_at_once(sortable_id(now), account_id, now)
    desk.sessions.put(session, now + desk.policy.citizen_sessions.absolute)
    return _pair(desk, session, now)


def refresh_session(desk: SessionDesk, refresh_token: str, request: str) -> TokenPair:
    """Make the session's next tokens, for one request. The account is there in the same write.

    Raises Unauthenticated, also when the account is gone.
    """
    now, limits = desk.clock.now(), desk.policy.citizen_sessions

    def account(session: Session) -> list[Part]:
        return [desk.accounts.there(session.holder or "")]

    session = rotate(desk.sessions, refresh_token, now, limits, request, _who, beside=account)
    return _pair(desk, session, now)


def session_tokens(desk: SessionDesk, session_id: str, generation: int) -> TokenPair:
    """The tokens of an open session, once more, if this generation still is the newest.

    Raises NotFound, Unauthenticated, also when the account is gone, and Gone (`answer_over`).
    """
    now, limits = desk.clock.now(), desk.policy.citizen_sessions
    session = find_present(desk.sessions, session_id, generation, now, limits)
    _check_account(desk, session)
    return _pair(desk, session, now)


def another_session(desk: SessionDesk, session_id: str) -> TokenPair:
    """Tokens of a new session beside this one, which was opened with its account.

    Raises as `session_tokens` does.
    """
    session = find_session(desk.sessions, session_id)
    sessions.check_alive(session, desk.clock.now(), desk.policy.citizen_sessions)
    _check_account(desk, session)
    return open_session(desk, session.holder or "")


def end_session(desk: SessionDesk, session_id: str) -> None:
    """Nothing refreshes this session any more; ending it twice is fine."""
    end(desk.sessions, session_id, desk.clock.now(), _who)


def _check_account(desk: SessionDesk, session: Session) -> None:
    if desk.accounts.find(session.holder or "") is None:
        raise Unauthenticated("session_ended")


def _pair(desk: SessionDesk, session: Session, now: datetime) -> TokenPair:
    actor = Actor(Role.CITIZEN, session.holder or "")
    return pair(desk.tokens, desk.limits, desk.sessions, session, actor, now)


def _who(session: Session) -> Actor:
    return Actor(Role.CITIZEN, session.holder) if session.holder else nobody_known()
