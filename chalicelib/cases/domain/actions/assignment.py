"""Who handles the case. Source: docs/handbook.md §3 (assign, return)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Assign, Return
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid
from chalicelib.rules.domain.urgencies import Urgency

_BINDERS = frozenset({Role.INTAKE, Role.SUPERVISOR})


def assign(case: Case, command: Assign, about: Circumstances) -> Outcome:
    """Give the case to an agency; co-ordinating agencies bring the longer limit, same start.

    The return window runs from the moment the agency got it: a new officer within the same
    agency does not open it again. The assignment after the last allowed return is binding.
    """
    _check(case, command, about)
    handed_over = case.agency != command.agency
    binding = command.binding or case.returns >= about.policy.max_returns
    changed = replace(
        case,
        agency=command.agency,
        officer=command.officer,
        coordinating=command.coordinating,
        binding=binding if handed_over or command.binding else case.binding,
        assigned_at=about.now if handed_over or case.assigned_at is None else case.assigned_at,
    )
    if command.coordinating and not case.coordinating:
        changed = _made_complex(changed, about)
    before = _last_agency(case)
    facts = {
        "rerouted": before not in (None, command.agency),
        "previous_agency": before,
        "handed_over": handed_over,
    }
    return Outcome(changed, note=command.note, internal=True, facts=facts)


def hand_back(case: Case, command: Return, about: Circumstances) -> Outcome:
    """Return to the intake desk: wrong agency. Refused when binding or too late."""
    if case.binding:
        raise Conflict("binding_assignment")
    limit = about.policy.return_window
    if case.assigned_at is None or about.now > about.calendar.due(limit, case.assigned_at):
        raise Conflict("return_window_over")
    facts = {"suggested_agency": command.suggested_agency, "returns": case.returns + 1}
    changed = replace(without_agency(case), returns=case.returns + 1)
    return Outcome(changed, note=command.reason, internal=True, facts=facts)


def without_agency(case: Case) -> Case:
    """Back at the intake desk, which assigns it anew."""
    return replace(
        case, agency=None, officer=None, coordinating=(), binding=False, assigned_at=None
    )


def _check(case: Case, command: Assign, about: Circumstances) -> None:
    role = about.actor.role
    if role is Role.LEADER and command.agency != about.actor.agency:
        raise Invalid([Fault(("agency",), "not_own_agency")])
    if command.binding and role not in _BINDERS:
        raise Forbidden("binding_not_allowed")
    if command.agency in command.coordinating:
        raise Invalid([Fault(("coordinating",), "lead_is_coordinating")])


def _made_complex(case: Case, about: Circumstances) -> Case:
    if case.clock is None:
        return case
    limit = about.policy.handling_limit(Urgency.COMPLEX)
    clock = case.clock.change_limit(limit, about.now, about.calendar)
    return replace(case, urgency=Urgency.COMPLEX, clock=clock)


def _last_agency(case: Case) -> str | None:
    """The agency that had the case before, also across a return to the intake desk."""
    return next((e.agency for e in reversed(case.timeline) if e.agency), None)
