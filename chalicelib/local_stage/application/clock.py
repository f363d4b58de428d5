"""Moving the clock of the local stack: instant by instant, with the work that each one brings.

The local stack only: no other stage has the route.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.campaign.application.morning_list import (
    MorningListDesk,
    next_morning_list,
    tell_who_is_behind,
)
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.due_work import work_off
from chalicelib.commune_reports.application.reminding import (
    ReportReminderDesk,
    next_reminder,
    remind_communes,
)
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.time_forms import LAST_DAY
from chalicelib.local_stage.application.agenda import Agenda, look_ahead
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.notifications import send_due
from chalicelib.rule_edits.application.recomputation import RecomputationDesk, keep_up
from chalicelib.uploads.application.expiry import expire_uploads


class Movable(Protocol):
    """A clock that can be set."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def move_to(self, instant: datetime) -> None:
        """Let it be that instant now."""
        ...


class Pipeline(Protocol):
    """What lies between a change and its last effect: stream, relay and queues."""

    def drain(self, may_go_on: Callable[[], bool]) -> bool:
        """Wait until all that was written has had its effects; False if time ran out."""
        ...


@dataclass(frozen=True)
class ClockDesk:
    """What a move needs."""

    clock: Movable
    case_desk: CaseDesk
    notification_desk: NotificationDesk
    recomputation: RecomputationDesk
    pipeline: Pipeline
    reminders: ReportReminderDesk
    morning_list: MorningListDesk


@dataclass(frozen=True)
class Moved:
    """How far a move came; `done` unless its time ran out before."""

    now: datetime
    done: bool


def move_clock(desk: ClockDesk, target: datetime, may_go_on: Callable[[], bool]) -> Moved:
    """Move forward to `target`, stopping at each instant at which something is due.

    Raises Invalid for a target in the past of the local clock, which shows whole seconds.
    """
    if target < desk.clock.now().replace(microsecond=0):
        raise Invalid([Fault(("now",), "clock_goes_forward")])
    return _moved(desk, target, may_go_on)


def advance_clock(desk: ClockDesk, by: timedelta, may_go_on: Callable[[], bool]) -> Moved:
    """Move forward by that much, by nothing too: then only what is on its way is waited for.

    Raises Invalid where that would be after the last day that is taken.
    """
    target = desk.clock.now() + by
    if local_date(target) > LAST_DAY:
        raise Invalid([Fault(("advance_seconds",), "out_of_range", {"max": str(LAST_DAY)})])
    return _moved(desk, target, may_go_on)


def _moved(desk: ClockDesk, target: datetime, may_go_on: Callable[[], bool]) -> Moved:
    seen_to = desk.clock.now()
    agenda = _settled(desk, target, may_go_on)
    while agenda and (stop := _next_instant(desk, agenda, seen_to, target)) is not None:
        # A new instant finds the pipeline empty: it is waited for only after there was work.
        is_new = stop > desk.clock.now()
        desk.clock.move_to(max(stop, desk.clock.now()))
        seen_to = desk.clock.now()
        idle = is_new and not _worked(desk, agenda, may_go_on)
        agenda = _look(desk, target) if idle else _settled(desk, target, may_go_on)
        agenda = agenda if may_go_on() else None
    if not agenda:
        return Moved(desk.clock.now(), done=False)
    desk.clock.move_to(max(target, desk.clock.now()))
    return Moved(desk.clock.now(), done=_settled(desk, target, may_go_on) is not None)


def _settled(desk: ClockDesk, target: datetime, may_go_on: Callable[[], bool]) -> Agenda | None:
    """What was written has had its effects, and all that is due now is done, with its effects; what
    comes then. None: the time was up before."""
    while may_go_on():
        if not desk.pipeline.drain(may_go_on):
            return None
        agenda = _look(desk, target)
        if not _worked(desk, agenda, may_go_on):
            return agenda
    return None


def _look(desk: ClockDesk, target: datetime) -> Agenda:
    cases, messages = desk.case_desk, desk.notification_desk.messages
    until = max(target, desk.clock.now())
    return look_ahead(cases.cases, messages, cases.uploads.uploads, until)


def _worked(desk: ClockDesk, agenda: Agenda, may_go_on: Callable[[], bool]) -> bool:
    """Do what is due now; whether there was anything that could be done or put off."""
    now, done = desk.clock.now(), 0
    if shards := agenda.shards(now):
        worked = work_off(desk.case_desk, "clock", may_go_on, shards)
        done += worked.moved + worked.put_off
    if lanes := agenda.lanes(now):
        sent = send_due(desk.notification_desk, may_go_on, lanes)
        done += sent.moved + sent.put_off
    if agenda.has_files(now):
        done += expire_uploads(desk.case_desk.uploads, desk.case_desk.faults, may_go_on)
    done += keep_up(desk.recomputation, "clock", may_go_on)
    done += remind_communes(desk.reminders, "clock")
    return done + tell_who_is_behind(desk.morning_list, "clock") > 0


def _next_instant(
    desk: ClockDesk, agenda: Agenda, seen_to: datetime, target: datetime
) -> datetime | None:
    """The first instant up to the target at which a case, a message or a file has something due.

    What is still in an index from before `seen_to` could not even be put off: it stops no clock.
    """
    planned = (
        agenda.after(seen_to),
        next_reminder(desk.reminders, seen_to),
        next_morning_list(desk.morning_list, seen_to),
    )
    return min((at for at in planned if at and seen_to < at <= target), default=None)
