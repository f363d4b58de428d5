"""Who was at a session: by the code on its screen, or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from chalicelib.agencies.domain.agencies import Officer
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid, TooMany
from chalicelib.kernel.faults import Work
from chalicelib.kernel.ids import is_officer_id
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.quotas import Quota
from chalicelib.trainings.application.trainings import TrainingCall, TrainingDesk, check_holder
from chalicelib.trainings.domain.trainings import (
    Attendance,
    Training,
    attendance_id,
    is_shown,
    session_part,
)

MOST_BY_HAND = 200
"""Officers of one list."""
MOST_COMPILED = 5000
"""Lines of one sheet."""
_DAY = timedelta(days=1)
_WRONG_CODES = Quota(10, _DAY)
"""Of one officer; all sessions count together."""
_WRONG_CODES_HERE = Quota(300, _DAY)
"""Of all officers at one session."""
_ATTEMPTS = 12


class AttendanceOutcome(StrEnum):
    """What became of one line of a list."""

    RECORDED = "recorded"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class AttendanceResult:
    """One officer of a list; `code` says why it was refused."""

    officer: str
    outcome: AttendanceOutcome
    code: str | None = None


@dataclass(frozen=True)
class SeenOfficer:
    """Somebody who was there, and who that is; None: nobody of the directory any more."""

    attendance: Attendance
    officer: Officer | None


def attend_by_code(
    desk: TrainingDesk, training: Training, code: str, call: TrainingCall
) -> Attendance:
    """The actor is there. Typed again, it is the same.

    A try is counted before it is looked at, and given back if it was right. Raises Forbidden
    (`training_not_for_you`), Conflict (`training_cancelled`, `attendance_closed`), TooMany
    (`too_many_screen_codes`) and Invalid (`wrong_screen_code`).
    """
    now, actor = desk.clock.now(), call.actor
    if not training.is_for(actor):
        raise Forbidden("training_not_for_you")
    training.check_open(now)
    counted = (
        (f"attendance-{actor.id}", [_WRONG_CODES]),
        (f"attendance-at-{training.id}", [_WRONG_CODES_HERE]),
    )
    for place, (subject, quotas) in enumerate(counted):
        if wait := desk.limiter.take(subject, quotas, now):
            for before, of_it in counted[:place]:  # what is not looked at costs nobody a try
                desk.limiter.give_back(before, of_it, now)
            raise TooMany("too_many_screen_codes", wait)
    if not is_shown(training, code, now):
        raise Invalid([Fault(("code",), "wrong_screen_code")])
    for subject, quotas in counted:
        desk.limiter.give_back(subject, quotas, now)
    return _say(desk, training, actor.id, call, present=True)[0]


def attend_by_hand(
    desk: TrainingDesk,
    training: Training,
    officers: Sequence[str],
    call: TrainingCall,
    *,
    present: bool,
) -> list[AttendanceResult]:
    """Each officer of the list was there, or was not after all: each for itself.

    Also those for whom the session was not; before it begins nobody was there. Raises Forbidden,
    Conflict (`training_cancelled`, `training_not_begun`) and Invalid for who is named twice.
    """
    faults = [
        Fault(("officers", place), "listed_twice")
        for place, one in enumerate(officers)
        if one in officers[:place]
    ]
    if faults:
        raise Invalid(faults)
    check_holder(training, call.actor)
    if training.cancelled:
        raise Conflict("training_cancelled")
    if desk.clock.now() < training.starts_at:
        raise Conflict("training_not_begun")
    isolation = Isolation(desk.faults, Work.ATTEND)
    results = []
    for officer in officers:
        result = AttendanceResult(officer, AttendanceOutcome.REFUSED, "internal")
        with isolation.of(officer):
            result = _by_hand(desk, training, officer, call, present=present)
        results.append(result)
    return results


def list_attendances(
    desk: TrainingDesk, training: Training, limit: int, position: Position | None
) -> Page[SeenOfficer]:
    """Who was there, with names."""
    isolation = Isolation(desk.faults, Work.SHOW)
    part = [session_part(training.id)]
    found = desk.kept.attendances.page(part, limit, position, isolation, lambda one: one.present)
    return found.of(lambda one: SeenOfficer(one, desk.directory.officer(one.officer)))


def compile_attendances(desk: TrainingDesk, training: Training) -> Page[SeenOfficer]:
    """All of them, for one sheet."""
    return list_attendances(desk, training, MOST_COMPILED, None)


def _by_hand(
    desk: TrainingDesk, training: Training, officer: str, call: TrainingCall, *, present: bool
) -> AttendanceResult:
    known = desk.directory.officer(officer) if is_officer_id(officer) else None
    if known is None:
        return AttendanceResult(officer, AttendanceOutcome.REFUSED, "unknown_officer")
    _, changed = _say(desk, training, officer, call, present=present)
    outcome = AttendanceOutcome.RECORDED if changed else AttendanceOutcome.UNCHANGED
    return AttendanceResult(officer, outcome)


def _say(
    desk: TrainingDesk, training: Training, officer: str, call: TrainingCall, *, present: bool
) -> tuple[Attendance, bool]:
    """What is kept of it, and whether that is new."""
    store, part = desk.kept.attendances, session_part(training.id)
    for _ in range(_ATTEMPTS):
        before = store.find(part, attendance_id(officer, training.id))
        if before and before.present == present:
            return before, False
        now, version = desk.clock.now(), before.version + 1 if before else 1
        said = Attendance(training.id, officer, version, present, now, call.actor.id)
        if not present and before is None:
            return said, False
        what = {"officer": officer, "present": present, "version": version}
        about = f"trainings#{training.id}"
        told = AuditEvent(
            AuditKind.ATTENDANCE_SAID, now, call.actor, call.correlation_id, what, about=about
        )
        if store.put(said, before, told):
            return said, True
    raise TooMany("too_busy", 1)
