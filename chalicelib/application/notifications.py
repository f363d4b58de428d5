"""Telling people: what an event asks for, and what is due from before.

Every message of an event is written down before the first goes out, and what is written down is
found by the due work: so nothing is lost when a run ends early, and nothing is sent twice when
the event comes again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.application.delivery import carry_on, claim
from chalicelib.application.following import follow_parent
from chalicelib.application.messaging import ContactBook, NotificationDesk
from chalicelib.application.planning import Plan, plan_account, plan_case
from chalicelib.domain.events import events_of
from chalicelib.domain.messages import Message
from chalicelib.domain.news import News, read_news
from chalicelib.domain.notices import Audience
from chalicelib.domain.workflow import Action, State

DUE_BATCH = 50
"""Messages read from the index at a time, and the most that one run sends."""


def always() -> bool:
    """There is time for one more."""
    return True


def notify(
    desk: NotificationDesk, event: Mapping[str, Any], may_go_on: Callable[[], bool] = always
) -> None:
    """Tell everybody whom this event concerns, once. What `may_go_on` leaves over is due work.

    `event` keeps `case_event/1` or `account_event/1`.
    """
    contacts = ContactBook(desk)
    claimed = [_claim(desk, plan) for plan in _plans(desk, contacts, event)]
    for message in claimed:
        if message is not None and may_go_on():
            carry_on(desk, contacts, message)


def send_due(desk: NotificationDesk, now: datetime, may_go_on: Callable[[], bool] = always) -> int:
    """Go on with what was held, is to be tried again, or was left behind; oldest first.

    Returns how many messages were moved; at most `DUE_BATCH`, the rest is still due.
    """
    contacts = ContactBook(desk)
    moved = 0
    for due in desk.messages.due(now, DUE_BATCH):
        if not may_go_on():
            break
        message = desk.messages.find(due.recipient, due.id)
        if message is not None and message.next_at is not None and message.next_at <= now:
            moved += carry_on(desk, contacts, message) is not None
    return moved


def _claim(desk: NotificationDesk, plan: Plan) -> Message | None:
    """Gather it into the morning's digest, or claim it for itself."""
    if plan.digest is not None and desk.messages.gather(plan.digest):
        return None
    return claim(desk, plan.message)


def _plans(desk: NotificationDesk, contacts: ContactBook, event: Mapping[str, Any]) -> list[Plan]:
    if event["schema"] == "account_event/1":
        return plan_account(desk, contacts, event)
    news = read_news(event)
    return plan_case(desk, contacts, news) + _as_follower(desk, contacts, news)


def _as_follower(desk: NotificationDesk, contacts: ContactBook, news: News) -> list[Plan]:
    """Whose case is a duplicate follows the parent while it is one and is told its answer.

    If the parent is answered already, its answer is told now, under the same keys as by its own
    event: so it does not matter which of the two events comes first.
    """
    if news.action not in (Action.MARK_DUPLICATE, Action.UNMARK_DUPLICATE):
        return []
    case = follow_parent(desk.cases, desk.followers, news.code)
    if case is None or case.duplicate_of is None:
        return []
    answered = _answer_of(desk, case.duplicate_of, news.correlation_id)
    return plan_case(desk, contacts, answered, frozenset({Audience.FOLLOWERS})) if answered else []


def _answer_of(desk: NotificationDesk, code: str, correlation_id: str) -> News | None:
    """The event of the case's present answer."""
    case = desk.cases.find(code)
    if case is None or case.state not in (State.ANSWERED, State.CLOSED):
        return None
    events = events_of(case, 0, correlation_id)
    return read_news([event for event in events if event["action"] == Action.APPROVE][-1])
