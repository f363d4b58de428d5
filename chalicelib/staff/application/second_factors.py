"""Officers' second factor is looked at: a code that was sent, one of their app, a recovery code, or
a passkey.

As with passwords, what an answer comes to is told only once it is written together with its count:
session, officer's credentials and count in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.codes import wrong_code
from chalicelib.identity.application.limits import (
    CodeLimits,
    CountedUse,
    answer_use,
    check_network_answers,
    spend_network_answer,
)
from chalicelib.identity.application.sign_ins import (
    CodeAnswer,
    answer_source,
    answer_told,
    end,
    find_session,
)
from chalicelib.identity.domain import sessions
from chalicelib.identity.domain.identity_policy import CodeRules
from chalicelib.identity.domain.one_time_codes import CodeCheck
from chalicelib.identity.domain.sessions import Challenge, Session
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Fault, Invalid, TooMany
from chalicelib.kernel.store import JoinableStore
from chalicelib.kernel.together import Part, Refused
from chalicelib.staff.application.factors import use_second_factor
from chalicelib.staff.application.ports import PasskeyChecks, ShownPasskey, StaffStore
from chalicelib.staff.domain.credentials import (
    MOST_SESSIONS,
    Credentials,
    check_begun,
    signed_in,
)
from chalicelib.staff.domain.passkeys import put_anew

_ATTEMPTS = 12


@dataclass(frozen=True)
class CodeGate:
    """What looking at second factors needs."""

    sessions: JoinableStore[Session]
    credentials: JoinableStore[Credentials]
    staff: StaffStore
    limits: CodeLimits
    passkeys: PasskeyChecks


@dataclass(frozen=True)
class _Answered:
    """What an answer makes of the session and of the credentials."""

    session: Session
    verdict: CodeCheck
    credentials: Credentials | None
    recovery_codes_spent: int
    pushed_out: str | None = None
    """The oldest session, where there are too many."""


def open_with(
    gate: CodeGate,
    read: Session,
    given: CodeAnswer,
    who: Actor,
    now: datetime,
    shown: ShownPasskey | None = None,
) -> Session:
    """The session, now open; `read` is as it was just now. The right code, or what the right
    passkey has signed (`shown`), works for one request.

    Raises Invalid (`wrong_code`, `wrong_passkey`), NotFound, TooMany (`too_many_wrong_codes`), and
    what `sessions.answer` does.
    """
    limits, present = gate.limits, read
    source = answer_source(limits, read, given, now)
    quotas = limits.policy.wrong_codes_per_officer
    use = answer_use(sessions.subject_of(read), quotas, source)
    for attempt in range(_ATTEMPTS):
        answered = _answered(gate, present, given, who, now, shown)
        if not attempt and read.challenge is not None:
            check_network_answers(limits, source, now)
        if _write(gate, answered, use, given, who, now, is_first=present.challenge is not None):
            if answered.verdict is CodeCheck.RIGHT:
                if answered.pushed_out is not None:
                    end(gate.sessions, answered.pushed_out, now, lambda _: who)
                return answered.session
            spend_network_answer(limits, source, now)
            raise _wrong(answered.session, limits.policy.codes, shown)
        present = find_session(gate.sessions, read.id)
    raise TooMany("too_busy", 1)


def _wrong(session: Session, rules: CodeRules, shown: ShownPasskey | None) -> Invalid:
    told = wrong_code(sessions.code_of(session), rules)
    if shown is None:
        return told
    return Invalid([Fault(("signature",), "wrong_passkey", told.faults[0].params)], "wrong_passkey")


def _answered(
    gate: CodeGate,
    present: Session,
    given: CodeAnswer,
    who: Actor,
    now: datetime,
    shown: ShownPasskey | None,
) -> _Answered:
    """Raises for a session that is over: that is no answer to count."""
    rules, asked, digits = gate.limits.policy.codes, present.challenge, given.otp
    known = used = gate.credentials.find(who.id) if asked is not None else None
    if asked is not None and (asked.by_app or asked.passkey or shown):
        used = _used(gate, known, asked, digits, shown, now) if known else None
        digits = asked.code.digits if used else ""
    session, verdict = sessions.answer(present, digits, now, rules, given.request)
    if known is not None and asked is not None:
        check_begun(known, asked.code.issued_at)
    if known is None or used is None or verdict is not CodeCheck.RIGHT:
        return _Answered(session, verdict, None, 0)
    lasts = gate.limits.policy.officer_sessions.absolute
    opened = signed_in(used, now, session.id, lasts)
    oldest = known.sessions[0].id if len(known.sessions) == MOST_SESSIONS else None
    pushed_out = oldest if oldest not in {one.id for one in opened.sessions} else None
    spent = len(known.recovery) - len(used.recovery)
    return _Answered(session, verdict, opened, spent, pushed_out)


def _used(
    gate: CodeGate,
    known: Credentials,
    asked: Challenge,
    digits: str,
    shown: ShownPasskey | None,
    now: datetime,
) -> Credentials | None:
    """The credentials with app, recovery code or passkey used; None: it is wrong, or another one
    than was asked for."""
    if asked.passkey is None:
        by_code = asked.by_app and shown is None
        return use_second_factor(known, gate.limits.hasher, digits, now) if by_code else None
    if shown is None:
        return None
    for one in known.passkeys:
        if one.credential == shown.credential:
            used = gate.passkeys.use(asked.passkey, one, shown, now)
            return replace(known, passkeys=put_anew(known.passkeys, used)) if used else None
    return None


def _write(
    gate: CodeGate,
    answered: _Answered,
    use: CountedUse,
    given: CodeAnswer,
    who: Actor,
    now: datetime,
    *,
    is_first: bool,
) -> bool:
    """Whether it is written; False where somebody else was first. Raises TooMany."""
    limits = gate.limits
    result = (answered.session, answered.verdict, is_first)
    told = answer_told(lambda _: who, given, now, limits.policy.codes, result)
    expires = now + limits.policy.officer_sessions.absolute
    counted: Sequence[Part] = ()
    if is_first:
        right = answered.verdict is CodeCheck.RIGHT
        counted = use.asking(limits.limiter, now) if right else use.taking(limits.limiter, now)
    parts = [gate.sessions.part(answered.session, expires, told), *counted]
    if answered.credentials is not None:
        event = _recovery_code_used(who, now, answered)
        parts.append(gate.credentials.part(answered.credentials, event=event))
    try:
        gate.staff.write(parts)
    except Refused as refused:
        if refused.part in counted:
            raise use.used_up(limits.limiter, now) from None
        return False
    return True


def _recovery_code_used(who: Actor, now: datetime, answered: _Answered) -> AuditEvent | None:
    if answered.credentials is None or not answered.recovery_codes_spent:
        return None
    what = {"recovery_codes_left": len(answered.credentials.recovery)}
    return AuditEvent(AuditKind.FACTOR_CHANGED, now, who, "-", what, about=f"officer#{who.id}")
