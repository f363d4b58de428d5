"""Accounts are taken from officers who leave, one or many, and given back.

An account that is revoked opens no session and refreshes none; its phone is free. What was its
owner's goes on to a colleague by the router's own rule, begun or not, or to the one who is named;
where no officer is on duty, to a leader. A revocation that comes again finds nothing left to do,
and goes on where another was cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.audit.application.reading import sealed_reason
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import (
    Conflict,
    DomainError,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    TooMany,
)
from chalicelib.kernel.ids import is_officer_id
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.keys import Sealer
from chalicelib.staff.application.handing_over import HandoverDesk, WorkLeft, hand_over_cases

MOST_AT_ONCE = 100
"""Of one request; the operator's command takes any number."""
_ATTEMPTS = 5


@dataclass(frozen=True)
class RevocationDesk:
    """What revoking and restoring need."""

    clock: Clock
    directory: Directory
    store: DirectoryStore
    cases: CaseDesk
    sealer: Sealer

    @property
    def handover(self) -> HandoverDesk:
        """What handing over needs."""
        return HandoverDesk(self.clock, self.directory, self.cases)


@dataclass(frozen=True)
class Revoke:
    """Whose accounts are revoked, by whom and why. `hand_over_to` takes their open cases."""

    officers: tuple[str, ...]
    reason: str
    by: Actor
    correlation_id: str
    hand_over_to: str | None = None

    @property
    def work(self) -> WorkLeft:
        """What becomes of their cases."""
        return WorkLeft(self.correlation_id, self.hand_over_to, frozenset(self.officers))


class RevocationOutcome(StrEnum):
    """What came of one officer."""

    REVOKED = "revoked"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Revoked:
    """One officer, with how many cases went on to somebody else, or why nothing was done."""

    officer: str
    outcome: RevocationOutcome
    handed_over: int = 0
    code: str | None = None


def revoke(desk: RevocationDesk, command: Revoke) -> Iterator[Revoked]:
    """One after the other, each whole before the next; what is wrong with one keeps no other.

    Raises Invalid (`unknown_officer`) before anything is done, if whoever is to take the work is
    not there, or is one of those who go.
    """
    check_taker(desk, command)
    known = _remembered(desk, command.officers)
    for id in dict.fromkeys(command.officers):
        try:
            before = close_account(desk, command, id, known.get(id))
            moved = hand_over_cases(desk.handover, command.work, before)
            moved += leave_posts(desk, command, before)
        except DomainError as error:
            yield Revoked(id, RevocationOutcome.REFUSED, code=error.code)
            continue
        left = RevocationOutcome.REVOKED if before.active else RevocationOutcome.UNCHANGED
        yield Revoked(id, left, moved)


def leave_posts(desk: RevocationDesk, command: Revoke, left: Officer) -> int:
    """The further posts of somebody whose account ended end with it; how many of their cases went
    on."""
    before = [close_account(desk, command, id) for id in left.posts]
    return sum(hand_over_cases(desk.handover, command.work, post) for post in before)


def announce(desk: RevocationDesk) -> None:
    """Let every process know, within a minute, who is here no more."""
    desk.store.announce()


def revocable(desk: RevocationDesk, id: str) -> Officer:
    """Somebody who is or was here; raises NotFound."""
    officer = desk.store.find_officer(id) if is_officer_id(id) else None
    if officer is None:
        raise NotFound("officer_not_found")
    return officer


def restore(desk: RevocationDesk, id: str, reason: str, by: Actor, correlation_id: str) -> Officer:
    """The account as it was, with password and factors, of a post that has ended without its last
    day; to repeat it changes nothing.

    Raises NotFound, Conflict (`phone_taken` when somebody else has the phone by now).
    """
    now = desk.clock.now()

    def back(officer: Officer) -> Officer:
        last_day = None if officer.has_ended(local_date(now)) else officer.last_day
        changed = replace(officer, active=True, last_day=last_day)
        return replace(changed, version=officer.version + 1)

    event = _telling(desk, AuditKind.OFFICER_RESTORED, reason, by, now, correlation_id)
    restored, _ = _changed(desk, id, back, lambda o: not o.as_of(local_date(now)).active, event)
    desk.store.announce()
    return restored


