"""A registration: the way from a phone number to an account. Source: docs/handbook.md §5."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.identity.domain import one_time_codes
from chalicelib.identity.domain.assistance import Assistance
from chalicelib.identity.domain.identity_policy import CodeRules
from chalicelib.identity.domain.one_time_codes import CodeCheck, OneTimeCode
from chalicelib.kernel.errors import Conflict, Gone, TooMany
from chalicelib.kernel.instants import whole_seconds
from chalicelib.kernel.repeats import check_repeatable


@dataclass(frozen=True)
class Registration:
    """One phone (E.164) on its way. `open_until` is when no more codes are sent or taken."""

    id: str
    version: int
    phone: str
    code: OneTimeCode
    open_until: datetime
    verified_at: datetime | None = None
    verified_by: str | None = None
    """The request that gave the right code."""
    phone_hashes: tuple[str, ...] = ()
    """Of the phone, as they were asked for when the registration began."""
    assistance: Assistance | None = None


def begin(
    id: str,
    phone: str,
    now: datetime,
    rules: CodeRules,
    phone_hashes: tuple[str, ...] = (),
    assistance: Assistance | None = None,
) -> Registration:
    """A new registration with its first code."""
    code = one_time_codes.issue(now, rules)
    open_until = now + rules.open_for
    return Registration(
        id, 1, phone, code, open_until, phone_hashes=phone_hashes, assistance=assistance
    )


def send_again(registration: Registration, now: datetime, rules: CodeRules) -> Registration:
    """The registration with a fresh code.

    Raises Gone when it is over, Conflict when the phone is proven already, TooMany when codes are
    locked or the last one was sent just now.
    """
    _check_open(registration, now)
    if registration.verified_at is not None:
        raise Conflict("already_verified")
    _check_not_locked(registration, now, rules)
    wait = one_time_codes.seconds_until_resend(registration.code, now, rules)
    if wait:
        raise TooMany("resend_too_early", wait)
    code = one_time_codes.issue(now, rules, registration.code.wrong)
    return replace(registration, version=registration.version + 1, code=code)


def verify(
    registration: Registration, digits: str, now: datetime, rules: CodeRules, request: str
) -> tuple[Registration, CodeCheck]:
    """The registration after this answer; the right code works once, for one `request`.

    Raises Conflict (`code_used`), Gone when registration, code or the request's answer are over,
    TooMany when codes are locked.
    """
    _check_open(registration, now)
    if registration.verified_at is not None:
        if registration.verified_by != request:
            raise Conflict("code_used")
        check_repeatable(registration.verified_at, now)
        return replace(registration, version=registration.version + 1), CodeCheck.RIGHT
    _check_not_locked(registration, now, rules)
    code, verdict = one_time_codes.answer(registration.code, digits, now, rules)
    if verdict is CodeCheck.EXPIRED:
        raise Gone("code_expired")
    answered = replace(registration, version=registration.version + 1, code=code)
    if verdict is CodeCheck.RIGHT:
        answered = replace(answered, verified_at=now, verified_by=request)
    return answered, verdict


def _check_open(registration: Registration, now: datetime) -> None:
    if now >= registration.open_until:
        raise Gone("registration_expired")


def _check_not_locked(registration: Registration, now: datetime, rules: CodeRules) -> None:
    if one_time_codes.is_locked(registration.code, rules):
        raise TooMany("code_locked", whole_seconds(registration.open_until - now))
