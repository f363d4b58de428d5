"""Whoever follows an answered case says that it is not so. Source: docs/handbook.md §3, §11.

Each dispute is answered by the agency, and so many of them reopen the case. Until all are answered
the case is not closed.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.cases.domain.actions.afterwards import is_within
from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.dispute_commands import AnswerDispute, RaiseDispute
from chalicelib.cases.domain.disputes import Dispute
from chalicelib.kernel.errors import Conflict, Fault, Invalid


def raise_dispute(case: Case, command: RaiseDispute, about: Circumstances) -> Outcome:
    """Within the days of reopening, once a person and answer."""
    if not is_within(case, about.now, about.policy.reopen_days):
        raise Conflict("dispute_over")
    if any(one.account == about.actor.id for one in case.present_disputes()):
        raise Conflict("already_disputed")
    number = len(case.disputes) + 1
    dispute = Dispute(
        number=number,
        account=about.actor.id,
        reason=command.reason,
        attachments=command.attachments,
        at=about.now,
        round=case.round.number,
    )
    changed = replace(case, disputes=(*case.disputes, dispute))
    return Outcome(changed, facts={"dispute": number})


def answer_dispute(case: Case, command: AnswerDispute, about: Circumstances) -> Outcome:
    """Each once; who raised it is told."""
    found = next((one for one in case.disputes if one.number == command.dispute), None)
    if found is None:
        raise Invalid([Fault(("dispute",), "unknown_dispute")])
    if found.reply is not None:
        raise Conflict("dispute_answered")
    answered = replace(found, reply=command.text, replied_at=about.now)
    disputes = tuple(answered if one is found else one for one in case.disputes)
    facts = {"dispute": found.number}
    return Outcome(replace(case, disputes=disputes), facts=facts)


def reopens(case: Case, about: Circumstances) -> bool:
    """Whether so many people dispute the present answer that the case goes back to work."""
    enough = len(case.present_disputes()) >= about.policy.disputes.needed(about.followers)
    return enough and case.reopenings < about.policy.max_reopenings