def check_taker(desk: RevocationDesk, command: Revoke) -> None:
    """Raises Invalid (`unknown_officer`) where whoever is to take the work is not there."""
    if command.hand_over_to is None:
        return
    known = is_officer_id(command.hand_over_to)
    taker = desk.directory.officer(command.hand_over_to) if known else None
    if taker is None or not taker.active or taker.id in command.officers:
        raise Invalid([Fault(("hand_over_to",), "unknown_officer")])


def _remembered(desk: RevocationDesk, ids: Sequence[str]) -> Mapping[str, Officer]:
    """Of many, whoever the directory knows, agency by agency: a call each instead of two for each
    officer. What it remembers is written over only if it is still so."""
    agencies = desk.directory.agencies()
    if len(ids) < len(agencies):
        return {}
    return {one.id: one for agency in agencies for one in desk.directory.officers(agency.id)}


def close_account(
    desk: RevocationDesk, command: Revoke, id: str, known: Officer | None = None
) -> Officer:
    """The officer as before, now without an account. Raises NotFound, Forbidden, Conflict."""
    if id == command.by.id:
        raise Forbidden("own_account")

    def gone(officer: Officer) -> Officer:
        return replace(officer, active=False, version=officer.version + 1)

    def beside(officer: Officer) -> Officer | None:
        is_administrator = officer.role is Role.ADMINISTRATOR
        return _another_administrator(desk, officer) if is_administrator else None

    now, why = desk.clock.now(), command.reason
    kind, by = AuditKind.OFFICER_REVOKED, command.by
    event = _telling(desk, kind, why, by, now, command.correlation_id)
    return _changed(desk, id, gone, lambda o: o.active, event, known, beside)[1]


def _another_administrator(desk: RevocationDesk, leaving: Officer) -> Officer:
    """Somebody must be left who can let others in, and be so still when the account ends: so two
    who revoke each other leave one. Raises Conflict (`last_administrator`)."""
    colleagues = desk.directory.officers(leaving.agency)
    named = [one.id for one in colleagues if one.role is Role.ADMINISTRATOR]
    for other in (desk.store.find_officer(id) for id in named if id != leaving.id):
        if other and other.active and other.role is Role.ADMINISTRATOR:
            return other
    raise Conflict("last_administrator")


def _changed(
    desk: RevocationDesk,
    id: str,
    change: Callable[[Officer], Officer],
    wanted: Callable[[Officer], bool],
    event: Callable[[str], AuditEvent],
    known: Officer | None = None,
    beside: Callable[[Officer], Officer | None] = lambda _: None,
) -> tuple[Officer, Officer]:
    """After and before; both the same where nothing was to be done. `known` is looked at first;
    whoever is named by `beside` has to be as they are in the same write."""
    for _ in range(_ATTEMPTS):
        before = known or (desk.store.find_officer(id) if is_officer_id(id) else None)
        known = None
        if before is None:
            raise NotFound("officer_not_found")
        if not wanted(before):
            return before, before
        after = change(before)
        if desk.store.save_officer(after, before, event(id), beside(before)):
            return after, before
    raise TooMany("too_busy", 1)


def _telling(
    desk: RevocationDesk,
    kind: AuditKind,
    reason: str,
    by: Actor,
    at: datetime,
    correlation_id: str,
) -> Callable[[str], AuditEvent]:
    """The audit's line of an officer; the reason may name people, so it travels sealed."""

    def event(id: str) -> AuditEvent:
        what = sealed_reason(desk.sealer, f"officer#{id}", reason)
        return AuditEvent(kind, at, by, correlation_id, what)

    return event
