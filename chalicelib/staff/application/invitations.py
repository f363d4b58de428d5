"""Officers are invited by mail, and set their own password by the link.

Whoever invites never learns the link: it is made anew for the mail, and kept nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.identity.application.rotation import Who
from chalicelib.identity.application.sign_ins import end
from chalicelib.identity.domain.sessions import Session
from chalicelib.imports.domain.row_checks import LEADERS_ROLES
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound, TooMany
from chalicelib.kernel.ids import is_officer_id
from chalicelib.kernel.instants import store
from chalicelib.kernel.store import VersionedStore
from chalicelib.staff.application.ports import InvitationStore, StaffStore
from chalicelib.staff.domain import invitations
from chalicelib.staff.domain.credentials import (
    Credentials,
    HashCost,
    hash_password,
    with_password,
    without_sessions,
)
from chalicelib.staff.domain.invitations import Invitation
from chalicelib.staff.domain.passwords import PasswordRules, check_password

_ATTEMPTS = 12


@dataclass(frozen=True)
class InvitationDesk:
    """What the use cases of invitations need. `life` is how long a link is good."""

    clock: Clock
    directory: Directory
    invitations: InvitationStore
    credentials: VersionedStore[Credentials]
    sessions: VersionedStore[Session]
    staff: StaffStore
    rules: PasswordRules
    cost: HashCost
    life: timedelta


@dataclass(frozen=True)
class PendingInvitation:
    """What the mail says. `token` stands in the link."""

    token: str
    expires_at: datetime


@dataclass(frozen=True)
class Invited:
    """An open invitation, and whose it is."""

    invitation: Invitation
    officer: Officer


def invited_officer(desk: InvitationDesk, officer_id: str, by: Actor) -> Officer:
    """Somebody who may be invited: by a leader the officers and leaders of their own agency.

    Raises NotFound, Forbidden (`not_yours_to_change`), and Conflict (`officer_left`,
    `post_of_another`: the person's first post has the account).
    """
    officer = cared_for(desk.directory, officer_id, by)
    if officer.person is not None:
        raise Conflict("post_of_another")
    return officer


def cared_for(directory: Directory, officer_id: str, by: Actor) -> Officer:
    """Somebody whose account this person looks after. Raises as `invited_officer`."""
    officer = directory.officer(officer_id) if is_officer_id(officer_id) else None
    by_leader = by.role is Role.LEADER
    if officer is None or (by_leader and officer.agency != by.agency):
        raise NotFound("officer_not_found")
    if by_leader and officer.role not in LEADERS_ROLES:
        raise Forbidden("not_yours_to_change")
    if not officer.active:
        raise Conflict("officer_left")
    return officer


def invite_officer(
    desk: InvitationDesk, officer: Officer, by: Actor, correlation_id: str
) -> Invitation:
    """Let the notifier send a link, in place of any that was sent before.

    Raises TooMany (`invited_just_now`).
    """
    now = desk.clock.now()
    for _ in range(_ATTEMPTS):
        before = desk.invitations.store.find(officer.id)
        invitation = invitations.invite(before, officer.id, now, desk.life)
        what = {"until": store(invitation.expires_at)}
        event = _event(AuditKind.OFFICER_INVITED, officer.id, by, now, correlation_id, what)
        if desk.invitations.store.put(invitation, event=event):
            return invitation
    raise TooMany("too_busy", 1)


def take_back_invitation(
    desk: InvitationDesk, officer: Officer, by: Actor, correlation_id: str
) -> None:
    """The link works no more. Raises NotFound, and Conflict (`invitation_over`)."""
    now = desk.clock.now()
    event = _event(AuditKind.INVITATION_TAKEN_BACK, officer.id, by, now, correlation_id, {})
    for _ in range(_ATTEMPTS):
        present = desk.invitations.store.find(officer.id)
        if present is None:
            raise NotFound("invitation_not_found")
        if desk.invitations.store.put(invitations.take_back(present, now), event=event):
            return
    raise TooMany("too_busy", 1)


def read_invitation(desk: InvitationDesk, token: str) -> Invited:
    """Whose link it is. Raises NotFound, Gone (`invitation_over`)."""
    id = invitations.officer_of_token(token)
    found = invitations.check_link(desk.invitations.store.find(id), token, desk.clock.now())
    officer = desk.directory.officer(id)
    if officer is None or not officer.active:
        raise NotFound("invitation_not_found")
    return Invited(found, officer)


def accept_invitation(
    desk: InvitationDesk, token: str, password: str, correlation_id: str
) -> Officer:
    """Set the password of whom the link was sent to; of any number at once one does. All sessions
    of the account end, since whoever had the old password may have opened them.

    Raises as `read_invitation` does, and Invalid as `check_password` does.
    """
    now = desk.clock.now()
    check_password(password, desk.rules, own_words(read_invitation(desk, token).officer))
    hashed = hash_password(password, desk.cost)
    for _ in range(_ATTEMPTS):
        invited = read_invitation(desk, token)
        officer, present = invited.officer, desk.credentials.find(invited.officer.id)
        set_ = without_sessions(with_password(present, officer.id, hashed), now)
        by, how = Actor(officer.role, officer.id, officer.agency), {"by": "invitation"}
        event = _event(AuditKind.PASSWORD_SET, officer.id, by, now, correlation_id, how)
        for one in present.sessions if present else ():
            end(desk.sessions, one.id, now, _of(by))
        if desk.staff.put_password(set_, invitations.use(invited.invitation, now), event):
            return officer
    raise TooMany("too_busy", 1)


def _of(who: Actor) -> Who:
    return lambda _: who


def pending_invitation(
    invited: InvitationStore, officer_id: str, now: datetime
) -> PendingInvitation | None:
    """What the officer's newest mail is to say; None where no link of it would work."""
    present = invited.store.find(officer_id)
    if present is None or not present.is_open(now):
        return None
    return PendingInvitation(present.token, present.expires_at)


def own_words(officer: Officer) -> tuple[str, ...]:
    """What others would try first who know this person."""
    return (officer.username, officer.name, officer.email, (officer.phone or "")[-9:])


def _event(
    kind: AuditKind,
    officer: str,
    by: Actor,
    at: datetime,
    correlation_id: str,
    what: Mapping[str, str],
) -> AuditEvent:
    return AuditEvent(kind, at, by, correlation_id, what, about=f"officer#{officer}")
