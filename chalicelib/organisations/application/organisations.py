"""Organisations are asked for, confirmed or refused, and represented.

Source: docs/organisations.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.audit.application.reading import sealed_reason
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.guests import GuestDesk, person_of, phone_of
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.domain.accounts import Account
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound, TooMany
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.organisation_numbers import is_organisation_number
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.quotas import Limiter, Quota, used_up
from chalicelib.kernel.together import Part
from chalicelib.kernel.versions import check_version
from chalicelib.organisations.application.ports import OrganisationStore
from chalicelib.organisations.domain.organisations import (
    ALL_ORGANISATIONS,
    Organisation,
    OrganisationState,
    Representative,
    asked_again,
    check_free,
    confirmed_or_not,
    left,
    list_of,
    phone_end,
    represented,
)
from chalicelib.uploads.application.uploads import Attach, UploadDesk, attachable, attaching
from chalicelib.uploads.domain.uploads import Purpose, Upload

_ATTEMPTS = 5
_DAY = timedelta(days=1)
ASKED_A_DAY = Quota(3, _DAY, "organisations")
INVITED_A_DAY = Quota(20, _DAY, "representatives")
"""By one account, and counted whatever becomes of it (default)."""


@dataclass(frozen=True)
class OrganisationDesk:
    """What the use cases of organisations need."""

    kept: OrganisationStore
    accounts: AccountStore
    guests: GuestDesk
    uploads: UploadDesk
    limiter: Limiter
    sealer: Sealer
    clock: Clock
    faults: Faults


@frozen
class AskForOrganisation:
    """What a person says of a body that they represent: its number as it is kept, its name, and
    files that show both. The same `seed` is the same request."""

    actor: Actor
    number: str
    name: str
    evidence: Sequence[str]
    seed: str
    correlation_id: str


@frozen
class DecideOnOrganisation:
    """What the desk makes of it; `expected_version` is the one that was looked at, if it says."""

    actor: Actor
    before: Organisation
    confirm: bool
    reason: str | None
    expected_version: int | None
    correlation_id: str


@frozen
class InviteRepresentative:
    """Somebody is to represent it too, by the phone (as it was typed)."""

    actor: Actor
    organisation: str
    phone: str
    seed: str
    correlation_id: str


def ask_for_organisation(desk: OrganisationDesk, command: AskForOrganisation) -> Organisation:
    """It waits for the desk from now on, with its files; one a number, whoever comes at once.

    Raises Invalid for the files, Conflict (`organisation_taken`), TooMany
    (`too_many_organisations`).
    """
    person = desk.accounts.find(command.actor.id)
    if person is None:
        raise NotFound("account_not_found")
    attach = Attach(person.id, command.evidence, command.number, Purpose.EVIDENCE)
    for _ in range(_ATTEMPTS):
        now = desk.clock.now()
        before = desk.kept.store.find(ALL_ORGANISATIONS, command.number)
        if before is not None and before.request == command.seed:
            return before
        check_free(before)
        files = attachable(desk.uploads, attach)
        after = asked_again(before, _asked(command, person, files, now))
        counted = desk.limiter.use(_subject(person.id), [ASKED_A_DAY], now)
        event = _event(AuditKind.ORGANISATION_ASKED, after, command.actor, command.correlation_id)
        besides = [counted, *attaching(desk.uploads, attach, files)]
        if desk.kept.store.put(after, before, event, besides):
            return after
        _check_quota(desk, person.id, ASKED_A_DAY, "too_many_organisations")
    raise TooMany("too_busy", retry_after=1)


def _asked(
    command: AskForOrganisation, person: Account, files: Sequence[Upload], now: datetime
) -> Organisation:
    return Organisation(
        id=command.number,
        version=1,
        name=command.name,
        state=OrganisationState.WAITING,
        representatives=(Representative(person.id, phone_end(person.phone), now, person.id),),
        evidence=tuple(file.attachment for file in files),
        request=command.seed,
        asked_by=person.id,
        asked_at=now,
        changed_at=now,
    )


def own_organisation(desk: OrganisationDesk, account: str, number: str) -> Organisation:
    """One that this person represents; raises NotFound for any other."""
    found = _find(desk, number)
    if found is None or not found.is_represented_by(account):
        raise NotFound("organisation_not_found")
    return found


def own_organisations(
    desk: OrganisationDesk, account: str, limit: int, position: Position | None
) -> Page[Organisation]:
    """Those that this person represents, whatever has become of them."""
    return _page(desk, list_of(account), limit, position)


def organisations_of_state(
    desk: OrganisationDesk,
    reader: Actor,
    state: OrganisationState | None,
    limit: int,
    position: Position | None,
) -> Page[Organisation]:
    """For those who decide; raises Forbidden."""
    _check_decides(reader)
    return _page(desk, state.value if state else ALL_ORGANISATIONS, limit, position)


def organisation_to_decide(desk: OrganisationDesk, reader: Actor, number: str) -> Organisation:
    """For those who decide; raises Forbidden, NotFound."""
    _check_decides(reader)
    found = _find(desk, number)
    if found is None:
        raise NotFound("organisation_not_found")
    return found


def decide_on_organisation(desk: OrganisationDesk, command: DecideOnOrganisation) -> Organisation:
    """Confirmed, or refused with a reason that whoever asked is told; the same again changes
    nothing. Raises Stale, Conflict (`organisation_decided`)."""
    before, by = command.before, command.actor
    wanted = OrganisationState.CONFIRMED if command.confirm else OrganisationState.REFUSED
    said = (wanted, by.id, command.reason)
    if (before.state, before.decided_by, before.reason) == said:
        return before
    if command.expected_version is not None:
        check_version(command.expected_version, before.version)
    after = confirmed_or_not(
        before, confirm=command.confirm, reason=command.reason, by=by.id, now=desk.clock.now()
    )
    sealed = sealed_reason(desk.sealer, _about(after), after.reason) if after.reason else {}
    what = {"person": after.asked_by, **sealed}
    event = _event(AuditKind.ORGANISATION_DECIDED, after, by, command.correlation_id, what)
    if desk.kept.store.put(after, before, event):
        return after
    raise Conflict("organisation_decided")  # while it waits nobody else changes it


def invite_representative(desk: OrganisationDesk, command: InviteRepresentative) -> Organisation:
    """Whoever has the phone represents it too, now or once there is an account; whether there is
    one is told to nobody. Who does already stays as they are.

    Raises Invalid for the phone, NotFound, Conflict (`organisation_not_confirmed`,
    `too_many_representatives`), TooMany (`too_many_invitations`).
    """
    phone = phone_of(desk.guests, command.phone)
    for _ in range(_ATTEMPTS):
        now = desk.clock.now()
        before = own_organisation(desk, command.actor.id, command.organisation)
        person = person_of(desk.guests, phone, None, command.seed, now)
        if before.is_represented_by(person.id):
            return before
        new = Representative(person.id, phone_end(phone), now, command.actor.id)
        after = represented(before, new)
        counted = desk.limiter.use(_subject(command.actor.id), [INVITED_A_DAY], now)
        besides: list[Part] = [counted, *([person.new] if person.new else [])]
        kind, what = AuditKind.REPRESENTATIVE_INVITED, {"person": person.id}
        event = _event(kind, after, command.actor, command.correlation_id, what)
        if desk.kept.store.put(after, before, event, besides):
            return after
        _check_quota(desk, command.actor.id, INVITED_A_DAY, "too_many_invitations")
    raise TooMany("too_busy", retry_after=1)


def remove_representative(
    desk: OrganisationDesk, actor: Actor, number: str, account: str, correlation_id: str
) -> None:
    """By any of them, themselves too. Raises NotFound, Conflict (`last_representative`)."""
    for _ in range(_ATTEMPTS):
        before = own_organisation(desk, actor.id, number)
        after = left(before, account, desk.clock.now())
        kind, what = AuditKind.REPRESENTATIVE_REMOVED, {"person": account}
        if desk.kept.store.put(after, before, _event(kind, after, actor, correlation_id, what)):
            return
    raise TooMany("too_busy", retry_after=1)


def decides_on_organisations(actor: Actor) -> bool:
    """The province's intake desk, and administrators."""
    return actor.province and actor.role in (Role.INTAKE, Role.ADMINISTRATOR)


