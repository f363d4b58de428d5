"""An open case under an edited calendar. Source: docs/handbook.md §4.

No row of the workflow table: the state stays. What the edit moved into the past happens at the
moment of the recomputation, since nobody could have known it before.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.domain.actions.circumstances import Circumstances
from chalicelib.cases.domain.cases import Case, Facts, record
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import SCHEDULE
from chalicelib.kernel.instants import store
from chalicelib.worktime.domain.deadlines import DeadlineClock
from chalicelib.worktime.domain.due_times import TICK


def recompute(case: Case, about: Circumstances, version: int) -> Case:
    """The case with its clock under the calendar of `about`, and a line that says so.

    The line belongs to `version`. A case whose clock stays as it is, or that is over, is itself.
    """
    if not case.is_open or case.clock is None:
        return case
    clock = case.clock.recompute(about.calendar, about.now)
    if _shown(clock) == _shown(case.clock):
        return case
    changed = replace(case, version=version, clock=clock)
    facts = _facts(case.clock, clock)
    told = record(changed, Action.RECOMPUTE, SCHEDULE, about.now, case.state, facts=facts)
    return _caught_up(case, told, about)


def _caught_up(before: Case, case: Case, about: Circumstances) -> Case:
    """What the new instants say should have happened already, before now: the rest still comes."""
    if before.clock is None or case.clock is None:
        return case
    settled_to = about.now - TICK
    if before.clock.is_standing(settled_to) and not case.clock.is_standing(settled_to):
        case = record(case, Action.CLOCK_RUNS_ON, SCHEDULE, about.now, case.state)
    if case.overdue and not before.overdue:
        case = record(case, Action.BECOME_OVERDUE, SCHEDULE, about.now, case.state)
    return case


def _facts(before: DeadlineClock, after: DeadlineClock) -> Facts:
    return {
        "calendar": after.calendar,
        "moved": after.due_at != before.due_at,
        "due_before": store(before.due_at),
    }


def _shown(clock: DeadlineClock) -> tuple[object, ...]:
    """What people see of a clock, and what time does by it."""
    return clock.due_at, clock.cap_reached_at, clock.provisional
