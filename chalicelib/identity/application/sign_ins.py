"""What citizens' and officers' sessions have in common: codes, ending, tokens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.answers import AnswerCount, answered
from chalicelib.identity.application.codes import wrong_code, wrong_code_told
from chalicelib.identity.application.devices import device_for
from chalicelib.identity.application.limits import (
    NO_ORIGIN,
    CodeLimits,
    Origin,
    Source,
    answer_use,
    device_holder,
    source_of,
)
from chalicelib.identity.application.rotation import SessionStore, Who
from chalicelib.identity.domain import sessions
from chalicelib.identity.domain.identity_policy import CodeRules, SessionLimits, SubjectQuotas
from chalicelib.identity.domain.one_time_codes import CodeCheck
from chalicelib.identity.domain.sessions import Session
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import is_sortable_id
from chalicelib.kernel.keys import Bearer, Tokens
from chalicelib.kernel.store import JoinableStore, VersionedStore, revise

KEPT = timedelta(days=1)
"""How long a sign-in can be looked at after it closed, and a session after it ended."""


@dataclass(frozen=True)
class TokenPair:
    """What a client signs its requests with; `expires_in` is the access token's, in seconds.

    `session` and `generation` name what they are of.
    """

    access_token: str
    refresh_token: str
    expires_in: int
    session: str
    generation: int
    device: str
    """What makes this device known at the next sign-in."""


def find_session(store: VersionedStore[Session], session_id: str) -> Session:
    """Raises NotFound when there never was one, or it is long over."""
    session = store.find(session_id) if is_sortable_id(session_id) else None
    if session is None:
        raise NotFound("session_not_found")
    return session


@dataclass(frozen=True)
class CodeAnswer:
    """An answer to a sign-in's code, for one `request`, which may come again."""

    otp: str
    request: str
    origin: Origin = NO_ORIGIN
    correlation_id: str = "-"


def answer_code(
    store: JoinableStore[Session],
    read: Session,
    given: CodeAnswer,
    now: datetime,
    limits: CodeLimits,
    quotas: SubjectQuotas,
    open_for: SessionLimits,
    who: Who,
) -> Session:
    """The session, now open; `read` is as it was just now. A wrong code is counted with its answer;
    the right one works for one request.

    Raises Invalid (`wrong_code`), NotFound, TooMany (`too_many_wrong_codes`), and what
    `sessions.answer` does.
    """
    rules = limits.policy.codes

    def step(present: Session) -> tuple[Session, CodeCheck, AuditEvent | None]:
        opened, verdict = sessions.answer(present, given.otp, now, rules, given.request)
        result = (opened, verdict, present.challenge is not None)
        return opened, verdict, answer_told(who, given, now, rules, result)

    step(read)  # raises for one that is over: that is no answer to count
    source, subject = answer_source(limits, read, given, now), sessions.subject_of(read)
    count = AnswerCount(limits, answer_use(subject, quotas, source), source, now)
    absent, expires = NotFound("session_not_found"), now + open_for.absolute
    session, verdict = answered(store, read, step, count, absent, expires)
    if verdict is CodeCheck.WRONG:
        raise wrong_code(sessions.code_of(session), rules)
    return session


def answer_source(limits: CodeLimits, read: Session, given: CodeAnswer, now: datetime) -> Source:
    """Where the answer came from, and whether its device is one of the session's holder."""
    holder = device_holder(limits, given.origin, now)
    is_known = holder is not None and holder == read.holder
    return source_of(limits, given.origin, is_known=is_known)


def answer_told(
    who: Who,
    given: CodeAnswer,
    now: datetime,
    rules: CodeRules,
    result: tuple[Session, CodeCheck, bool],
) -> AuditEvent | None:
    """What the audit is told of an answer: a wrong one, or the first right one."""
    answered, verdict, is_first = result
    if verdict is CodeCheck.WRONG:
        code = sessions.code_of(answered)
        return wrong_code_told(who(answered), code, rules, now, given.correlation_id)
    if verdict is CodeCheck.RIGHT and is_first:
        return _event(AuditKind.SIGNED_IN, who(answered), now, given.correlation_id)
    return None


def end(store: VersionedStore[Session], session_id: str, now: datetime, who: Who) -> None:
    """End a session of this store, if it is there and open."""
    session = store.find(session_id)
    if session is not None and session.ended_at is None:

        def step(present: Session) -> tuple[Session, None]:
            return sessions.end(present, now), None

        event = _event(AuditKind.SIGNED_OUT, who(session), now, "-")
        revise(store, session_id, NotFound("session_not_found"), step, now + KEPT, event)


def _event(
    kind: AuditKind,
    actor: Actor,
    now: datetime,
    correlation_id: str,
) -> AuditEvent:
    """For the audit, about the session that it is written with."""
    return AuditEvent(kind, now, actor, correlation_id)


def find_present(
    store: VersionedStore[Session],
    session_id: str,
    generation: int,
    now: datetime,
    limits: SessionLimits,
) -> Session:
    """The session of an answer that is to be repeated.

    Raises NotFound, and what `sessions.check_present` does.
    """
    session = find_session(store, session_id)
    sessions.check_present(session, generation, now, limits)
    return session


def pair(
    tokens: Tokens,
    limits: CodeLimits,
    store: SessionStore,
    session: Session,
    actor: Actor,
    now: datetime,
) -> TokenPair:
    """Both tokens of an open session, and what makes its device known. `store` is where it was just
    read or written."""
    access = tokens.issue_access(Bearer(actor, session.id), now)
    newest = replace(sessions.refresh_token(session), carried=store.carried(session))
    holder = session.holder or actor.id
    device = device_for(limits.hasher, holder, now, limits.policy.device_life)
    return TokenPair(
        access.token, newest.text, access.expires_in, newest.session, newest.generation, device
    )
