"""One-time codes: what somebody is told who asks for one, and what the notifier sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.people import PersonItemKind
from chalicelib.identity.application.rotation import SessionStore
from chalicelib.identity.domain.address_proofs import AddressProof
from chalicelib.identity.domain.identity_policy import CodeRules
from chalicelib.identity.domain.one_time_codes import OneTimeCode
from chalicelib.identity.domain.registrations import Registration
from chalicelib.identity.domain.sessions import Session
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.instants import whole_seconds
from chalicelib.kernel.store import JoinableStore, VersionedStore

NOBODY_KNOWN = "nobody"
"""Holds what was begun with a phone of which no account is known."""
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


def wrong_code_told(
    who: Actor, code: OneTimeCode, rules: CodeRules, now: datetime, correlation_id: str
) -> AuditEvent:
    """What the audit is told of a wrong code: which answer it was, and whether it locks."""
    what = {"wrong": code.wrong, "locked": code.wrong >= rules.wrong_answers}
    return AuditEvent(AuditKind.CODE_WRONG, now, who, correlation_id, what)


def nobody_known() -> Actor:
    """A citizen of whom no account is known."""
    return Actor(Role.CITIZEN, NOBODY_KNOWN)


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

    registrations: JoinableStore[Registration]
    citizen_sessions: SessionStore
    officer_sessions: VersionedStore[Session]
    address_proofs: VersionedStore[AddressProof]


def pending_code(stores: CodeStores, subject: str) -> PendingCode | None:
    """The code to send for an event's subject, in its newest form.

    `None`: it was answered meanwhile, or nobody is to get one (a sign-in with an unknown phone).
    """
    kind, _, id = subject.partition("#")
    if kind == PersonItemKind.REGISTRATION:
        return _of_registration(stores.registrations.find(id))
    if kind == PersonItemKind.ADDRESS_PROOF:
        return _of_proof(stores.address_proofs.find(id))
    sessions = {
        PersonItemKind.CITIZEN_SESSION.value: stores.citizen_sessions,
        PersonItemKind.OFFICER_SESSION.value: stores.officer_sessions,
    }
    return _of_session(sessions[kind].find(id))


def _of_registration(registration: Registration | None) -> PendingCode | None:
    if registration is None or registration.verified_at is not None:
        return None
    code = registration.code
    return PendingCode(Channel.SMS, registration.phone, code.digits, code.expires_at)


def _of_proof(proof: AddressProof | None) -> PendingCode | None:
    if proof is None or proof.used_at is not None:
        return None
    to, code = proof.destination, proof.code
    return PendingCode(to.channel, to.address, code.digits, code.expires_at)


def _of_session(session: Session | None) -> PendingCode | None:
    asked = session.challenge if session else None
    if asked is None or asked.destination is None:
        return None
    to = asked.destination
    return PendingCode(to.channel, to.address, asked.code.digits, asked.code.expires_at)
