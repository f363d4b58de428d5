"""Who handles the case. Source: docs/handbook.md §3 (assign, return)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Assign, HandOver, Return
from chalicelib.cases.domain.parts import parts_for
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.worktime.domain.calendars import Calendar


def assign(case: Case, command: Assign, about: Circumstances) -> Outcome:
    """Give the case to an agency; co-ordinating agencies bring the longer limit, same start.

    Without them the limit is again that of the urgency it was accepted with, from the same start.

    The return window runs from the moment the agency got it: a new officer within the same
    agency does not open it again. The assignment after the last allowed return is binding.
    """
    coordinating = _coordinating(case, command, about)
    _check(case, command, coordinating, about)
    handed_over = case.agency != command.agency
    binding = command.binding or case.returns >= about.policy.max_returns
    changed = replace(
        case,
        agency=command.agency,
        officer=command.officer,
        coordinating=coordinating,
        parts=parts_for(coordinating, case.parts, about.now),
        binding=binding if handed_over or command.binding else case.binding,
        assigned_at=about.now if handed_over or case.assigned_at is None else case.assigned_at,
    )
    changed = _limited_anew(changed, case, about)
    before = _last_agency(case)
    facts = {"rerouted": before not in (None, command.agency), "handed_over": handed_over}
    return Outcome(changed, note=command.note, internal=True, facts=facts)


def hand_over(case: Case, command: HandOver, about: Circumstances) -> Outcome:
    """Another officer of the same agency goes on with it; neither clock nor state move."""
    if command.officer == case.officer:
        raise Invalid([Fault(("officer",), "has_it_already")])
    facts = {"from_officer": case.officer}
    changed = replace(case, officer=command.officer)
    return Outcome(changed, note=command.note, internal=True, facts=facts)


def hand_back(case: Case, command: Return, about: Circumstances) -> Outcome:
    """Return to the intake desk: wrong agency. Refused when binding or too late."""
    if case.binding:
        raise Conflict("binding_assignment")
    if is_past_return(case, about.policy, about.calendar, about.now):
        raise Conflict("return_window_over")
    facts = {"suggested_agency": command.suggested_agency}
    changed = replace(without_agency(case, about), returns=case.returns + 1)
    return Outcome(changed, note=command.reason, internal=True, facts=facts)


def is_past_return(case: Case, policy: Policy, calendar: Calendar, now: datetime) -> bool:
    """Whether it is too late to say that the case is another agency's."""
    return case.assigned_at is None or now > calendar.due(policy.return_window, case.assigned_at)


def without_agency(case: Case, about: Circumstances) -> Case:
    """Back at the intake desk, which assigns it anew."""
    changed = replace(
        case, agency=None, officer=None, coordinating=(), parts=(), binding=False, assigned_at=None
    )
    return _limited_anew(changed, case, about)


def _coordinating(case: Case, command: Assign, about: Circumstances) -> tuple[str, ...]:
    """Who is to co-ordinate. Left out, it is nobody; or as before where it is not theirs to say."""
    if command.coordinating is not None:
        return command.coordinating
    return () if about.actor.province else case.coordinating


def _check(
    case: Case, command: Assign, coordinating: tuple[str, ...], about: Circumstances
) -> None:
    """The province's desk and supervisors alone give a case to another agency, bind one, and say
    which co-ordinate; the router does with a case that no agency has, as its rule says."""
    actor = about.actor
    by_system = actor.role is Role.SYSTEM
    if not (actor.province or by_system or command.agency == actor.agency):
        raise Invalid([Fault(("agency",), "not_own_agency")])
    if command.binding and not actor.province:
        raise Forbidden("binding_not_allowed")
    routed = by_system and case.agency is None
    if set(coordinating) != set(case.coordinating) and not (actor.province or routed):
        raise Forbidden("coordinating_not_allowed")
    if command.agency in coordinating:
        raise Invalid([Fault(("coordinating",), "lead_is_coordinating")])


def _limited_anew(changed: Case, before: Case, about: Circumstances) -> Case:
    """The clock with the longer limit once agencies co-ordinate, with its own when none does."""
    if changed.clock is None or bool(changed.coordinating) == bool(before.coordinating):
        return changed
    urgency = Urgency.COMPLEX if changed.coordinating else before.accepted_urgency
    if urgency == changed.urgency:
        return changed
    limit = about.policy.handling_limit(urgency)
    clock = changed.clock.change_limit(limit, about.now, about.calendar)
    return replace(changed, urgency=urgency, clock=clock)


def _last_agency(case: Case) -> str | None:
    """The agency that had the case before, also across a return to the intake desk."""
    return next((e.agency for e in reversed(case.timeline) if e.agency), None)
