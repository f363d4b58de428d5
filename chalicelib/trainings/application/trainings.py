"""Training sessions are planned, changed and listed."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Fault, Forbidden, Invalid, NotFound, Stale
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.ids import is_sortable_id, sortable_id
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.quotas import Limiter
from chalicelib.kernel.versions import check_version
from chalicelib.trainings.application.ports import TrainingStore
from chalicelib.trainings.domain.trainings import (
    ALL_SESSIONS,
    FOR_EVERYBODY,
    Material,
    Training,
    training_faults,
)

_HOLDERS = frozenset({Role.LEADER, Role.ADMINISTRATOR})
_SECRET_BYTES = 20
MOST_AGENCIES_CHANGED = 95
"""Old and new ones together: each has a list, and all of them are written at once."""


@dataclass(frozen=True)
class TrainingDesk:
    """What the use cases of sessions need."""

    kept: TrainingStore
    directory: Directory
    clock: Clock
    limiter: Limiter
    faults: Faults


@dataclass(frozen=True)
class PlannedTraining:
    """A session as it is wished. `agencies` None: the holder's own, or for the province all."""

    title: str
    purpose: str
    starts_at: datetime
    ends_at: datetime
    place: str | None
    link: str | None
    agencies: tuple[str, ...] | None
    roles: tuple[Role, ...]
    materials: tuple[Material, ...]
    cancelled: bool = False


@dataclass(frozen=True)
class TrainingCall:
    """Who plans or changes; `seed` derives the id of a repeated request."""

    actor: Actor
    correlation_id: str
    seed: str = ""
    expected_version: int | None = None


def plan_training(desk: TrainingDesk, planned: PlannedTraining, call: TrainingCall) -> Training:
    """A new session, held by the actor's agency. Raises Invalid with all that is wrong."""
    now = desk.clock.now()
    new = _as_planned(
        planned,
        call.actor,
        Training(
            id=sortable_id(now, call.seed, "training"),
            version=1,
            agency=call.actor.agency or "",
            title=planned.title,
            purpose=planned.purpose,
            starts_at=planned.starts_at,
            ends_at=planned.ends_at,
            place=planned.place,
            link=planned.link,
            agencies=(),
            roles=planned.roles,
            materials=planned.materials,
            cancelled=planned.cancelled,
            secret=secrets.token_hex(_SECRET_BYTES),
            changed_at=now,
            changed_by=call.actor.id,
        ),
    )
    _check(desk, new, call.actor)
    if desk.kept.sessions.put(new, None, _told(new, call)):
        return new
    return desk.kept.sessions.find(ALL_SESSIONS, new.id) or new


def change_training(
    desk: TrainingDesk, before: Training, planned: PlannedTraining, call: TrainingCall
) -> Training:
    """The next version; the same again changes nothing.

    Raises Invalid, Forbidden, VersionMissing and Stale.
    """
    wished = replace(
        before,
        title=planned.title,
        purpose=planned.purpose,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        place=planned.place,
        link=planned.link,
        roles=planned.roles,
        materials=planned.materials,
        cancelled=planned.cancelled,
    )
    wished = _as_planned(planned, call.actor, wished)
    _check(desk, wished, call.actor)
    check_holder(before, call.actor)
    if len({*before.agencies, *wished.agencies}) > MOST_AGENCIES_CHANGED:
        most = {"max": MOST_AGENCIES_CHANGED}
        raise Invalid([Fault(("agencies",), "too_many_agencies_changed", most)])
    if wished == before:
        return before
    check_version(call.expected_version, before.version)
    now = desk.clock.now()
    changed = replace(wished, version=before.version + 1, changed_at=now, changed_by=call.actor.id)
    if not desk.kept.sessions.put(changed, before, _told(changed, call)):
        raise Stale("stale_version")
    return changed


def find_training(desk: TrainingDesk, reader: Actor, id: str) -> Training:
    """As it stands; raises NotFound for what is not there or not the reader's to see."""
    found = desk.kept.sessions.find(ALL_SESSIONS, id) if is_sortable_id(id) else None
    if found is None or not may_see(found, reader):
        raise NotFound("training_not_found")
    return found


def may_see(training: Training, reader: Actor) -> bool:
    """Whoever holds it, whomever it is for, and the province."""
    if reader.province or reader.agency == training.agency:
        return True
    return not training.agencies or reader.agency in training.agencies


def may_hold(training: Training, actor: Actor) -> bool:
    """Whether the session is this person's to change: the agency's leaders', the province's."""
    return actor.role in _HOLDERS and (actor.province or actor.agency == training.agency)


def check_holder(training: Training, actor: Actor) -> None:
    """Raise Forbidden unless the session is this person's to change."""
    if not may_hold(training, actor):
        raise Forbidden("not_yours_to_change")


def list_trainings(
    desk: TrainingDesk, reader: Actor, limit: int, position: Position | None
) -> Page[Training]:
    """Those that the reader may see, the last planned first."""
    parts = [ALL_SESSIONS] if reader.province else [reader.agency or "", FOR_EVERYBODY]
    isolation = Isolation(desk.faults, Work.SHOW)
    return desk.kept.sessions.page(parts, limit, position, isolation)


def _as_planned(planned: PlannedTraining, actor: Actor, training: Training) -> Training:
    own = () if actor.province else (training.agency,)
    return replace(training, agencies=own if planned.agencies is None else planned.agencies)


def _check(desk: TrainingDesk, training: Training, actor: Actor) -> None:
    if faults := [*training_faults(training), *_unreached(desk, training, actor)]:
        raise Invalid(faults)


def _unreached(desk: TrainingDesk, training: Training, actor: Actor) -> Iterator[Fault]:
    """Agencies without anybody to come; and a leader holds sessions for their own agency."""
    if not actor.province and training.agencies != (training.agency,):
        yield Fault(("agencies",), "own_agency_only")
        return
    for place, id in enumerate(training.agencies):
        agency = desk.directory.agency(id)
        if agency is None or agency.is_external:
            yield Fault(("agencies", place), "unknown_agency")


def _told(training: Training, call: TrainingCall) -> AuditEvent:
    what = {
        "agency": training.agency,
        "version": training.version,
        "agencies": list(training.agencies),
        "cancelled": training.cancelled,
    }
    at = training.changed_at
    return AuditEvent(AuditKind.TRAINING_CHANGED, at, call.actor, call.correlation_id, what)
