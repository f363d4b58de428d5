"""From a phone number to a registration token. Source: docs/handbook.md §5.

Nothing here tells whether the phone has an account already: who proves it learns that when making
one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.identity.application.answers import AnswerCount, answered
from chalicelib.identity.application.codes import (
    CodeSent,
    id_for,
    nobody_known,
    told,
    wrong_code,
    wrong_code_told,
)
from chalicelib.identity.application.limits import (
    CodeLimits,
    Origin,
    Source,
    answer_use,
    code_use,
    phone_subject,
    source_of,
    spend_code,
    spend_network_code,
)
from chalicelib.identity.domain import registrations
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.assistance import Assistance
from chalicelib.identity.domain.identity_policy import CodeRules, IdentityPolicy
from chalicelib.identity.domain.one_time_codes import CodeCheck
from chalicelib.identity.domain.registrations import Registration
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.ids import is_sortable_id
from chalicelib.kernel.keys import IssuedToken, KeyPurpose, Tokens
from chalicelib.kernel.phones import parse_phone
from chalicelib.kernel.store import JoinableStore, revise
from chalicelib.kernel.together import Refused

KEPT = timedelta(days=1)
"""How long a registration can be looked at after it closed; its token is good for less."""


@dataclass(frozen=True)
class RegistrationDesk:
    """What the use cases of registrations need."""

    clock: Clock
    registrations: JoinableStore[Registration]
    limits: CodeLimits
    policy: IdentityPolicy
    tokens: Tokens


@dataclass(frozen=True)
class StartRegistration:
    """Somebody gives a phone number. `address` is the network address, `None`: not known."""

    phone: str
    address: str | None
    seed: str
    correlation_id: str
    assistance: Assistance | None = None
    """Who of a community team began it for the person."""


def start_registration(desk: RegistrationDesk, command: StartRegistration) -> CodeSent:
    """Keep the registration with a code that the notifier sends.

    Raises Invalid for a number that is none, TooMany (`too_many_codes`).
    """
    now, policy = desk.clock.now(), desk.policy
    phone = parse_phone(command.phone, policy.phone_countries)
    hashes = desk.limits.fingerprints.of(KeyPurpose.PHONE, phone)
    id = id_for("registration", command.seed)
    begun = registrations.begin(id, phone, now, policy.codes, hashes, command.assistance)
    event = _code_requested(now, command.correlation_id)
    registration = _put_counted(desk, begun, source_of(desk.limits, Origin(command.address)), event)
    return told(id, registration.code, policy.codes)


def _put_counted(
    desk: RegistrationDesk, begun: Registration, source: Source, event: AccountEvent
) -> Registration:
    """Written together with the count of its code; what is there instead if the same request came
    before. Raises TooMany (`too_many_codes`)."""
    limits, now = desk.limits, desk.clock.now()
    spend_network_code(limits, source, now)
    subject = phone_subject(begun.phone_hashes[0])
    use = code_use(subject, limits.policy.codes_per_phone, source)
    counted = use.taking(limits.limiter, now)
    try:
        desk.registrations.put_with(begun, counted, begun.open_until + KEPT, event)
    except Refused as refused:
        there = desk.registrations.find(begun.id)
        if there is None and refused.part in counted:
            raise use.used_up(limits.limiter, now) from None
        return there or begun
    return begun


def find_registration(desk: RegistrationDesk, registration_id: str) -> Registration:
    """Raises NotFound when there never was one, or it is long over."""
    known = is_sortable_id(registration_id)
    registration = desk.registrations.find(registration_id) if known else None
    if registration is None:
        raise NotFound("registration_not_found")
    return registration


def resend_code(
    desk: RegistrationDesk,
    registration_id: str,
    address: str | None,
    correlation_id: str,
    present: Registration | None = None,
) -> CodeSent:
    """Replace the code by a fresh one. `present` is the registration, if it was read just now.

    Raises NotFound, TooMany (`too_many_codes`) and what `registrations.send_again` does.
    """
    now, rules = desk.clock.now(), desk.policy.codes

    def step(present: Registration) -> tuple[Registration, CodeSent]:
        renewed = registrations.send_again(present, now, rules)
        return renewed, told(renewed.id, renewed.code, rules)

    present = present or find_registration(desk, registration_id)
    registrations.send_again(present, now, rules)
    _spend_code(desk, _hash_of(desk, present), address, now)
    return revise(
        desk.registrations,
        registration_id,
        NotFound("registration_not_found"),
        step,
        now + rules.open_for + KEPT,
        _code_requested(now, correlation_id),
        present,
    )


def verify_registration(
    desk: RegistrationDesk,
    registration_id: str,
    otp: str,
    request: str,
    address: str | None = None,
    present: Registration | None = None,
    correlation_id: str = "-",
) -> IssuedToken:
    """Prove the phone with the right code, for one request. A wrong one is counted with its answer,
    and told to the audit. `present` is the registration, if it was read just now.

    Raises Invalid (`wrong_code`), NotFound, TooMany (`too_many_wrong_codes`) and what
    `registrations.verify` does.
    """
    now, policy = desk.clock.now(), desk.policy
    rules, read = policy.codes, present or find_registration(desk, registration_id)
    registrations.verify(read, otp, now, rules, request)  # raises for one that is over: not counted

    def step(found: Registration) -> tuple[Registration, CodeCheck, AuditEvent | None]:
        changed, verdict = registrations.verify(found, otp, now, rules, request)
        return changed, verdict, _wrong_told(changed, verdict, rules, now, correlation_id)

    limits, quotas = desk.limits, desk.limits.policy.wrong_codes_per_phone
    source, subject = source_of(limits, Origin(address)), phone_subject(_hash_of(desk, read))
    count = AnswerCount(limits, answer_use(subject, quotas, source), source, now)
    absent, expires = NotFound("registration_not_found"), now + rules.open_for + KEPT
    changed, verdict = answered(desk.registrations, read, step, count, absent, expires)
    if verdict is CodeCheck.WRONG:
        raise wrong_code(changed.code, rules)
    return desk.tokens.issue_registration(registration_id, now)


def _wrong_told(
    changed: Registration, verdict: CodeCheck, rules: CodeRules, now: datetime, correlation_id: str
) -> AuditEvent | None:
    if verdict is not CodeCheck.WRONG:
        return None
    return wrong_code_told(nobody_known(), changed.code, rules, now, correlation_id)


def registration_token(desk: RegistrationDesk, registration_id: str) -> IssuedToken:
    """A token once more, for a registration whose phone is proven; raises NotFound."""
    if find_registration(desk, registration_id).verified_at is None:
        raise NotFound("registration_not_found")
    return desk.tokens.issue_registration(registration_id, desk.clock.now())


def _hash_of(desk: RegistrationDesk, registration: Registration) -> str:
    """Of the phone: as the registration knows it, unless the stage hashes otherwise by now."""
    known = registration.phone_hashes
    return desk.limits.fingerprints.of(KeyPurpose.PHONE, registration.phone, known)[0]


def _spend_code(desk: RegistrationDesk, hashed: str, address: str | None, now: datetime) -> None:
    limits = desk.limits
    subject, source = phone_subject(hashed), source_of(limits, Origin(address))
    spend_code(limits, subject, limits.policy.codes_per_phone, source, now)


def _code_requested(now: datetime, correlation_id: str) -> AccountEvent:
    return AccountEvent(AccountEventType.REGISTRATION_CODE_REQUESTED, now, correlation_id)
