"""From reception to acceptance, and the ways out. Source: docs/handbook.md §3."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.domain.actions.assignment import without_agency
from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Addition, Case, Fact
from chalicelib.cases.domain.commands import (
    Accept,
    GiveUpWaiting,
    MarkDuplicate,
    Redirect,
    Reject,
    RequestInfo,
    Supplement,
    UnmarkDuplicate,
    Withdraw,
)
from chalicelib.cases.domain.permissions import may_accept
from chalicelib.cases.domain.publication import is_in_doubt
from chalicelib.cases.domain.visibility import Publication, Visibility
from chalicelib.cases.domain.workflow import NO_PARENTS, State
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid
from chalicelib.rules.domain.urgencies import Urgency
from chalicelib.worktime.domain.deadlines import start_clock


def accept(case: Case, command: Accept, about: Circumstances) -> Outcome:
    """Set category, urgency and visibility; the handling clock starts.

    Raises Forbidden (`category_not_of_desk`) where the policy leaves either category, that of
    before or that of now, to the province's desk.

    A category that is changed without naming an urgency brings its own default, unless the case
    was urgent already.
    """
    category = command.category or case.category
    if not all(may_accept(about.actor, one, about.policy) for one in (case.category, category)):
        raise Forbidden("category_not_of_desk")
    urgency = command.urgency or case.urgency
    if command.urgency is None and category != case.category and case.urgency != Urgency.URGENT:
        urgency = about.category.default_urgency
    limit, cap = about.policy.handling_limit(urgency), about.policy.pause_cap
    clock = start_clock("handling", limit, about.now, about.calendar, cap)
    clock = clock.carry_pauses(case.clock)
    changed = replace(
        case,
        category=category,
        urgency=urgency,
        visibility=command.visibility or case.visibility,
        clock=clock,
    )
    changed = _with_public_form(changed, about)
    facts: dict[str, Fact] = {
        "urgency": urgency,
        "urgency_lowered": case.urgency == Urgency.URGENT and urgency != Urgency.URGENT,
        "recategorised": category != case.category,
        "publication_waits": changed.visibility == Visibility.PUBLIC and is_in_doubt(changed),
    }
    return Outcome(changed, facts={name: value for name, value in facts.items() if value})


def _with_public_form(case: Case, about: Circumstances) -> Case:
    """With the names that it must not say."""
    if case.publication is not None or about.reporter_names is None:
        return case
    return replace(case, publication=Publication(about.reporter_names))


def reject(case: Case, command: Reject, about: Circumstances) -> Outcome:
    """End the round with a reason from the list and a text to the citizen."""
    if command.reason not in about.policy.rejection_reasons:
        raise Invalid([Fault(("reason",), "not_one_of", {"allowed": about.policy.reason_list})])
    return Outcome(_ended(case), note=command.text, facts={"reason": command.reason})


def redirect(case: Case, command: Redirect, about: Circumstances) -> Outcome:
    """End the round: this channel is not for it."""
    return Outcome(_ended(case), note=command.text, facts={"where": command.where})


def request_info(case: Case, command: RequestInfo, about: Circumstances) -> Outcome:
    """Pause the clock until the citizen answers, or the cap or the patience is used up."""
    paused = case.clock and case.clock.pause(about.now, about.calendar)
    changed = replace(case, origin=case.state, clock=paused, asked_at=about.now)
    return Outcome(changed, note=command.question)


def supplement(case: Case, command: Supplement, about: Circumstances) -> Outcome:
    """Add what was asked for; the clock resumes."""
    addition = Addition(command.text, command.attachments, about.now)
    changed = replace(_resumed(case, about), additions=(*case.additions, addition))
    return Outcome(changed, note=command.text)


def give_up_waiting(case: Case, command: GiveUpWaiting, about: Circumstances) -> Outcome:
    """No reply in time: reject what was not yet taken in, else go on without the answer."""
    if case.origin is State.RECEIVED:
        return Outcome(_ended(case), facts={"reason": "no_reply"})
    return Outcome(_resumed(case, about))


def mark_duplicate(case: Case, command: MarkDuplicate, about: Circumstances) -> Outcome:
    """Point to the parent, which must be public or the same citizen's, and alive.

    A duplicate that the system takes on to its parent's own parent stays what it is: the clock
    stands, and whoever can see that parent, its answer is told.
    """
    parent = about.parent
    if parent is None or not _may_be_parent(parent, case):
        raise Invalid([Fault(("parent",), "not_a_parent")])
    changed = replace(case, duplicate_of=parent.code)
    if case.state is not State.DUPLICATE:
        stopped = case.clock and case.clock.mark_duplicate(about.now, about.calendar)
        changed = replace(changed, origin=case.state, clock=stopped)
    return Outcome(changed, facts={"parent": parent.code})


def unmark_duplicate(case: Case, command: UnmarkDuplicate, about: Circumstances) -> Outcome:
    """Back to where it was; the due time moves by the working time spent as a duplicate.

    By the system: the parent ended without an answer, and the case goes back to the intake desk.
    """
    running = case.clock and case.clock.unmark_duplicate(about.now, about.calendar)
    facts = {"parent": case.duplicate_of, "parent_ended": about.actor.role is Role.SYSTEM}
    changed = replace(case, origin=None, duplicate_of=None, clock=running)
    return Outcome(
        without_agency(changed, about) if facts["parent_ended"] else changed, facts=facts
    )


def withdraw(case: Case, command: Withdraw, about: Circumstances) -> Outcome:
    """The citizen takes it back."""
    return Outcome(_ended(case), note=command.reason)


def _may_be_parent(parent: Case, child: Case) -> bool:
    own = parent.reporter == child.reporter or child.state is State.DUPLICATE
    visible = parent.visibility == Visibility.PUBLIC or own
    return parent.code != child.code and visible and parent.state not in NO_PARENTS


def _resumed(case: Case, about: Circumstances) -> Case:
    if case.clock is None:
        raise Conflict("illegal_transition")
    running = case.clock.resume(about.now, about.calendar)
    return replace(case, clock=running, origin=None, asked_at=None)


def _ended(case: Case) -> Case:
    return replace(case, origin=None, asked_at=None)
