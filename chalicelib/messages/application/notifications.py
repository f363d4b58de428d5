"""Telling people: what an event asks for, and what is due from before.

Every message of an event is written down before the first goes out, and what is written down is
found by the due work: so nothing is lost when a run ends early, and nothing is sent twice when
the event comes again. Whoever cannot be told keeps nobody else from being told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.cases.application.following import follow_parent
from chalicelib.cases.domain.events import event_of_line
from chalicelib.cases.domain.workflow import ANSWERING, Action, State
from chalicelib.kernel.due_work import SOON, End, Lane, Worked, work_through
from chalicelib.kernel.faults import Work
from chalicelib.kernel.instants import load
from chalicelib.kernel.isolation import Isolation
from chalicelib.messages.application.delivery import carry_on, claim, claim_first, leave
from chalicelib.messages.application.messages import DueMessage
from chalicelib.messages.application.messaging import ContactBook, NotificationDesk
from chalicelib.messages.application.planning import Plan, plan_account, plan_case
from chalicelib.messages.domain.case_events import CaseEvent, read_case_event
from chalicelib.messages.domain.lanes import LANES, lane_of
from chalicelib.messages.domain.messages import Message, may_start
from chalicelib.messages.domain.notification_rules import Audience


def always() -> bool:
    """There is time for one more."""
    return True


def notify(
    desk: NotificationDesk, event: Mapping[str, Any], may_go_on: Callable[[], bool] = always
) -> None:
    """Tell everybody whom this event concerns, once. What `may_go_on` leaves over is due at once.

    `event` keeps `case_event/1`, `account_event/1`, or, where somebody is told of it,
    `audit_event/1`. Raises BrokenThings at the end for those of
    whom not even a message could be written down, so that the event comes again; a message that
    is written down and meets a fault is due work too. Nobody is told of what is older than
    messages are kept: it cannot be known whether they were told before.
    """
    if desk.policy.is_forgotten(load(event["at"]), desk.clock.now()):
        return
    contacts, planning = ContactBook(desk), Isolation(desk.faults, Work.TELL)
    claimed: list[Message | None] = []
    for plan in _plans(desk, contacts, event, planning):
        with planning.of(plan.message.id):
            claimed.append(_claim(desk, plan))
    sending, left = Isolation(desk.faults, Work.SEND), dict[Lane, None]()
    for message in claimed:
        if message is not None:
            with sending.of(message.id):
                after = carry_on(desk, contacts, message) if may_go_on() else leave(desk, message)
                if after is not None and may_start(after, desk.clock.now()):
                    left[lane_of(after)] = None
    if left:
        desk.waker.wake(left, SOON)
    planning.finish()


def send_due(
    desk: NotificationDesk,
    may_go_on: Callable[[], bool] = always,
    lanes: Sequence[Lane] = LANES,
) -> Worked:
    """Go on with what was held, is to be tried again, or was left behind; oldest first, until
    nothing is due. In quarantine all of it stays due."""
    if desk.directory.is_quarantined():
        return Worked(0, 0, finished=True)
    contacts = ContactBook(desk)
    return work_through(
        lambda limit: desk.messages.due(desk.clock.now(), limit, lanes),
        lambda due: _go_on(desk, contacts, due, lanes),
        may_go_on,
    )


def _go_on(
    desk: NotificationDesk, contacts: ContactBook, due: DueMessage, lanes: Sequence[Lane]
) -> End:
    """One that cannot be worked on is put off."""
    isolation, now = Isolation(desk.faults, Work.SEND), desk.clock.now()
    with isolation.of(due.id):
        message = desk.messages.find(due.recipient, due.id)
        if message is None or message.next_at is None or message.next_at > now:
            return End.STAYS
        if lane_of(message) not in lanes:
            # Codes that older code wrote down lie among the others: saving one moves it.
            message = replace(message, version=message.version + 1)
            return End.MOVED if desk.messages.save(message) else End.STAYS
        after = carry_on(desk, contacts, message)
        if after is None:
            return End.STAYS
        return End.AGAIN if may_start(after, desk.clock.now()) else End.MOVED
    with isolation.of(due.id):
        if desk.messages.put_off(due, isolation.broken[0].kind, now):
            return End.PUT_OFF
    return End.STAYS


def _claim(desk: NotificationDesk, plan: Plan) -> Message | None:
    """The first of its window, or gathered behind it or for the morning, or claimed for itself."""
    if plan.first is not None:
        is_first, message = claim_first(desk, plan.first)
        if is_first:
            return message
    if plan.digest is not None and desk.messages.gather(plan.digest):
        return None
    return claim(desk, plan.message)


def _plans(
    desk: NotificationDesk,
    contacts: ContactBook,
    event: Mapping[str, Any],
    isolation: Isolation,
) -> list[Plan]:
    if event["schema"] != "case_event/1":
        return plan_account(desk, contacts, event, isolation)
    case_event = read_case_event(event)
    plans = plan_case(desk, contacts, case_event, isolation)
    with isolation.of(f"{case_event.id} as follower"):
        plans += _as_follower(desk, contacts, case_event, isolation)
    return plans


def _as_follower(
    desk: NotificationDesk, contacts: ContactBook, case_event: CaseEvent, isolation: Isolation
) -> list[Plan]:
    """Whose case is a duplicate, and who chose to follow that, follow the parent while it is one
    and are told its answer.

    If the parent is answered already, its answer is told now to these people, under the same keys
    as by its own event: so it does not matter which of the two events comes first.
    """
    if case_event.action not in (Action.MARK_DUPLICATE, Action.UNMARK_DUPLICATE):
        return []
    case = follow_parent(desk.cases, desk.followers, case_event.code)
    if case is None or case.duplicate_of is None:
        return []
    answered = _answer_of(desk, case.duplicate_of, case_event.correlation_id)
    if answered is None:
        return []
    audiences = frozenset({Audience.FOLLOWERS, Audience.WATCHERS})
    return plan_case(desk, contacts, answered, isolation, audiences, by=case.code)


def _answer_of(desk: NotificationDesk, code: str, correlation_id: str) -> CaseEvent | None:
    """The event of the case's present answer."""
    case = desk.cases.find(code)
    if case is None or case.state not in (State.ANSWERED, State.CLOSED):
        return None
    lines = (i for i, line in enumerate(case.timeline) if line.action in ANSWERING)
    return read_case_event(event_of_line(case, max(lines), correlation_id))
