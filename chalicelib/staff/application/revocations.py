"""Accounts are taken from officers who leave, one or many, and given back.

An account that is revoked opens no session and refreshes none; its phone is free. What was assigned
to its owner and not begun goes on to a colleague by the router's own rule, or to the one who is
named; what was begun stays with the agency, whose leaders are told from then on. A revocation
that comes again finds nothing left to do, and goes on where another was cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.agencies.domain.duty import choose
from chalicelib.audit.application.reading import sealed_reason
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import Queue
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Assign
from chalicelib.cases.domain.workflow import State
from chalicelib.kernel.actors import ROUTER, Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import (
    Conflict,
    DomainError,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
    TooMany,
)
from chalicelib.kernel.ids import is_officer_id
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.pages import Position

MOST_AT_ONCE = 100
"""Of one request; the operator's command takes any number."""
_ATTEMPTS = 5
_PAGE = 50


@dataclass(frozen=True)
class RevocationDesk:
    """What revoking and restoring need."""

    clock: Clock
    directory: Directory
    store: DirectoryStore
    cases: CaseDesk
    sealer: Sealer


@dataclass(frozen=True)
class Revoke:
    """Whose accounts are revoked, by whom and why. `hand_over_to` takes what was not begun."""

    officers: tuple[str, ...]
    reason: str
    by: Actor
    correlation_id: str
    hand_over_to: str | None = None


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
    taker, known = _taker(desk, command), _remembered(desk, command.officers)
    for id in dict.fromkeys(command.officers):
        try:
            before = _close(desk, command, id, known.get(id))
            moved = _hand_over(desk, command, before, taker)
        except DomainError as error:
            yield Revoked(id, RevocationOutcome.REFUSED, code=error.code)
            continue
        left = RevocationOutcome.REVOKED if before.active else RevocationOutcome.UNCHANGED
        yield Revoked(id, left, moved)


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
    """The account as it was, with password and factors; to repeat it changes nothing.

    Raises NotFound, Conflict (`phone_taken` when somebody else has the phone by now).
    """
    now = desk.clock.now()

    def back(officer: Officer) -> Officer:
        return replace(officer, active=True, version=officer.version + 1)

    event = _telling(desk, AuditKind.OFFICER_RESTORED, reason, by, now, correlation_id)
    restored, _ = _changed(desk, id, back, lambda o: not o.active, event)
    desk.store.announce()
    return restored


def _taker(desk: RevocationDesk, command: Revoke) -> Officer | None:
    if command.hand_over_to is None:
        return None
    known = is_officer_id(command.hand_over_to)
    taker = desk.directory.officer(command.hand_over_to) if known else None
    if taker is None or not taker.active or taker.id in command.officers:
        raise Invalid([Fault(("hand_over_to",), "unknown_officer")])
    return taker


def _remembered(desk: RevocationDesk, ids: Sequence[str]) -> Mapping[str, Officer]:
    """Of many, whoever the directory knows, agency by agency: a call each instead of two for each
    officer. What it remembers is written over only if it is still so."""
    agencies = desk.directory.agencies()
    if len(ids) < len(agencies):
        return {}
    return {one.id: one for agency in agencies for one in desk.directory.officers(agency.id)}


def _close(desk: RevocationDesk, command: Revoke, id: str, known: Officer | None) -> Officer:
    """The officer as before, now without an account. Raises NotFound, Forbidden, Conflict."""
    if id == command.by.id:
        raise Forbidden("own_account")

    def gone(officer: Officer) -> Officer:
        return replace(officer, active=False, version=officer.version + 1)

    def still_here(officer: Officer) -> bool:
        if officer.active and officer.role is Role.ADMINISTRATOR:
            _check_administrators(desk, officer)
        return officer.active

    now, why = desk.clock.now(), command.reason
    kind, by = AuditKind.OFFICER_REVOKED, command.by
    event = _telling(desk, kind, why, by, now, command.correlation_id)
    return _changed(desk, id, gone, still_here, event, known)[1]


def _check_administrators(desk: RevocationDesk, leaving: Officer) -> None:
    """Somebody must be left who can let others in. Raises Conflict (`last_administrator`)."""
    colleagues = desk.directory.officers(leaving.agency)
    named = [one.id for one in colleagues if one.role is Role.ADMINISTRATOR]
    others = (desk.store.find_officer(id) for id in named if id != leaving.id)
    if not any(one and one.active and one.role is Role.ADMINISTRATOR for one in others):
        raise Conflict("last_administrator")


def _changed(
    desk: RevocationDesk,
    id: str,
    change: Callable[[Officer], Officer],
    wanted: Callable[[Officer], bool],
    event: Callable[[str], AuditEvent],
    known: Officer | None = None,
) -> tuple[Officer, Officer]:
    """After and before; both the same where nothing was to be done. `known` is looked at first."""
    for _ in range(_ATTEMPTS):
        before = known or (desk.store.find_officer(id) if is_officer_id(id) else None)
        known = None
        if before is None:
            raise NotFound("officer_not_found")
        if not wanted(before):
            return before, before
        after = change(before)
        if desk.store.save_officer(after, before, event(id)):
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


def _hand_over(desk: RevocationDesk, command: Revoke, left: Officer, taker: Officer | None) -> int:
    """How many cases that were not begun went on to somebody who is here."""
    moved = 0
    for code in _waiting(desk, left):
        case = desk.cases.cases.find(code)
        if case is None or case.state is not State.ASSIGNED or case.officer != left.id:
            continue
        to = _to_whom(desk, command, case, taker)
        if to is None or case.agency is None:
            continue
        assign = Assign(case.agency, to)
        request = Request(ROUTER, case, assign, case.version, command.correlation_id)
        try:
            transition(desk.cases, request)
        except (Stale, Conflict):  # somebody else has it in hand
            continue
        moved += 1
    return moved


def _to_whom(
    desk: RevocationDesk, command: Revoke, case: Case, taker: Officer | None
) -> str | None:
    """Who was named, if of that agency; else as the router chooses among those who stay."""
    agency = case.agency or ""
    if taker is not None and taker.agency == agency:
        return taker.id
    now = desk.clock.now()
    staff = [one for one in desk.directory.officers(agency) if one.id not in command.officers]

    def load(officer: str) -> int:
        return desk.cases.loads.of(officer, now, desk.cases.cases.count_open)

    to = choose(staff, local_date(now), load, case.code)
    if to is not None:
        desk.cases.loads.give(to)
    return to


def _waiting(desk: RevocationDesk, left: Officer) -> Sequence[str]:
    """Codes of the open cases that are the officer's, all of them before any is moved."""
    codes: list[str] = []
    position: Position | None = None
    while True:
        page = desk.cases.cases.page(Queue.OFFICER, left.id, limit=_PAGE, position=position)
        codes += [card.code for card in page.items if card.state == State.ASSIGNED]
        position = page.end
        if not page.more:
            return codes
