"""Open cases follow an edit of the calendar or of the reminders, in batches that can be stopped.

Every step is idempotent: a case that is there already stays as it is, and runs that overlap write
under the case's version. So a run may end anywhere, and the next one goes on. A case that cannot
follow is named, and tried again with growing waits until it can; only then the pass is done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.open_cases import open_case, open_cases
from chalicelib.cases.application.transitions import circumstances, save
from chalicelib.cases.domain.actions.circumstances import Circumstances
from chalicelib.cases.domain.actions.recomputation import recompute
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.time_events import next_at, settle_before
from chalicelib.kernel.actors import SCHEDULE, Actor
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.rule_edits.application.ports import Recomputations
from chalicelib.rule_edits.domain.recomputation import Progress, Recomputation, begun, settled

BATCH = 25
"""Cases between two marks of how far it came."""
_TRIES = 4


@dataclass(frozen=True)
class RecomputationDesk:
    """What it needs."""

    cases: CaseDesk
    progress: Recomputations


def keep_up(desk: RecomputationDesk, correlation_id: str, may_go_on: Callable[[], bool]) -> int:
    """Begin what a new version asks for, go on with what has begun; how many cases were seen."""
    present = _present(desk)
    seen = 0
    while present is not None and present.at_work(desk.cases.clock.now()) and may_go_on():
        later, looked = _step(desk, present, correlation_id)
        seen += looked
        present = later if desk.progress.put(later) else desk.progress.find()
    return seen


def _step(
    desk: RecomputationDesk, present: Recomputation, correlation_id: str
) -> tuple[Recomputation, int]:
    """One batch, or those that failed once more; how many cases that were."""
    if present.again:
        codes = present.again[:BATCH]
        moved, failed = _follow_all(desk.cases, present, codes, correlation_id)
        now = desk.cases.clock.now()
        return present.tried_again(now, len(codes), moved, failed), len(codes)
    page = open_cases(desk.cases, BATCH, dict(present.position) or None)
    moved, failed = _follow_all(desk.cases, present, page.items, correlation_id)
    now, count = desk.cases.clock.now(), len(page.items)
    return present.went_on(now, count, moved, page.position, failed), count


def _follow_all(
    desk: CaseDesk, towards: Recomputation, codes: Sequence[str], correlation_id: str
) -> tuple[int, tuple[str, ...]]:
    """How many clocks changed, and which cases could not follow."""
    isolation = Isolation(desk.faults, Work.FOLLOW)
    return follow_all(desk, towards, codes, isolation, correlation_id), isolation.things


def follow_all(
    desk: CaseDesk,
    towards: Recomputation,
    codes: Sequence[str],
    isolation: Isolation,
    correlation_id: str,
) -> int:
    """Bring these cases there; how many clocks changed. The isolation keeps those that could not
    follow."""
    moved = 0
    for code in codes:
        with isolation.of(code):
            moved += _follow(desk, towards, code, correlation_id)
    return moved


def begin(desk: RecomputationDesk) -> Recomputation | None:
    """The pass towards the versions in force, begun if there is none yet; None where somebody else
    begins it at this moment."""
    return _present(desk)


def finish(
    desk: RecomputationDesk, towards: Recomputation, looked: int, moved: int, failed: Sequence[str]
) -> Recomputation:
    """All cases were looked at outside the schedule's run: the pass is over, but for those that
    failed. Left as it is where it leads elsewhere by now, was stopped, or is done."""
    for _ in range(_TRIES):
        present, now = read_progress(desk), desk.cases.clock.now()
        same = present.is_towards(towards.calendar, towards.policy)
        if not same or present.progress is not Progress.RUNNING:
            return present
        later = present.went_on(now, looked, moved, None, tuple(failed))
        if desk.progress.put(later):
            return later
    raise Conflict("busy")


def read_progress(desk: RecomputationDesk) -> Recomputation:
    """How far it is; raises NotFound before the schedule's first run."""
    present = desk.progress.find()
    if present is None:
        raise NotFound("not_found")
    return present


def turn(
    desk: RecomputationDesk, progress: Progress, actor: Actor, correlation_id: str
) -> Recomputation:
    """Stop it, or let it go on; one that is done stays so. Raises Conflict (`busy`)."""
    for _ in range(_TRIES):
        present, now = read_progress(desk), desk.cases.clock.now()
        turned = present.turned(progress, now)
        what = {"before": present.progress.value, "after": turned.progress.value}
        event = AuditEvent(AuditKind.RECOMPUTATION_TURNED, now, actor, correlation_id, what)
        if turned is present or desk.progress.put(turned, event):
            return turned
    raise Conflict("busy")


def _present(desk: RecomputationDesk) -> Recomputation | None:
    """Towards the versions in force. What a process remembers never leads back to older ones."""
    directory, now = desk.cases.directory, desk.cases.clock.now()
    present = desk.progress.find()
    calendar, policy = directory.calendar().version, directory.policy().version
    if present is None:
        first = settled(calendar, policy, now)
        return first if desk.progress.put(first) else None
    calendar, policy = max(calendar, present.calendar), max(policy, present.policy)
    if present.is_towards(calendar, policy):
        return present
    later = begun(present, calendar, policy, now)
    return later if desk.progress.put(later) else None


def _follow(desk: CaseDesk, towards: Recomputation, code: str, correlation_id: str) -> bool:
    """Bring one case there; whether its clock changed."""
    for _ in range(_TRIES):
        case = open_case(desk, code)
        if case is None:
            return False
        about = _under(desk, towards, case)
        changed = recompute(settle_before(case, about, reminding=True), about, case.version + 1)
        if len(changed.timeline) == len(case.timeline):
            desk.cases.reschedule(case, next_at(case, about.policy, about.calendar))
            return False
        changed = replace(changed, updated_at=about.now)
        if save(desk, changed, case, about, correlation_id):
            return changed.clock != case.clock
    return False  # whoever is changing it again and again brings it there


def _under(desk: CaseDesk, towards: Recomputation, case: Case) -> Circumstances:
    about = circumstances(desk, case, SCHEDULE)
    reminders = desk.directory.policy(towards.policy).reminders
    return replace(
        about,
        policy=replace(about.policy, reminders=reminders),
        calendar=desk.directory.calendar(towards.calendar),
    )
