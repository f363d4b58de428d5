"""Answers are drawn, and looked at once more. Source: docs/handbook.md §3.

What does not hold goes back to work in the same write, as far as the table lets a supervisor reopen
it; beyond that it is only counted.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.domain.actions.afterwards import is_within
from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.drawn_answers import answered_it, present_reinspection
from chalicelib.cases.domain.reinspection_commands import Reinspect
from chalicelib.cases.domain.reinspections import Reinspection, is_drawn
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.errors import Conflict, Forbidden


def with_draw(case: Case, about: Circumstances) -> Case:
    """The case that has just been answered, drawn or not."""
    policy, number = about.policy.reinspections, case.round.number
    percent = policy.low_rated_percent if about.low_rated else policy.percent
    if not is_drawn(policy, case.code, number, percent):
        return case
    drawn = Reinspection(number, about.now, percent)
    return replace(case, reinspections=(*case.reinspections, drawn))


def reinspect(case: Case, command: Reinspect, about: Circumstances) -> Outcome:
    """Once an answer, and by nobody who answered it or corrected the answer."""
    drawn = present_reinspection(case)
    if drawn is None:
        raise Conflict("not_drawn")
    if drawn.inspected_at is not None:
        raise Conflict("already_reinspected")
    if answered_it(case, about.actor.id):
        raise Forbidden("own_answer")
    found = replace(
        drawn,
        inspected_at=about.now,
        by=about.actor.id,
        holds=command.holds,
        note=command.note,
        evidence=command.evidence,
    )
    changed = replace(case, reinspections=(*case.reinspections[:-1], found))
    facts = {"holds": command.holds}
    return Outcome(changed, note=command.note, internal=True, facts=facts)


def reopens_by_reinspection(case: Case, about: Circumstances) -> bool:
    """Whether it was just found that the answer does not hold, and the case may be reopened."""
    line = case.timeline[-1]
    if line.action is not Action.REINSPECT or line.facts["holds"]:
        return False
    policy = about.policy
    return case.reopenings < policy.max_reopenings and is_within(
        case, about.now, policy.reopen_days
    )
