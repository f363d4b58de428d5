"""Making, reading and changing accounts. Source: docs/handbook.md §5, §7."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol, TypeVar

from chalicelib.identity.application.limits import CodeLimits
from chalicelib.identity.application.people import AccountStore, Claims, Taken
from chalicelib.identity.domain import accounts
from chalicelib.identity.domain.account_events import AccountEvent, AccountEventType
from chalicelib.identity.domain.accounts import Account, Identity, Particulars
from chalicelib.identity.domain.consents import (
    ConsentGiven,
    ConsentText,
    check_consents,
    record_consents,
)
from chalicelib.identity.domain.personal_ids import Sex, parse_personal_id
from chalicelib.identity.domain.registrations import Registration
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, Fault, Invalid, NotFound, TooMany, Unauthenticated
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.keys import KeyPurpose
from chalicelib.kernel.names import parse_email, parse_name
from chalicelib.kernel.store import VersionedStore

R = TypeVar("R")
CHANNEL = "app"
_ATTEMPTS = 5


class Communes(Protocol):
    """What accounts need of the province's map."""

    def commune(self, code: str) -> object | None:
        """The commune of that code, if it is one of ours."""
        ...


@dataclass(frozen=True)
class AccountDesk:
    """What the use cases of accounts need. `consents` are the present texts."""

    clock: Clock
    accounts: AccountStore
    registrations: VersionedStore[Registration]
    limits: CodeLimits
    communes: Communes
    consents: tuple[ConsentText, ...]


@dataclass(frozen=True)
class CreateAccount:
    """What a person gives who has proven the registration's phone."""

    registration: str
    full_name: str
    commune: str
    consents: Sequence[ConsentGiven]
    seed: str
    correlation_id: str
    personal_id: str | None = None
    date_of_birth: date | None = None
    sex: Sex | None = None
    email: str | None = None


def create_account(desk: AccountDesk, command: CreateAccount) -> Account:
    """One account for this phone and this personal number; the same request makes it once.

    Raises Unauthenticated for a registration that is gone, Invalid with all faults, Conflict
    (`phone_taken`, `personal_id_taken`), and TooMany (`personal_id_asked_too_often`) whether or
    not the number is taken.
    """
    now = desk.clock.now()
    registration = desk.registrations.find(command.registration)
    if registration is None or registration.verified_at is None:
        raise Unauthenticated("bad_token")
    account = _account(desk, command, registration, now)
    claims = _claims(desk.limits, account, registration, now)
    event = AccountEvent(AccountEventType.ACCOUNT_CREATED, now, command.correlation_id)
    made = desk.accounts.create(account, claims, event)
    if isinstance(made, Taken):
        raise Conflict(made.value)
    return made


def read_account(desk: AccountDesk, account_id: str) -> Account:
    """Raises NotFound when the account was erased."""
    account = desk.accounts.find(account_id)
    if account is None:
        raise NotFound("account_not_found")
    return account


def change_account(
    desk: AccountDesk, account_id: str, wanted: Particulars, correlation_id: str = "-"
) -> Account:
    """The account with what the person wanted changed; who moves to another commune is told of.

    Raises Invalid, NotFound."""
    if wanted == Particulars():
        return read_account(desk, account_id)
    faults: list[Fault] = []
    cleaned = _clean(desk.communes, wanted, faults)
    if faults:
        raise Invalid(faults)
    for _ in range(_ATTEMPTS):
        before, now = read_account(desk, account_id), desk.clock.now()
        account = accounts.change(before, cleaned, now)
        moved = AccountEvent(AccountEventType.ACCOUNT_MOVED, now, correlation_id)
        if desk.accounts.save(
            account, moved if accounts.counts_otherwise(before, account) else None
        ):
            return account
    raise TooMany("too_busy", 1)


def _account(
    desk: AccountDesk, command: CreateAccount, registration: Registration, now: datetime
) -> Account:
    """The account that would be made; raises Invalid with all faults at once.

    Its id is the same for all tries of one request, so that a later one knows an earlier one's.
    """
    faults = check_consents(command.consents, desk.consents)
    number = _collect(faults, parse_personal_id, command.personal_id)
    identity = Identity(command.personal_id, command.date_of_birth, command.sex)
    faults.extend(accounts.identity_faults(identity, number, now))
    wanted = Particulars(command.full_name, command.commune, command.email)
    cleaned = _clean(desk.communes, wanted, faults)
    if faults:
        raise Invalid(faults)
    return Account(
        id=sortable_id(registration.open_until, command.seed, "account"),
        version=1,
        phone=registration.phone,
        full_name=cleaned.full_name or command.full_name,
        commune=command.commune,
        channel=CHANNEL,
        created_at=now,
        updated_at=now,
        level=accounts.level_of(identity),
        identity=replace(identity, personal_id=number.number if number else None),
        email=cleaned.email,
        consents=record_consents(command.consents, now, CHANNEL),
        flags=accounts.flags_of(number),
        assistance=registration.assistance,
    )


def _clean(communes: Communes, wanted: Particulars, faults: list[Fault]) -> Particulars:
    if wanted.commune is not None and communes.commune(wanted.commune) is None:
        faults.append(Fault(("commune_code",), "unknown_commune"))
    name = _collect(faults, parse_name, wanted.full_name)
    email = _collect(faults, parse_email, wanted.email)
    return replace(wanted, full_name=name, email=email)


def _collect(faults: list[Fault], parse: Callable[[str], R], text: str | None) -> R | None:
    try:
        return None if text is None else parse(text)
    except Invalid as invalid:
        faults.extend(invalid.faults)
        return None


def _claims(
    limits: CodeLimits, account: Account, registration: Registration, now: datetime
) -> Claims:
    """What the account claims. The registration knows its phone's hashes, so that a request asks
    for those of the personal number at most."""
    hashes, number = limits.fingerprints, account.identity.personal_id
    phone = hashes.of(KeyPurpose.PHONE, account.phone, registration.phone_hashes)
    if number is None:
        return Claims(phone)
    _count_ask(limits, phone[0], now)
    return Claims(phone, hashes.of(KeyPurpose.PERSONAL_ID, number))


def _count_ask(limits: CodeLimits, phone: str, now: datetime) -> None:
    """Each ask counts before it is answered, so that none beyond the quota tells anything. The
    phone is given by its hash."""
    subject = f"personal-id-{phone}"
    wait = limits.limiter.take(subject, [limits.policy.personal_id_asks], now)
    if wait:
        raise TooMany("personal_id_asked_too_often", wait)
