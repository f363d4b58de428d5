"""One-time codes: who may ask for one, and what the notifier sends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.identity.application.people import PersonItemKind
from chalicelib.identity.domain.identity_policy import CodeRules, IdentityPolicy
from chalicelib.identity.domain.one_time_codes import OneTimeCode
from chalicelib.identity.domain.registrations import Registration
from chalicelib.identity.domain.sessions import Session
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import Fault, Invalid, TooMany
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.instants import whole_seconds
from chalicelib.kernel.keys import Hasher, KeyPurpose
from chalicelib.kernel.quotas import Limiter, Quota
from chalicelib.kernel.store import VersionedStore

_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""Registrations and sign-ins are never listed, so that their ids need not sort."""


@dataclass(frozen=True)
class CodeSent:
    """What somebody is told who asked for a code. `resend_after` is in seconds.

    It is the same whether or not a code was sent to anybody.
    """

    id: str
    expires_at: datetime
    resend_after: int


@dataclass(frozen=True)
class CodeLimits:
    """How often codes are asked for, by phone, officer and network address."""

    limiter: Limiter
    hasher: Hasher
    policy: IdentityPolicy


def spend_for_phone(limits: CodeLimits, phone: str, address: str | None, now: datetime) -> None:
    """Count one code for this phone and this network address; raises TooMany."""
    spend_for_address(limits, address, now)
    hashed = limits.hasher.hash(KeyPurpose.PHONE, phone)
    _spend(limits, f"codes-phone-{hashed}", limits.policy.codes_per_phone, now)


def spend_for_address(limits: CodeLimits, address: str | None, now: datetime) -> None:
    """Count one try from this network address, if addresses are limited; raises TooMany."""
    if address is not None:
        hashed = limits.hasher.hash(KeyPurpose.ADDRESS, address)
        _spend(limits, f"codes-address-{hashed}", limits.policy.codes_per_address, now)


def spend_for_officer(limits: CodeLimits, officer: str, now: datetime) -> None:
    """Count one code for this officer; raises TooMany."""
    _spend(limits, f"codes-officer-{officer}", limits.policy.codes_per_officer, now)


def id_for(purpose: str, seed: str) -> str:
    """An id for what a request makes: the same for all its tries, whenever they happen."""
    return sortable_id(_ANY_TIME, seed, purpose)


def told(id: str, code: OneTimeCode, rules: CodeRules) -> CodeSent:
    """The answer to somebody who asked for a code."""
    return CodeSent(id, code.expires_at, whole_seconds(rules.resend_after))


def wrong_code(code: OneTimeCode, rules: CodeRules) -> Invalid:
    """The answer to a wrong code; tells how many answers are left."""
    left = {"left": max(0, rules.wrong_answers - code.wrong)}
    return Invalid([Fault(("otp",), "wrong_code", left)], "wrong_code")


@dataclass(frozen=True)
class PendingCode:
    """A code that somebody waits for. `address` is a phone in E.164 or an email address."""

    channel: Channel
    address: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class CodeStores:
    """Where codes lie until they are answered."""

    registrations: VersionedStore[Registration]
    citizen_sessions: VersionedStore[Session]
    officer_sessions: VersionedStore[Session]


def pending_code(shelves: CodeStores, subject: str) -> PendingCode | None:
    """The code to send for an event's subject, in its newest form.

    `None`: it was answered meanwhile, or nobody is to get one (a sign-in with an unknown phone).
    """
    kind, _, id = subject.partition("#")
    if kind == PersonItemKind.REGISTRATION:
        return _of_registration(shelves.registrations.find(id))
    sessions = {
        PersonItemKind.CITIZEN_SESSION.value: shelves.citizen_sessions,
        PersonItemKind.OFFICER_SESSION.value: shelves.officer_sessions,
    }
    return _of_session(sessions[kind].find(id))


def _of_registration(registration: Registration | None) -> PendingCode | None:
    if registration is None or registration.verified_at is not None:
        return None
    code = registration.code
    return PendingCode(Channel.SMS, registration.phone, code.digits, code.expires_at)


def _of_session(session: Session | None) -> PendingCode | None:
    asked = session.challenge if session else None
    if asked is None or asked.destination is None:
        return None
    to = asked.destination
    return PendingCode(to.channel, to.address, asked.code.digits, asked.code.expires_at)


def _spend(limits: CodeLimits, subject: str, quotas: Sequence[Quota], now: datetime) -> None:
    wait = limits.limiter.take(subject, quotas, now)
    if wait:
        raise TooMany("too_many_codes", wait)
