"""Answers to reminders and escalations: snooze, acknowledge. Source: docs/handbook.md §4.

Both are lines of the timeline that move nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.commands import Acknowledge, Snooze
from chalicelib.cases.domain.escalations import addressed, unacknowledged
from chalicelib.cases.domain.permissions import acting_roles
from chalicelib.cases.domain.snoozes import snoozer
from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid
from chalicelib.kernel.instants import store, wire


def snooze(case: Case, command: Snooze, about: Circumstances) -> Outcome:
    """No reminders of the case to this person until then; escalations come all the same.

    At most the policy's `snooze_limit`, and before the due time not beyond it.
    """
    roles = acting_roles(about.actor, case, about.sole_staff)
    to = snoozer(case, about.actor.id, roles)
    if to is None:
        raise Forbidden("action_not_allowed")
    until, latest = _until(command, about), _latest(case, about)
    if not about.now < until <= latest:
        field = "until" if command.until is not None else "working_hours"
        bounds = {"min": wire(about.now), "max": wire(latest)}
        raise Invalid([Fault((field,), "out_of_range", bounds)])
    facts = {"to": to.value, "until": store(until)}
    return Outcome(case, note=command.reason, internal=True, facts=facts)


def acknowledge(case: Case, command: Acknowledge, about: Circumstances) -> Outcome:
    """Whoever the case was escalated to has it in hand: it climbs no further by itself."""
    roles = acting_roles(about.actor, case, about.sole_staff)
    found = unacknowledged(case, addressed(roles))
    if not found:
        raise Conflict("nothing_to_acknowledge")
    facts = {escalation.to.value: True for escalation in found}
    return Outcome(case, note=command.note, internal=True, facts=facts)


def _until(command: Snooze, about: Circumstances) -> datetime:
    if command.until is not None:
        return command.until
    opening = about.calendar.next_opening(about.now)
    return about.calendar.add_working(opening, timedelta(hours=command.working_hours))


def _latest(case: Case, about: Circumstances) -> datetime:
    latest = about.calendar.due(about.policy.snooze_limit, about.now)
    if case.clock is None or case.clock.due_at <= about.now:
        return latest
    return min(latest, case.clock.due_at)
