"""What follows the answer: rating, reopening, closing. Source: docs/handbook.md §3."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case, Rating, Round
from chalicelib.cases.domain.commands import Close, Rate, Reopen
from chalicelib.cases.domain.parts import parts_for
from chalicelib.cases.domain.referrals import over_since
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.errors import Conflict
from chalicelib.worktime.domain.deadlines import start_clock


def rate(case: Case, command: Rate, about: Circumstances) -> Outcome:
    """Once per answer, within the rating days, however early the case was closed."""
    if case.rating is not None:
        raise Conflict("already_rated")
    if not is_within(case, about.now, about.policy.rating_days):
        raise Conflict("rating_over")
    rating = Rating(command.stars, command.comment, about.now)
    changed = replace(case, rating=rating)
    return Outcome(changed, note=command.comment, facts={"stars": command.stars})


def reopen(case: Case, command: Reopen, about: Circumstances) -> Outcome:
    """Back to the agency; the full limit of the urgency starts anew, the parts too. Links that
    bodies outside have from before were over with the answer, and stay so."""
    if case.reopenings >= about.policy.max_reopenings:
        raise Conflict("no_more_reopenings")
    if not is_within(case, about.now, about.policy.reopen_days):
        raise Conflict("reopening_over")
    limit, cap = about.policy.handling_limit(case.urgency), about.policy.pause_cap
    clock = start_clock("handling", limit, about.now, about.calendar, cap, reopened=True)
    changed = replace(
        case,
        reopenings=case.reopenings + 1,
        clock=clock.carry_pauses(case.clock),
        round=Round(case.round.number + 1, about.now),
        assigned_at=about.now,
        parts=parts_for(case.coordinating, (), about.now),
        referrals=over_since(case.referrals, case.answered_at or about.now),
        extensions_asked=0,
        extensions_granted=0,
        extension=None,
    )
    if command.reason:
        return Outcome(changed, note=command.reason)
    if case.timeline[-1].action is Action.REINSPECT:
        return Outcome(changed, facts={"reinspection": True})
    return Outcome(changed, facts={"disputes": len(case.present_disputes())})


def close(case: Case, command: Close, about: Circumstances) -> Outcome:
    """Settled; not while somebody waits for an answer to a dispute."""
    if case.open_disputes():
        raise Conflict("dispute_open")
    return Outcome(case)


def closes_at(case: Case, days: int) -> datetime | None:
    """When an answered case closes by itself: not before its disputes are answered."""
    if case.answered_at is None or case.open_disputes():
        return None
    replied = (one.replied_at for one in case.present_disputes() if one.replied_at)
    return max([case.answered_at + timedelta(days=days), *replied])


def is_within(case: Case, now: datetime, days: int) -> bool:
    """Whether it was answered, and so many days are not over."""
    return case.answered_at is not None and now <= case.answered_at + timedelta(days=days)
