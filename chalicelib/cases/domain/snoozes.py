"""Snoozes: for how long somebody wants no reminders of a case.

They are lines of the timeline and nothing else: what they mean is read off it. Source:
docs/handbook.md §4 (reminders); the rules stand in docs/deadlines.md.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from chalicelib.cases.domain.cases import Case, Entry
from chalicelib.cases.domain.escalations import escalations
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.actors import Role
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import load
from chalicelib.rules.domain.reminders import Recipient
from chalicelib.worktime.domain.working_time import WorkingTime


@frozen
class SnoozePeriod:
    """Reminders due after `since` and before `until` (UTC) come at `until`."""

    since: datetime
    until: datetime


def snoozer(case: Case, person: str, roles: Collection[Role]) -> Recipient | None:
    """As whom this person may snooze the case: its officer, a leader, a supervisor who has it."""
    if case.officer == person:
        return Recipient.OFFICER
    if Role.LEADER in roles:
        return Recipient.LEADER
    has_it = any(e.to is Recipient.SUPERVISOR for e in escalations(case))
    return Recipient.SUPERVISOR if Role.SUPERVISOR in roles and has_it else None


def snooze_of(case: Case, to: Recipient, calendar: WorkingTime) -> SnoozePeriod | None:
    """The last snooze of those whom a reminder to `to` reaches now; without an officer the leaders.

    An officer's is the person's own, a leader's the agency's: others do not inherit it. One that
    ends outside working time lasts until the next opening.
    """
    heard_by = Recipient.LEADER if to is Recipient.OFFICER and case.officer is None else to
    found = None
    for line in case.timeline:
        if line.action is not Action.SNOOZE or not _is_theirs(case, line, heard_by):
            continue
        until = _snoozed_until(case, line, calendar)
        goes_on = found is not None and line.at < found.until
        found = SnoozePeriod(found.since if found and goes_on else line.at, until)
    return found


def _snoozed_until(case: Case, line: Entry, calendar: WorkingTime) -> datetime:
    """One taken before the due time ends by then."""
    until = calendar.next_opening(load(str(line.facts["until"])))
    if case.clock is None or line.at >= case.clock.due_at:
        return until
    return min(until, case.clock.due_at)


def _is_theirs(case: Case, line: Entry, to: Recipient) -> bool:
    if line.facts["to"] != to:
        return False
    if to is Recipient.OFFICER:
        return line.actor.id == case.officer
    return to is Recipient.SUPERVISOR or line.agency == case.agency
