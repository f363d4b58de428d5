"""Sessions of citizens and officers: from a one-time code to rotating refresh tokens.

A session begins as a sign-in that waits for its code, or is opened at once with a new account.
Each refresh makes the next generation of its token. A token of an older generation can only come
from somebody who kept a copy: it ends the session for both (docs/handbook.md §7). The one request
that used a code or a token may be carried out again within a minute: what it wrote tells it by its
name.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.identity.domain import one_time_codes
from chalicelib.identity.domain.identity_policy import CodeRules, SessionLimits
from chalicelib.identity.domain.one_time_codes import CodeCheck, OneTimeCode
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import Conflict, Gone, TooMany, Unauthenticated
from chalicelib.kernel.instants import whole_seconds
from chalicelib.kernel.repeats import answer_over, check_repeatable


@dataclass(frozen=True)
class Destination:
    """Where the code is sent: a phone in E.164 or an email address."""

    channel: Channel
    address: str


@dataclass(frozen=True)
class Challenge:
    """A sign-in that waits for its code. Without a destination nobody gets one."""

    code: OneTimeCode
    destination: Destination | None
    open_until: datetime
    subject: str = ""
    """Whose wrong answers are counted together: a phone's keyed hash, or an officer. It is there
    also where nobody gets a code, so that both are counted alike."""
    by_app: bool = False
    """The code is not sent: an app shows it, or it is a recovery code."""
    passkey: str | None = None
    """What one of the holder's passkeys has to sign, in the place of any code."""


@dataclass(frozen=True)
class Family:
    """The refresh tokens of one session; only the newest generation is good."""

    secret: str
    generation: int
    opened_at: datetime
    used_at: datetime
    used_by: str | None = None
    """The request that made this generation, by a code or a refresh."""


@dataclass(frozen=True)
class Session:
    """`holder` is the account's or officer's id, `None` for a phone that nobody has."""

    id: str
    version: int
    holder: str | None
    challenge: Challenge | None = None
    family: Family | None = None
    ended_at: datetime | None = None
    post: str | None = None
    """As which of their posts an officer acts; None: their first."""


@dataclass(frozen=True)
class RefreshToken:
    """The parts of a refresh token; `proof` shows that it was ours once.

    `carried` is the session as it lay in its store when the token was given, sealed; empty: the
    session is read.
    """

    session: str
    generation: int
    proof: str
    carried: str = ""

    @property
    def text(self) -> str:
        """As the client carries it."""
        text = f"{self.session}.{self.generation}.{self.proof}"
        return f"{text}.{self.carried}" if self.carried else text


def challenge(
    id: str,
    holder: str | None,
    destination: Destination | None,
    now: datetime,
    rules: CodeRules,
    subject: str = "",
    *,
    by_app: bool = False,
    passkey: str | None = None,
) -> Session:
    """A sign-in that waits for its code, or for a passkey that signs `passkey`. One without a code
    that is sent is open as long as any."""
    code = one_time_codes.issue(now, rules)
    if by_app or passkey:
        code = replace(code, expires_at=now + rules.open_for)
    asked = Challenge(code, destination, now + rules.open_for, subject, by_app, passkey)
    return Session(id, 1, holder, asked)


def open_at_once(id: str, holder: str, now: datetime) -> Session:
    """A session without a code, for an account that was made just now."""
    return Session(id, 1, holder, family=_new_family(now, None))


def answer(
    session: Session, digits: str, now: datetime, rules: CodeRules, request: str
) -> tuple[Session, CodeCheck]:
    """The session after this answer, open if it was right; a code opens once, for one `request`.

    Raises Conflict (`code_used`), Gone when sign-in, code or the request's answer are over, TooMany
    when codes are locked.
    """
    asked = session.challenge
    if asked is None:
        if session.family is None or session.family.used_by != request:
            raise Conflict("code_used")
        check_repeatable(session.family.used_at, now)
        return replace(session, version=session.version + 1), CodeCheck.RIGHT
    if now >= asked.open_until:
        raise Gone("sign_in_expired")
    if one_time_codes.is_locked(asked.code, rules):
        raise TooMany("code_locked", whole_seconds(asked.open_until - now))
    code, verdict = one_time_codes.answer(asked.code, digits, now, rules)
    if verdict is CodeCheck.EXPIRED:
        raise Gone("code_expired")
    if session.holder is None:
        code, verdict = replace(asked.code, wrong=asked.code.wrong + 1), CodeCheck.WRONG
    version = session.version + 1
    if verdict is CodeCheck.RIGHT:
        opened = replace(session, version=version, challenge=None, family=_new_family(now, request))
        return opened, verdict
    return replace(session, version=version, challenge=replace(asked, code=code)), verdict


