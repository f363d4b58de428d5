"""One command to one case: permission, version, workflow table, rules, timeline.

The checks come in the order of the HTTP contract: not allowed, no version, stale version,
wrong state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.cases.domain.actions import (
    afterwards,
    answers,
    assignment,
    disputes,
    handling,
    intake,
    parts,
    publishing,
    referring,
    reinspecting,
    reminders,
    words,
)
from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.actions.recomputation import recompute
from chalicelib.cases.domain.cases import Case, record
from chalicelib.cases.domain.commands import Close, Command, Reopen
from chalicelib.cases.domain.permissions import RulesNow, allowed_actions, may_ever, parties
from chalicelib.cases.domain.room import takes_more_than_there_is
from chalicelib.cases.domain.time_events import settle_before
from chalicelib.cases.domain.workflow import Action, State, Step, destination, find_step
from chalicelib.kernel.actors import SCHEDULE, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Stale, VersionMissing

_ILLEGAL = "illegal_transition"
_Handler = Callable[[Case, Any, Circumstances], Outcome]

HANDLERS: dict[Action, _Handler] = {
    Action.REQUEST_INFO: intake.request_info,
    Action.SUPPLEMENT: intake.supplement,
    Action.GIVE_UP_WAITING: intake.give_up_waiting,
    Action.ACCEPT: intake.accept,
    Action.REJECT: intake.reject,
    Action.REDIRECT: intake.redirect,
    Action.MARK_DUPLICATE: intake.mark_duplicate,
    Action.UNMARK_DUPLICATE: intake.unmark_duplicate,
    Action.WITHDRAW: intake.withdraw,
    Action.ASSIGN: assignment.assign,
    Action.HAND_OVER: assignment.hand_over,
    Action.RETURN: assignment.hand_back,
    Action.START: handling.start,
    Action.REQUEST_EXTENSION: handling.request_extension,
    Action.DECIDE_EXTENSION: handling.decide_extension,
    Action.PROPOSE_ANSWER: answers.propose_answer,
    Action.APPROVE: answers.approve,
    Action.SEND_BACK: answers.send_back,
    Action.RATE: afterwards.rate,
    Action.REOPEN: afterwards.reopen,
    Action.CLOSE: afterwards.close,
    Action.SNOOZE: reminders.snooze,
    Action.ACKNOWLEDGE: reminders.acknowledge,
    Action.RECORD_ANSWER: answers.record_answer,
    Action.CORRECT_ANSWER: answers.correct_answer,
    Action.ASK_PART: parts.ask_part,
    Action.ASSIGN_PART: parts.assign_part,
    Action.ANSWER_PART: parts.answer_part,
    Action.NOTE: words.note,
    Action.COMMENT: words.comment,
    Action.REFER: referring.refer,
    Action.REVOKE_REFERRAL: referring.revoke_referral,
    Action.REPLY_TO_REFERRAL: referring.reply_to_referral,
    Action.PUBLISH: publishing.publish,
    Action.DISPUTE: disputes.raise_dispute,
    Action.ANSWER_DISPUTE: disputes.answer_dispute,
    Action.REINSPECT: reinspecting.reinspect,
    Action.SET_VISIBILITY: publishing.set_visibility,
}


def apply(
    case: Case,
    command: Command,
    about: Circumstances,
    expected_version: int | None = None,
    *,
    version_needed: bool = False,
) -> Case:
    """The case's next version.

    Raises Forbidden (not this person's action), VersionMissing (a version is needed and none
    was named), Stale (another version was seen), Conflict (`illegal_transition` with the actions
    that are allowed, `case_full`, or the rule that stands against it) or Invalid (a field against a
    rule).
    """
    try:
        return _applied(case, command, about, expected_version, version_needed)
    except Conflict as error:
        if error.code != _ILLEGAL:
            raise
        rules = RulesNow(about.policy, about.calendar, about.now)
        allowed = allowed_actions(about.actor, case, about.sole_staff, rules)
        raise Conflict(_ILLEGAL, {"allowed_actions": tuple(allowed)}) from None


def _applied(
    case: Case,
    command: Command,
    about: Circumstances,
    expected_version: int | None,
    version_needed: bool,
) -> Case:
    if not may_ever(about.actor, command.action, case, about.sole_staff):
        raise Forbidden("action_not_allowed")
    if expected_version is None and version_needed:
        raise VersionMissing
    if expected_version is not None and expected_version != case.version:
        raise Stale("stale_version")
    settled = recompute(settle_before(case, about), about, case.version + 1)
    begun = replace(settled, version=case.version + 1, updated_at=about.now)
    step = _step(begun, command, about)
    if about.actor.role is not Role.SYSTEM and takes_more_than_there_is(begun, command.action):
        raise Conflict("case_full")
    changed = _take(begun, command, step, about)
    changed = _reopened_by_disputes(_closed_by_rating(changed, about), about)
    changed = _reopened_by_reinspection(changed, about)
    changed = _running_on(changed, about)
    return _late_at_once(begun, changed, about)


def _step(case: Case, command: Command, about: Circumstances) -> Step:
    for party in parties(about.actor, case, about.sole_staff):
        step = find_step(command.action, case.position, party)
        if step is not None:
            return step
    raise Conflict(_ILLEGAL)


def _take(case: Case, command: Command, step: Step, about: Circumstances) -> Case:
    state = destination(step, case.position)
    outcome = HANDLERS[command.action](case, command, about)
    return record(
        replace(outcome.case, state=state),
        command.action,
        about.actor,
        about.now,
        case.state,
        note=outcome.note,
        internal=outcome.internal,
        facts=outcome.facts,
    )


def _running_on(case: Case, about: Circumstances) -> Case:
    """A wait that begins when the cap is used up: the clock never stands (§3, request_info)."""
    asked_now = case.asked_at is not None and case.timeline[-1].action is Action.REQUEST_INFO
    if not asked_now or case.clock is None or case.clock.is_standing(about.now):
        return case
    return record(case, Action.CLOCK_RUNS_ON, SCHEDULE, about.now, case.state)


def _late_at_once(before: Case, case: Case, about: Circumstances) -> Case:
    """A shorter limit whose end has passed already: that is late from now on."""
    if before.overdue or not case.overdue:
        return case
    return record(case, Action.BECOME_OVERDUE, SCHEDULE, about.now, case.state)


def _closed_by_rating(case: Case, about: Circumstances) -> Case:
    """Three stars or more close an answered case at once (§3, close)."""
    rated_now = case.timeline[-1].action is Action.RATE
    content = case.rating is not None and case.rating.stars >= about.policy.closing_stars
    settled = content and not case.open_disputes()
    if not (rated_now and settled and case.state is State.ANSWERED):
        return case
    return _by_system(case, Close(), about)


def _reopened_by_disputes(case: Case, about: Circumstances) -> Case:
    """Enough people say that it is not so (§11): at once."""
    disputed_now = case.timeline[-1].action is Action.DISPUTE
    if not (disputed_now and disputes.reopens(case, about)):
        return case
    return _by_system(case, Reopen(""), about)


def _reopened_by_reinspection(case: Case, about: Circumstances) -> Case:
    """What was answered is not true (§3): by the supervisor who has seen it, at once."""
    if not reinspecting.reopens_by_reinspection(case, about):
        return case
    command = Reopen("")
    return _take(case, command, _step(case, command, about), about)


def _by_system(case: Case, command: Command, about: Circumstances) -> Case:
    by_system = replace(about, actor=SCHEDULE)
    return _take(case, command, _step(case, command, by_system), by_system)
