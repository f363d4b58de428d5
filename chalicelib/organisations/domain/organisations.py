"""Organisations (tổ chức, doanh nghiệp), and the persons who represent them.

Source: docs/handbook.md §5. An organisation is nobody until the intake desk has seen its document;
its representatives sign in as persons.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.domain.attachments import Attachment

MOST_REPRESENTATIVES = 20
"""(default)"""
ALL_ORGANISATIONS = "all"
"""The list of the province."""
_SHOWN_OF_A_PHONE = 3


class OrganisationState(StrEnum):
    """Whether it is known to be what it says."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    """Its number is free for whoever asks next."""


@frozen
class Representative:
    """A person by the id of an account, or of the one that will be made with the phone.

    `phone_end` are the last digits of the phone by which the person came in, `invited_by` an
    account's id: the first one's own. UTC.
    """

    account: str
    phone_end: str
    since: datetime
    invited_by: str


@frozen
class Organisation:
    """One organisation in its present version. `id` is its number. Instants are UTC.

    `request` is the seed of the request that asked for it, `asked_by` an account's id, `decided_by`
    an officer's; `reason` is told to whoever asked.
    """

    id: str
    version: int
    name: str
    state: OrganisationState
    representatives: tuple[Representative, ...]
    evidence: tuple[Attachment, ...]
    request: str
    asked_by: str
    asked_at: datetime
    changed_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The province's list, that of its state, and each representative's."""
        return (
            ALL_ORGANISATIONS,
            self.state.value,
            *(list_of(one.account) for one in self.representatives),
        )

    @property
    def is_confirmed(self) -> bool:
        """Whether it may be spoken for."""
        return self.state is OrganisationState.CONFIRMED

    def is_represented_by(self, account: str) -> bool:
        """Whether this person is one of its representatives, confirmed or not."""
        return any(one.account == account for one in self.representatives)


def list_of(account: str) -> str:
    """The list of the organisations that this person represents."""
    return f"of-{account}"


def phone_end(phone: str) -> str:
    """What colleagues see of a phone."""
    return phone[-_SHOWN_OF_A_PHONE:]


def check_free(before: Organisation | None) -> None:
    """Raises Conflict (`organisation_taken`) unless nobody has the number, or was refused it."""
    if before is not None and before.state is not OrganisationState.REFUSED:
        raise Conflict("organisation_taken")


def asked_again(before: Organisation | None, new: Organisation) -> Organisation:
    """What is asked for, in place of what was refused."""
    return replace(new, version=before.version + 1) if before else new


def confirmed_or_not(
    before: Organisation, *, confirm: bool, reason: str | None, by: str, now: datetime
) -> Organisation:
    """What the desk makes of one that waits; raises Conflict (`organisation_decided`)."""
    if before.state is not OrganisationState.WAITING:
        raise Conflict("organisation_decided")
    return replace(
        before,
        version=before.version + 1,
        state=OrganisationState.CONFIRMED if confirm else OrganisationState.REFUSED,
        changed_at=now,
        decided_at=now,
        decided_by=by,
        reason=reason,
    )


def represented(before: Organisation, new: Representative) -> Organisation:
    """With one more; raises Conflict (`organisation_not_confirmed`, `too_many_representatives`)."""
    if not before.is_confirmed:
        raise Conflict("organisation_not_confirmed")
    if len(before.representatives) >= MOST_REPRESENTATIVES:
        raise Conflict("too_many_representatives", {"max": MOST_REPRESENTATIVES})
    everybody = (*before.representatives, new)
    return _with(before, everybody, new.since)


def left(before: Organisation, account: str, now: datetime) -> Organisation:
    """Without that one. Raises NotFound (`representative_not_found`), and Conflict
    (`last_representative`): nobody could invite anybody any more."""
    others = tuple(one for one in before.representatives if one.account != account)
    if len(others) == len(before.representatives):
        raise NotFound("representative_not_found")
    if not others:
        raise Conflict("last_representative")
    return _with(before, others, now)


def _with(
    before: Organisation, representatives: tuple[Representative, ...], now: datetime
) -> Organisation:
    return replace(
        before, version=before.version + 1, changed_at=now, representatives=representatives
    )
