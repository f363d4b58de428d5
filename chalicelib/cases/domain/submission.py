"""The first version of a case. Source: docs/handbook.md §3 (submit)."""

from __future__ import annotations

from chalicelib.cases.domain.cases import Case, Round, record
from chalicelib.cases.domain.commands import Submission
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import Actor
from chalicelib.rules.domain.policies import Policy
from chalicelib.worktime.domain.calendars import Calendar
from chalicelib.worktime.domain.deadlines import start_clock


def submit(new: Submission, actor: Actor, policy: Policy, calendar: Calendar) -> Case:
    """A received case with its intake clock running."""
    case = Case(
        code=new.code,
        version=1,
        state=State.RECEIVED,
        origin=None,
        reporter=new.reporter,
        request=new.request,
        channel=new.channel,
        category=new.category,
        urgency=new.urgency,
        visibility=new.visibility,
        commune=new.commune,
        description=new.description,
        location=new.location,
        address=new.address,
        attachments=new.attachments,
        submitted_at=new.at,
        updated_at=new.at,
        policy=policy.version,
        clock=start_clock("intake", policy.intake_limit, new.at, calendar, policy.pause_cap),
        watched_to=new.at,
        round=Round(1, new.at),
    )
    if new.urgency_asked is None:
        return record(case, Action.SUBMIT, actor, new.at, None)
    facts = {"urgency_asked": new.urgency_asked.value}
    return record(case, Action.SUBMIT, actor, new.at, None, facts=facts)
