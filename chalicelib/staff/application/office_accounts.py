"""Officers' accounts as administrators see them, and as their owners do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.application.reading import active_staff
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.agencies.domain.scopes import actor_of
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor, Role, RoleScope
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Fault, Invalid, NotFound
from chalicelib.kernel.pages import Page, Position, join, page_of
from chalicelib.kernel.quotas import Limiter, Quota
from chalicelib.kernel.store import VersionedStore
from chalicelib.staff.application.invitations import own_words
from chalicelib.staff.application.own_sessions import OwnSessionDesk, sign_out
from chalicelib.staff.application.own_tries import OwnTries
from chalicelib.staff.application.persons import posts_of
from chalicelib.staff.application.ports import InvitationStore
from chalicelib.staff.domain.credentials import (
    Credentials,
    HashCost,
    hash_password,
    with_password,
)
from chalicelib.staff.domain.factor_resets import open_reset
from chalicelib.staff.domain.passkeys import WANTED_PASSKEYS, Passkey
from chalicelib.staff.domain.passwords import PasswordRules, check_password


class AccountStage(StrEnum):
    """How far somebody has come to an account."""

    NONE = "none"
    INVITED = "invited"
    READY = "ready"


@dataclass(frozen=True)
class OfficeAccount:
    """An officer's account. `signed_in_before` is the sign-in before the last."""

    officer: Officer
    scope: RoleScope
    stage: AccountStage
    has_app: bool = False
    recovery_codes: int = 0
    signed_in_at: datetime | None = None
    signed_in_before: datetime | None = None
    reset_asked_at: datetime | None = None
    is_only_administrator: bool = False
    passkeys: tuple[Passkey, ...] = ()

    @property
    def passkeys_missing(self) -> int:
        """How many an administrator should have besides."""
        wanted = WANTED_PASSKEYS if self.officer.role is Role.ADMINISTRATOR else 0
        return max(0, wanted - len(self.passkeys))


@dataclass(frozen=True)
class OfficeAccountDesk:
    """What reading accounts and changing one's own need. `tries` bounds wrong passwords of
    somebody who is signed in."""

    clock: Clock
    directory: Directory
    credentials: VersionedStore[Credentials]
    sessions: OwnSessionDesk
    invitations: InvitationStore
    limiter: Limiter
    tries: Quota
    rules: PasswordRules
    cost: HashCost
    central_agency: str


def list_accounts(
    desk: OfficeAccountDesk,
    reader: Actor,
    agency: str | None,
    active: bool | None,
    limit: int,
    position: Position | None,
) -> Page[OfficeAccount]:
    """Of one agency, or of all by agency, each by officer; `active`: only such. For a leader there
    is their own agency alone. Raises NotFound."""
    own = reader.agency if reader.role is Role.LEADER else None
    known = sorted(one.id for one in desk.directory.agencies() if own in (None, one.id))
    if agency is not None and agency not in known:
        raise NotFound("agency_not_found")
    parts = [agency] if agency else known

    def after(part: str) -> str | None:
        return next((one for one in parts if one > part), None)

    def read(part: str, room: int, start: Position | None) -> Page[Officer]:
        people = desk.directory.officers(part)
        wanted = [one for one in people if active is None or one.active == active]
        return page_of(wanted, room, start, lambda one: {"id": one.id})

    if not parts:
        return Page()
    return join(parts[0], after, read, limit, position).of(lambda one: account_of(desk, one))


def own_account(desk: OfficeAccountDesk, who: Actor) -> OfficeAccount:
    """The reader's; raises NotFound. Who alone can let others in is to know it."""
    officer = desk.directory.officer(who.id)
    if officer is None:
        raise NotFound("officer_not_found")
    alone = officer.role is Role.ADMINISTRATOR and all(
        one.id == officer.id
        for one in active_staff(desk.directory, officer.agency, Role.ADMINISTRATOR)
    )
    return replace(account_of(desk, officer), is_only_administrator=alone)


def own_posts(desk: OfficeAccountDesk, who: Actor) -> Sequence[Officer]:
    """All of the person's, the first one in front."""
    first = desk.directory.officer(who.id)
    return posts_of(desk.directory, first) if first else ()


def account_of(desk: OfficeAccountDesk, officer: Officer) -> OfficeAccount:
    """With what is known of password, app and sign-ins; never those themselves."""
    scope = actor_of(officer, desk.central_agency).scope
    kept = desk.credentials.find(officer.id)
    if kept is None:
        invited = desk.invitations.store.find(officer.id)
        is_open = invited is not None and invited.is_open(desk.clock.now())
        return OfficeAccount(officer, scope, AccountStage.INVITED if is_open else AccountStage.NONE)
    asked = open_reset(kept, desk.clock.now())
    return OfficeAccount(
        officer,
        scope,
        AccountStage.READY,
        kept.app is not None,
        len(kept.recovery),
        kept.signed_in_at,
        kept.signed_in_before,
        asked.at if asked else None,
        passkeys=kept.passkeys,
    )


def change_own_password(
    desk: OfficeAccountDesk,
    who: Actor,
    present: str,
    wanted: str,
    correlation_id: str,
    session: str | None = None,
) -> None:
    """Another password in the place of the present one. All sessions but this one end.

    Raises Invalid (`wrong_password`, and as `check_password` does), NotFound, and TooMany
    (`too_many_wrong_passwords`): a try is counted before it is looked at.
    """
    now, officer = desk.clock.now(), desk.directory.officer(who.id)
    kept = desk.credentials.find(who.id)
    if officer is None or kept is None:
        raise NotFound("officer_not_found")
    check_password(wanted, desk.rules, own_words(officer), "wanted")
    tries = OwnTries(desk.credentials, desk.limiter, desk.tries)
    tries.check_password(who, kept, ("present", present), now, correlation_id)
    hashed, seen = hash_password(wanted, desk.cost), kept.password_hash

    def step(found: Credentials) -> Credentials:
        if found.password_hash != seen:
            raise Invalid([Fault(("present",), "wrong_password")])
        return with_password(found, who.id, hashed)

    what, about = {"by": "owner"}, f"officer#{who.id}"
    event = AuditEvent(AuditKind.PASSWORD_SET, now, who, correlation_id, what, about=about)
    sign_out(desk.sessions, who, session, step, event)
