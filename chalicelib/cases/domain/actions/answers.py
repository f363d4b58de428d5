"""From the draft to what the citizen reads. Source: docs/handbook.md §3."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.actions.parts import missing_parts
from chalicelib.cases.domain.actions.referring import bodies_asked
from chalicelib.cases.domain.actions.reinspecting import with_draw
from chalicelib.cases.domain.answer_commands import CorrectAnswer, RecordAnswer
from chalicelib.cases.domain.cases import Answer, Case
from chalicelib.cases.domain.commands import (
    Approve,
    ProposeAnswer,
    SendBack,
)
from chalicelib.kernel.errors import Conflict, Fault, Forbidden, Invalid
from chalicelib.kernel.instants import local_date


def propose_answer(case: Case, command: ProposeAnswer, about: Circumstances) -> Outcome:
    """Put text, and evidence where the category demands it, before the leader.

    With the parts of all co-ordinating agencies and of the bodies that are asked, or a reason for
    going without.
    """
    if about.category.evidence_required and not command.evidence:
        raise Invalid([Fault(("evidence",), "evidence_required")])
    missing = (*missing_parts(case), *bodies_asked(case, about))
    if missing and not command.without_parts:
        agencies = {"agencies": ", ".join(missing)}
        raise Invalid([Fault(("without_parts",), "parts_missing", agencies)])
    revision = _next_revision(case)
    proposal = Answer(command.text, command.evidence, about.actor.id, about.now, revision)
    changed = replace(case, proposal=proposal)
    if not missing:
        return Outcome(changed)
    return Outcome(changed, note=command.without_parts, internal=True)


def approve(case: Case, command: Approve, about: Circumstances) -> Outcome:
    """The answer goes to the citizen; nobody approves an answer of their own."""
    if case.proposal is None:
        raise Conflict("illegal_transition")
    if case.proposal.author == about.actor.id:
        raise Forbidden("own_answer")
    return _answered(case, replace(case.proposal, approved_at=about.now), about)


def record_answer(case: Case, command: RecordAnswer, about: Circumstances) -> Outcome:
    """What the lead agency has signed goes to the citizen; the paper's file must be there."""
    faults = []
    if command.on_behalf_of != case.agency:
        faults.append(Fault(("on_behalf_of",), "not_the_lead"))
    if command.document.date > local_date(about.now):
        faults.append(Fault(("document", "date"), "document_in_future"))
    if not command.evidence:
        faults.append(Fault(("evidence",), "missing"))
    if faults:
        raise Invalid(faults)
    answer = Answer(
        text=command.text,
        evidence=command.evidence,
        author=about.actor.id,
        proposed_at=about.now,
        revision=_next_revision(case),
        approved_at=about.now,
        on_behalf_of=command.on_behalf_of,
        document=command.document,
    )
    outcome = _answered(case, answer, about)
    return replace(outcome, facts={**outcome.facts, "on_behalf_of": command.on_behalf_of})


def correct_answer(case: Case, command: CorrectAnswer, about: Circumstances) -> Outcome:
    """Another version, with why; when the citizen got the answer stays, and what counts from it."""
    if case.answer is None:
        raise Conflict("illegal_transition")
    corrected = replace(
        case.answer,
        text=command.text,
        evidence=command.evidence or case.answer.evidence,
        author=about.actor.id,
        revision=_next_revision(case),
        corrected_at=about.now,
        reason=command.reason,
    )
    former = (*case.former_answers, case.answer)
    changed = replace(case, answer=corrected, former_answers=former)
    return Outcome(changed, note=command.reason)


def _answered(case: Case, answer: Answer, about: Circumstances) -> Outcome:
    """The round ends; an answer of the round before stays as a former one."""
    facts = {
        "on_time": not (case.due and case.due.is_overdue(about.now)),
        "working_minutes": _working_minutes(case, about),
    }
    former = (*case.former_answers, *([case.answer] if case.answer else ()))
    changed = replace(
        case, proposal=None, answer=answer, former_answers=former, rating=None, extension=None
    )
    return Outcome(with_draw(changed, about), facts=facts)


def _next_revision(case: Case) -> int:
    return max(one.revision if one else 0 for one in (case.proposal, case.answer)) + 1


def send_back(case: Case, command: SendBack, about: Circumstances) -> Outcome:
    """Let the officer do it again; the proposal stays to be worked on."""
    return Outcome(case, note=command.reason, internal=True)


def _working_minutes(case: Case, about: Circumstances) -> int:
    """From submission (or reopening) to the answer, standing time left out (§8, the median).

    Rounded up, as the median's step is: cut, it would fall into the step below.
    """
    since = case.round.started_at
    worked = about.calendar.working_time(since, about.now)
    if case.clock is not None:
        worked -= case.clock.standing_time(since, about.now, about.calendar)
    return -(-worked // timedelta(minutes=1))
