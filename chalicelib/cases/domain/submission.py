"""The first version of a case. Source: docs/handbook.md §3 (submit)."""

from __future__ import annotations

from chalicelib.cases.domain.cases import Case, Round, record
from chalicelib.cases.domain.commands import Submission
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.instants import store
from chalicelib.rules.domain.policies import Policy
from chalicelib.worktime.domain.calendars import Calendar
from chalicelib.worktime.domain.deadlines import start_clock


def submit(new: Submission, actor: Actor, policy: Policy, calendar: Calendar) -> Case:
    """A received case with its intake clock running since it was received.

    The line of the timeline is of when it was entered: what happened before was not known, so that
    figures of before do not change. It may be overdue at once.
    """
    received_at = new.received_at or new.at
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
        submitted_at=received_at,
        updated_at=new.at,
        policy=policy.version,
        clock=start_clock("intake", policy.intake_limit, received_at, calendar, policy.pause_cap),
        watched_to=new.at,
        round=Round(1, received_at),
        on_behalf=new.on_behalf,
        answers=new.answers,
        questions=new.questions,
        organisation=new.organisation,
    )
    facts = {
        "urgency_asked": new.urgency_asked.value if new.urgency_asked else None,
        "received_at": store(received_at) if received_at != new.at else None,
    }
    known = {name: fact for name, fact in facts.items() if fact is not None}
    return record(case, Action.SUBMIT, actor, new.at, None, facts=known)
