"""A person's one account. Source: docs/handbook.md §5, §7.

Everything that tells who the person is stands on the account and nowhere else: cases know its id
only, so that erasing the account leaves them with their figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum

from chalicelib.identity.domain.assistance import Assistance
from chalicelib.identity.domain.consents import Consent
from chalicelib.identity.domain.personal_ids import PersonalId, Sex, contradictions
from chalicelib.kernel.errors import Fault
from chalicelib.kernel.instants import local_date

EARLIEST_BIRTH = date(1900, 1, 1)


class IdentityLevel(IntEnum):
    """How sure we are who it is. No level is a condition for feedback."""

    PHONE_PROVEN = 0
    DECLARED = 1
    PROVEN = 2


class Flag(StrEnum):
    """What somebody should look at."""

    REVIEW = "review"
    """The personal number's place code is not known."""


@dataclass(frozen=True)
class Identity:
    """What the person declared: the number goes with birth date and sex, never without."""

    personal_id: str | None = None
    date_of_birth: date | None = None
    sex: Sex | None = None


MOST_FORMER_COMMUNES = 20
"""That are remembered, the first among them: who moves more often is somebody who plays."""


@dataclass(frozen=True)
class FormerCommune:
    """Where a person lived as far as they said, up to that instant (UTC)."""

    commune: str
    until: datetime


@dataclass(frozen=True)
class Account:
    """An account in its present version. Instants are UTC, the phone is in E.164."""

    id: str
    version: int
    phone: str
    full_name: str
    commune: str
    channel: str
    created_at: datetime
    updated_at: datetime
    level: IdentityLevel
    identity: Identity = field(default_factory=Identity)
    email: str | None = None
    consents: tuple[Consent, ...] = ()
    flags: tuple[Flag, ...] = ()
    assistance: Assistance | None = None
    """Who helped to make it."""
    former_communes: tuple[FormerCommune, ...] = ()
    """The first one first; of accounts that moved before these were kept, those since then."""


@dataclass(frozen=True)
class Particulars:
    """What a person may change; what is `None` stays as it is."""

    full_name: str | None = None
    commune: str | None = None
    email: str | None = None
    drop_email: bool = False


def identity_faults(identity: Identity, number: PersonalId | None, now: datetime) -> list[Fault]:
    """What the declared parts miss, or contradict. `number` is the personal number, parsed."""
    faults = _date_faults(identity.date_of_birth, now)
    if identity.personal_id is None:
        return faults
    if identity.date_of_birth is None:
        faults.append(Fault(("date_of_birth",), "missing"))
    if identity.sex is None:
        faults.append(Fault(("sex",), "missing"))
    if number is not None and identity.date_of_birth is not None and identity.sex is not None:
        faults.extend(contradictions(number, identity.date_of_birth, identity.sex))
    return faults


def level_of(identity: Identity) -> IdentityLevel:
    """The level that declaring gives."""
    declared = identity.personal_id is not None
    return IdentityLevel.DECLARED if declared else IdentityLevel.PHONE_PROVEN


def flags_of(number: PersonalId | None) -> tuple[Flag, ...]:
    """An unknown place code asks for a look, and refuses nothing."""
    return (Flag.REVIEW,) if number is not None and not number.place_is_known else ()


def change(account: Account, particulars: Particulars, now: datetime) -> Account:
    """The account's next version."""
    email = particulars.email or account.email
    return replace(
        account,
        version=account.version + 1,
        updated_at=now,
        full_name=particulars.full_name or account.full_name,
        commune=particulars.commune or account.commune,
        former_communes=_former_communes(account, particulars.commune, now),
        email=None if particulars.drop_email else email,
    )


def _former_communes(
    account: Account, wanted: str | None, now: datetime
) -> tuple[FormerCommune, ...]:
    former = account.former_communes
    if wanted in (None, account.commune):
        return former
    moved = (*former, FormerCommune(account.commune, now))
    return moved if len(moved) <= MOST_FORMER_COMMUNES else (moved[0], *moved[2:])


def counts_otherwise(before: Account, after: Account) -> bool:
    """Whether the campaign has to count the account anew: it is in another commune, or lists know
    the person by another phone or personal number."""
    return _counted_by(before) != _counted_by(after)


def _counted_by(account: Account) -> tuple[str, str, str | None]:
    return account.commune, account.phone, account.identity.personal_id


def _date_faults(birth: date | None, now: datetime) -> list[Fault]:
    if birth is None:
        return []
    if birth > local_date(now):
        return [Fault(("date_of_birth",), "date_in_future")]
    if birth < EARLIEST_BIRTH:
        return [Fault(("date_of_birth",), "date_too_early")]
    return []
