"""Officers add an app that shows codes, and sign in with it; recovery codes stand in for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.kernel.keys import Hasher, KeyPurpose
from chalicelib.kernel.store import VersionedStore, revise
from chalicelib.staff.application.own_tries import OwnTries
from chalicelib.staff.domain.credentials import Credentials
from chalicelib.staff.domain.factors import (
    DIGITS,
    AppFactor,
    new_app,
    new_recovery_codes,
    uri_of,
    use_code,
)


@dataclass(frozen=True)
class FactorDesk:
    """What the use cases of second factors need. `issuer` is the app's name in the codes' list."""

    clock: Clock
    directory: Directory
    credentials: VersionedStore[Credentials]
    hasher: Hasher
    tries: OwnTries
    issuer: str


@dataclass(frozen=True)
class AppProof:
    """What shows that it is the owner who wants an app: a code of the present one, or a recovery
    code; of who has none, the password."""

    otp: str | None = None
    password: str | None = None


@dataclass(frozen=True)
class BegunApp:
    """What the app is to be given, once."""

    app: AppFactor
    uri: str


def begin_app(desk: FactorDesk, who: Actor, proof: AppProof, correlation_id: str) -> BegunApp:
    """A secret for a new app, which replaces none before its first code was given.

    A session alone adds none: whoever took one over would keep its owner out. Raises Invalid
    (`wrong_code`, or of the password `missing`, `wrong_password`), TooMany (`too_many_wrong_codes`,
    `too_many_wrong_passwords`), NotFound for who has no password here.
    """
    now, officer = desk.clock.now(), desk.directory.officer(who.id)
    app, known = new_app(now), desk.credentials.find(who.id)
    if known is None:
        raise NotFound("officer_not_found")
    if known.app is None:
        _check_password(desk, who, known, proof, now, correlation_id)

    def step(present: Credentials) -> tuple[Credentials, None]:
        proven = present
        if present.app is not None or known.app is not None:
            proven = _proven(desk, present, proof.otp or "", now)
        return replace(proven, version=present.version + 1, beginning=app), None

    desk.tries.count(who, now, correlation_id, lambda: _revise(desk, who, step, None))
    return BegunApp(app, uri_of(app, officer.username if officer else who.id, desk.issuer))


def confirm_app(desk: FactorDesk, who: Actor, code: str, correlation_id: str) -> tuple[str, ...]:
    """From now on this app shows the codes of each sign-in; ten new recovery codes.

    Raises Conflict (`no_app_begun`, also where that was too long ago), Invalid (`wrong_code`),
    TooMany (`too_many_wrong_codes`).
    """
    now, codes = desk.clock.now(), new_recovery_codes()
    kept = tuple(_hashed(desk.hasher, who.id, one) for one in codes)

    def step(present: Credentials) -> tuple[Credentials, None]:
        if present.beginning is None or not present.beginning.is_open(now):
            raise Conflict("no_app_begun")
        used = use_code(present.beginning, code, now)
        if used is None:
            raise _wrong()
        changed = replace(present, app=used, beginning=None, recovery=kept)
        return replace(changed, version=present.version + 1), None

    what, about = {"factor": "app"}, f"officer#{who.id}"
    event = AuditEvent(AuditKind.FACTOR_CHANGED, now, who, correlation_id, what, about=about)
    desk.tries.count(who, now, correlation_id, lambda: _revise(desk, who, step, event))
    return codes


def use_second_factor(
    credentials: Credentials, hasher: Hasher, given: str, now: datetime
) -> Credentials | None:
    """The credentials with this code of the app, or recovery code, used up; None: it is wrong."""
    if credentials.app is None:
        return None
    if len(given) == DIGITS:
        app = use_code(credentials.app, given, now)
        return replace(credentials, app=app) if app else None
    hashed = _hashed(hasher, credentials.id, given)
    if hashed not in credentials.recovery:
        return None
    left = tuple(one for one in credentials.recovery if one != hashed)
    return replace(credentials, recovery=left)


def _check_password(
    desk: FactorDesk,
    who: Actor,
    known: Credentials,
    proof: AppProof,
    now: datetime,
    correlation_id: str,
) -> None:
    if proof.password is None:
        raise Invalid([Fault(("password",), "missing")])
    given = ("password", proof.password)
    desk.tries.check_password(who, known, given, now, correlation_id)


def _proven(desk: FactorDesk, present: Credentials, given: str, now: datetime) -> Credentials:
    used = use_second_factor(present, desk.hasher, given, now)
    if used is None:
        raise _wrong()
    return used


def _wrong() -> Invalid:
    return Invalid([Fault(("otp",), "wrong_code_here")], "wrong_code")


def _revise(
    desk: FactorDesk,
    who: Actor,
    step: Callable[[Credentials], tuple[Credentials, None]],
    event: AuditEvent | None,
) -> None:
    revise(desk.credentials, who.id, NotFound("officer_not_found"), step, event=event)


def _hashed(hasher: Hasher, officer: str, code: str) -> str:
    return hasher.hash(KeyPurpose.RECOVERY, f"{officer}|{code.upper()}")
