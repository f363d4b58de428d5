"""What happens to a case by time alone, and when the next of it is due.

Everything is stamped with the instant at which it was due, not with the run's
(docs/handbook.md §4): a late, repeated or overlapping run gives the same timeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.cases.domain.actions import afterwards, intake, parts
from chalicelib.cases.domain.actions.circumstances import Circumstances, Outcome
from chalicelib.cases.domain.cases import Case, record
from chalicelib.cases.domain.commands import Close, GiveUpWaiting
from chalicelib.cases.domain.escalations import stops_climbing, unacknowledged
from chalicelib.cases.domain.parties import Party
from chalicelib.cases.domain.snoozes import snooze_of
from chalicelib.cases.domain.workflow import Action, State, destination, find_step
from chalicelib.kernel.actors import SCHEDULE, Role
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import local_date, local_midnight
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.reminders import Anchor, Recipient, Reminder
from chalicelib.worktime.domain.calendars import Calendar
from chalicelib.worktime.domain.deadlines import DeadlineClock
from chalicelib.worktime.domain.due_times import TICK


@frozen
class TimeEvent:
    """Something that is due at `at` (UTC). Of several at one instant the lower `rank` is first."""

    at: datetime
    rank: int
    action: Action
    facts: tuple[tuple[str, str], ...] = ()


def time_events(case: Case, policy: Policy, calendar: Calendar) -> Iterator[TimeEvent]:
    """All that time will bring, as things stand now; in no order."""
    if case.state is State.ANSWERED:
        closing = afterwards.closes_at(case, policy.close_days)
        if closing:
            yield TimeEvent(closing, 0, Action.CLOSE)
    if not case.is_open or case.clock is None:
        return
    due = case.clock.due
    if due.stands_until is not None and due.stands_until != case.asked_at:
        # A wait that begins when the cap is used up says so itself (`apply`).
        yield TimeEvent(due.stands_until, 0, Action.CLOCK_RUNS_ON)
    if due.passes_at is not None and not case.overdue:
        yield TimeEvent(due.passes_at, 1, Action.BECOME_OVERDUE)
    if case.agency is not None:
        climbing = _reminders(case, case.clock, policy, calendar)
        yield from (e for e in climbing if not due.is_paused(e.at))
        for at, part, word in parts.reminders_of(case, calendar):
            if not due.is_paused(at):
                facts = (
                    ("reminder", word),
                    ("to", f"#{part.agency}"),
                    ("part", part.agency),
                    ("part_officer", part.officer or ""),
                )
                yield TimeEvent(at, len(policy.reminders) + 2, Action.REMIND_PART, facts)
    if case.asked_at is not None:
        # After what else is due at that instant: it may end the round, or move the due time.
        patience = timedelta(days=policy.no_reply_days)
        last = len(policy.reminders) + 3
        yield TimeEvent(case.asked_at + patience, last, Action.GIVE_UP_WAITING)


def next_at(case: Case, policy: Policy, calendar: Calendar) -> datetime | None:
    """When time next brings something to this case; None if never."""
    later = (e.at for e in time_events(case, policy, calendar) if e.at > case.watched_to)
    return min(later, default=None)


def settle(case: Case, about: Circumstances, *, reminding: bool = False) -> Case:
    """Bring the case up to `about.now`: what was due happens in order, at its own instant.

    Of the reminders that were missed only each recipient's last one is still given, and only if
    `reminding`: a command that comes at the same moment makes them moot. One new version at most.
    """
    brought = tuple(outlook(case, about, about.now))
    settled = _with_events(case, [e for e in brought if e.action not in _REMINDERS], about)
    running = settled.is_open and settled.due and not settled.due.is_paused(about.now)
    if reminding and running:
        last = {dict(e.facts)["to"]: e for e in brought if e.action in _REMINDERS}
        given = [e for e in brought if e.action not in _REMINDERS or e in last.values()]
        settled = _with_events(case, given, about)
    watched_to = max(case.watched_to, about.now)
    if len(settled.timeline) == len(case.timeline):
        return replace(case, watched_to=watched_to)
    return replace(settled, updated_at=about.now, watched_to=watched_to)


def settle_before(case: Case, about: Circumstances, *, reminding: bool = False) -> Case:
    """Bring the case up to just before what is done to it now.

    What is due at that very instant comes behind it: done at the due time is done in time
    (docs/handbook.md §4).
    """
    before = replace(about, now=about.now - TICK)
    return settle(case, before, reminding=reminding)


def _with_events(case: Case, brought: Iterable[TimeEvent], about: Circumstances) -> Case:
    """The next version of the case, after these events; reminders last at each instant."""
    settled = replace(case, version=case.version + 1)
    for event in sorted(brought, key=lambda e: (e.at, e.action in _REMINDERS)):
        settled = _take_effect(settled, event, about)
    return settled


def outlook(case: Case, about: Circumstances, until: datetime) -> Iterator[TimeEvent]:
    """What time would bring up to that instant if nobody did anything, in order."""
    later = replace(about, now=until)
    while due := _next_due(case, later):
        for event in due:
            yield event
            if event.action not in _REMINDERS:
                case = _take_effect(case, event, later)
        case = replace(case, watched_to=due[0].at)


def _next_due(case: Case, about: Circumstances) -> list[TimeEvent]:
    """The earliest events of one instant after `watched_to`, up to now."""
    upcoming = time_events(case, about.policy, about.calendar)
    due = [e for e in upcoming if case.watched_to < e.at <= about.now]
    first = min((e.at for e in due), default=None)
    return sorted((e for e in due if e.at == first), key=lambda e: e.rank)


def _take_effect(case: Case, what: TimeEvent, about: Circumstances) -> Case:
    """One line on the timeline, and what it means for the case."""
    then = replace(about, actor=SCHEDULE, now=what.at)
    state, outcome = case.state, _EFFECTS[what.action](case, then)
    if what.action in _MOVES:
        step = find_step(what.action, case.position, Party(Role.SYSTEM))
        state = destination(step, case.position) if step else state
    changed = replace(outcome.case, state=state)
    facts = {**dict(what.facts), **outcome.facts}
    if what.action is Action.ESCALATE:
        to_supervisor = facts["to"] == Recipient.SUPERVISOR
        changed = replace(changed, escalated=changed.escalated or to_supervisor)
    return record(changed, what.action, SCHEDULE, what.at, case.state, facts=facts)


_REMINDERS = frozenset({Action.REMIND, Action.REMIND_PART})
_MOVES = frozenset({Action.CLOSE, Action.GIVE_UP_WAITING})
_EFFECTS: dict[Action, Callable[[Case, Circumstances], Outcome]] = {
    Action.CLOSE: lambda case, then: afterwards.close(case, Close(), then),
    Action.GIVE_UP_WAITING: lambda case, then: intake.give_up_waiting(case, GiveUpWaiting(), then),
    Action.CLOCK_RUNS_ON: lambda case, _: Outcome(case),
    Action.BECOME_OVERDUE: lambda case, _: Outcome(case),
    Action.ESCALATE: lambda case, _: Outcome(case),
    Action.REMIND: lambda case, _: Outcome(case),
    Action.REMIND_PART: lambda case, _: Outcome(case),
}


def _reminders(
    case: Case, clock: DeadlineClock, policy: Policy, calendar: Calendar
) -> Iterator[TimeEvent]:
    for rank, rule in enumerate(policy.reminders, start=2):
        at = _put_off(case, rule, calendar, _instant(case, clock, rule, calendar))
        if at is not None and not (rule.escalates and stops_climbing(case, rule.to)):
            action = Action.ESCALATE if rule.escalates else Action.REMIND
            facts = (("reminder", rule.id), ("to", rule.to.value))
            yield TimeEvent(at, rank, action, facts)


def _instant(
    case: Case, clock: DeadlineClock, rule: Reminder, calendar: Calendar
) -> datetime | None:
    match rule.anchor:
        case Anchor.ASSIGNED:
            if case.state is not State.ASSIGNED or case.assigned_at is None:
                return None
            minutes = timedelta(minutes=rule.working_minutes)
            return calendar.add_working(calendar.next_opening(case.assigned_at), minutes)
        case Anchor.SHARE:
            return clock.at_share(rule.percent, calendar)
        case Anchor.DUE:
            if rule.working_days:
                return calendar.working_days_after(clock.due_at, rule.working_days)
            return calendar.add_working(clock.due_at, timedelta(minutes=rule.working_minutes))
        case Anchor.EACH_MORNING:
            since = max(_watched_to(case, rule, calendar), clock.due_at)
            return calendar.next_morning(_after_given(case, rule, since))
        case Anchor.UNACKNOWLEDGED:
            waiting = unacknowledged(case, {rule.to})
            return calendar.next_morning(max(case.watched_to, waiting[0].at)) if waiting else None


def _after_given(case: Case, rule: Reminder, since: datetime) -> datetime:
    """Where that day's has come already, the day's end: an edit may have moved its opening on."""
    day = local_date(since)
    given = (line for line in reversed(case.timeline) if line.facts.get("reminder") == rule.id)
    last = next(given, None)
    if last is None or local_date(last.at) != day:
        return since
    return max(since, local_midnight(day + timedelta(days=1)))


def _watched_to(case: Case, rule: Reminder, calendar: Calendar) -> datetime:
    """For what comes each morning: that of a snooze that still lasts has not come yet."""
    snooze = snooze_of(case, rule.to, calendar)
    lasts = snooze is not None and snooze.since <= case.watched_to < snooze.until
    return snooze.since if snooze and lasts else case.watched_to


def _put_off(
    case: Case, rule: Reminder, calendar: Calendar, at: datetime | None
) -> datetime | None:
    """What falls into a snooze comes at its end."""
    if at is None or rule.escalates or rule.anchor is Anchor.UNACKNOWLEDGED:
        return at
    snooze = snooze_of(case, rule.to, calendar)
    return snooze.until if snooze and snooze.since < at < snooze.until else at