def _check_decides(actor: Actor) -> None:
    if not decides_on_organisations(actor):
        raise Forbidden("organisations_not_allowed")


def _find(desk: OrganisationDesk, number: str) -> Organisation | None:
    if not is_organisation_number(number):
        return None
    return desk.kept.store.find(ALL_ORGANISATIONS, number)


def _page(
    desk: OrganisationDesk, part: str, limit: int, position: Position | None
) -> Page[Organisation]:
    return desk.kept.store.page([part], limit, position, Isolation(desk.faults, Work.SHOW))


def _check_quota(desk: OrganisationDesk, account: str, quota: Quota, code: str) -> None:
    """Why nothing was written: nothing was left of the day, or somebody else came first."""
    now = desk.clock.now()
    if desk.limiter.wait(_subject(account), [quota], now):
        raise used_up(code, quota, now)


def _subject(account: str) -> str:
    return f"account-{account}"


def _about(organisation: Organisation) -> str:
    return f"organisations#{organisation.id}"


def _event(
    kind: AuditKind,
    after: Organisation,
    by: Actor,
    correlation_id: str,
    what: Mapping[str, object] | None = None,
) -> AuditEvent:
    told = {"state": after.state.value, "version": after.version, **(what or {})}
    return AuditEvent(kind, after.changed_at, by, correlation_id, told)
