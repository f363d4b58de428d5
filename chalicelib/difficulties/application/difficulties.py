"""Difficulties are raised, given to an owner, solved and listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.application.reading import agency_meant
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.difficulties.application.reminding import DifficultyReminderDesk, follow_up
from chalicelib.difficulties.domain.difficulties import (
    ALL_AGENCIES,
    Difficulty,
    DifficultyState,
    Topic,
    assigned,
    solved,
)
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import (
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
)
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.ids import is_sortable_id, sortable_id
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.versions import check_version

_SOLVERS = frozenset({Role.LEADER, Role.SUPERVISOR, Role.ADMINISTRATOR})
MOST_COMPILED = 5000
"""Lines of a sheet."""


@dataclass(frozen=True)
class DifficultyDesk:
    """What the use cases of difficulties need."""

    kept: DifficultyStore
    directory: Directory
    clock: Clock
    faults: Faults
    reminders: Callable[[], DifficultyReminderDesk]
    """Asked for by who changes a difficulty alone."""


@dataclass(frozen=True)
class RaiseDifficulty:
    """`agency` None is the actor's own; `seed` derives the id of a repeated request."""

    actor: Actor
    agency: str | None
    topic: Topic
    text: str
    correlation_id: str
    seed: str


@dataclass(frozen=True)
class WantedDifficulties:
    """Which of them: None asks for all. `agency` raised or owns it."""

    agency: str | None = None
    state: DifficultyState | None = None
    overdue: bool = False


@dataclass(frozen=True)
class DifficultyChange:
    """Who changes which version."""

    actor: Actor
    before: Difficulty
    expected_version: int | None
    correlation_id: str


def raise_difficulty(desk: DifficultyDesk, command: RaiseDifficulty) -> Difficulty:
    """A new one; whoever comes again with the same seed finds the first.

    Raises NotFound for an agency that is not the actor's to speak for.
    """
    agency, now = agency_meant(desk.directory, command.actor, command.agency), desk.clock.now()
    new = Difficulty(
        id=sortable_id(now, command.seed, "difficulty"),
        version=1,
        agency=agency,
        topic=command.topic,
        text=command.text,
        raised_at=now,
        raised_by=command.actor.id,
        changed_at=now,
        changed_by=command.actor.id,
    )
    what = {"agency": agency, "topic": new.topic.value, "state": new.state.value, "version": 1}
    told = AuditEvent(
        AuditKind.DIFFICULTY_CHANGED, now, command.actor, command.correlation_id, what
    )
    if desk.kept.store.put(new, None, told):
        return new
    return desk.kept.store.find(ALL_AGENCIES, new.id) or new


def find_difficulty(desk: DifficultyDesk, reader: Actor, id: str) -> Difficulty:
    """As it stands; raises NotFound for what is not there or not the reader's to see."""
    part = ALL_AGENCIES if reader.province else reader.agency
    found = desk.kept.store.find(part, id) if part and is_sortable_id(id) else None
    if found is None:
        raise NotFound("difficulty_not_found")
    return found


def list_difficulties(
    desk: DifficultyDesk,
    reader: Actor,
    wanted: WantedDifficulties,
    limit: int,
    position: Position | None,
) -> Page[Difficulty]:
    """The newest first: of one's own agency, or for the province of all or of one.

    Raises NotFound for an agency that is not the reader's to see.
    """
    part, today = ALL_AGENCIES, local_date(desk.clock.now())
    if wanted.agency is not None or not reader.province:
        part = agency_meant(desk.directory, reader, wanted.agency)
    isolation = Isolation(desk.faults, Work.SHOW)

    def is_wanted(one: Difficulty) -> bool:
        return wanted.state in (None, one.state) and (not wanted.overdue or one.is_overdue(today))

    return desk.kept.store.page([part], limit, position, isolation, is_wanted)


def compile_difficulties(
    desk: DifficultyDesk, reader: Actor, wanted: WantedDifficulties
) -> Page[Difficulty]:
    """All that the list has, for one sheet; `more` says that it would be too long."""
    return list_difficulties(desk, reader, wanted, MOST_COMPILED, None)


def assign_difficulty(
    desk: DifficultyDesk, change: DifficultyChange, owner: str, due: date
) -> Difficulty:
    """Give it an owner and a day; the same again changes nothing.

    Raises Invalid, Forbidden (the province's alone), VersionMissing, Stale.
    """
    faults = []
    agency = desk.directory.agency(owner)
    if agency is None or agency.is_external:
        faults.append(Fault(("owner",), "unknown_agency"))
    if due < local_date(desk.clock.now()):
        faults.append(Fault(("due",), "day_is_over"))
    if faults:
        raise Invalid(faults)
    if not change.actor.province or change.actor.role not in _SOLVERS:
        raise Forbidden("not_yours_to_change")
    before = change.before
    if (before.owner, before.due, before.solved_at) == (owner, due, None):
        return _followed(desk, change, before)
    check_version(change.expected_version, before.version)
    return _changed(desk, change, assigned(before, owner, due, desk.clock.now(), change.actor.id))


def solve_difficulty(desk: DifficultyDesk, change: DifficultyChange, solution: str) -> Difficulty:
    """By a leader of the owner, or the province; the same again changes nothing.

    Raises Forbidden, VersionMissing, Stale, Conflict (`difficulty_without_owner`).
    """
    actor, before = change.actor, change.before
    own = actor.agency == before.owner and actor.role in _SOLVERS
    if not own and not (actor.province and actor.role in _SOLVERS):
        raise Forbidden("not_yours_to_change")
    if before.solved_at is not None and before.solution == solution:
        return _followed(desk, change, before)
    check_version(change.expected_version, before.version)
    return _changed(desk, change, solved(before, solution, desk.clock.now(), actor.id))


def _changed(desk: DifficultyDesk, change: DifficultyChange, after: Difficulty) -> Difficulty:
    what = {
        "agency": after.agency,
        "owner": after.owner,
        "state": after.state.value,
        "due": after.due.isoformat() if after.due else None,
        "version": after.version,
    }
    told = AuditEvent(
        AuditKind.DIFFICULTY_CHANGED, after.changed_at, change.actor, change.correlation_id, what
    )
    if not desk.kept.store.put(after, change.before, told):
        raise Stale("stale_version")
    return _followed(desk, change, after)


def _followed(desk: DifficultyDesk, change: DifficultyChange, after: Difficulty) -> Difficulty:
    """With its reminders as they are to be by now; a repeated request finds them so."""
    follow_up(desk.reminders(), change.before, after, change.correlation_id)
    return after