def subject_of(session: Session) -> str:
    """What its wrong answers are counted by: its own id where no other subject is known."""
    return (session.challenge and session.challenge.subject) or session.id


def code_of(session: Session) -> OneTimeCode:
    """The code that the session waits for; raises Conflict (`code_used`)."""
    if session.challenge is None:
        raise Conflict("code_used")
    return session.challenge.code


def destination_of(session: Session) -> Destination | None:
    """Where its code goes."""
    return session.challenge.destination if session.challenge else None


def passkey_of(session: Session) -> str | None:
    """What a passkey has to sign."""
    return session.challenge.passkey if session.challenge else None


def refresh_token(session: Session) -> RefreshToken:
    """The newest generation's token; raises Unauthenticated when the session is not open."""
    family = _open_family(session)
    proof = _proof(family.secret, session.id, family.generation)
    return RefreshToken(session.id, family.generation, proof)


def parse_refresh_token(text: str) -> RefreshToken:
    """Raises Unauthenticated (`bad_token`) for what has not the form."""
    session, _, rest = text.partition(".")
    generation, _, rest = rest.partition(".")
    proof, _, carried = rest.partition(".")
    if not (session and proof and generation.isascii() and generation.isdecimal()):
        raise Unauthenticated("bad_token")
    return RefreshToken(session, int(generation[:9]), proof, carried)


def rotate(
    session: Session, token: RefreshToken, now: datetime, limits: SessionLimits, request: str
) -> Session:
    """The session with its next generation, or ended if the token is of an older one.

    The `request` that made the present generation gets it again, if it comes soon enough.

    Raises Unauthenticated: `bad_token` (not ours), `session_ended`, `session_expired`; Gone
    (`answer_over`).
    """
    family = _open_family(session)
    if not hmac.compare_digest(
        _proof(family.secret, session.id, token.generation).encode(), token.proof.encode()
    ):
        raise Unauthenticated("bad_token")
    if now >= expires_at(family, limits):
        raise Unauthenticated("session_expired")
    if token.generation == family.generation - 1 and family.used_by == request:
        check_repeatable(family.used_at, now)
        return replace(session, version=session.version + 1)
    if token.generation != family.generation:
        return end(session, now)
    generation = family.generation + 1
    family = replace(family, generation=generation, used_at=now, used_by=request)
    return replace(session, version=session.version + 1, family=family)


def check_alive(session: Session, now: datetime, limits: SessionLimits) -> Family:
    """Its family; raises Unauthenticated for a session that has ended or run out."""
    family = _open_family(session)
    if now >= expires_at(family, limits):
        raise Unauthenticated("session_expired")
    return family


def check_present(session: Session, generation: int, now: datetime, limits: SessionLimits) -> None:
    """Raises as `check_alive`, and Gone (`answer_over`) when this generation is not the newest."""
    if check_alive(session, now, limits).generation != generation:
        raise answer_over()


def end(session: Session, now: datetime) -> Session:
    """The session with nothing left that opens it."""
    return replace(session, version=session.version + 1, challenge=None, family=None, ended_at=now)


def expires_at(family: Family, limits: SessionLimits) -> datetime:
    """When the session ends unless it is refreshed before, and in any case."""
    return min(family.used_at + limits.idle, family.opened_at + limits.absolute)


def _open_family(session: Session) -> Family:
    if session.family is None:
        raise Unauthenticated("session_ended" if session.ended_at else "bad_token")
    return session.family


def _new_family(now: datetime, request: str | None) -> Family:
    return Family(secrets.token_hex(32), 1, now, now, request)


def _proof(secret: str, session: str, generation: int) -> str:
    message = f"{session}.{generation}".encode()
    return hmac.new(bytes.fromhex(secret), message, hashlib.sha256).hexdigest()
