"""What is due is sent lane by lane, and codes wait behind nobody."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.due_work import Worked
from chalicelib.messages.application.notifications import notify, send_due
from chalicelib.messages.domain.lanes import CODES, LANES, ORDINARY, URGENT, lane_of
from tests.support.messages import make_message
from tests.support.notifier import Notifier, at, make_event, make_notifier, only


def escalate(notifier: Notifier, number: int) -> None:
    """A mail and an SMS to a leader."""
    detail = {"reminder": "leader", "to": "leader"}
    notify(notifier.desk, make_event("escalate", number, at=notifier.clock.now(), detail=detail))


def test_a_lane_is_worked_off_by_itself() -> None:
    """Each message lies in one of them, and codes in one of their own."""
    notifier = at("03T22:00")
    for number in range(40):
        escalate(notifier, number + 1)
    notify(notifier.desk, notifier.register(), lambda: False)
    notifier.clock.advance(minutes=3)
    assert send_due(notifier.desk, lanes=[CODES]) == Worked(1, 0, finished=True)
    notifier.clock.advance(hours=10)
    moved = [send_due(notifier.desk, lanes=[lane]).moved for lane in ORDINARY]
    assert sum(moved) == 80
    assert min(moved) > 0
    assert [send_due(notifier.desk, lanes=[lane]).moved for lane in LANES] == [0] * len(LANES)


def test_urgent_cases_wait_behind_no_digest() -> None:
    """At 07:30 of a large stage there are thousands of those; urgent ones have lanes of theirs."""
    notifier = at("03T23:00")
    for number in range(40):
        event = make_event(
            "submit", number, at=notifier.clock.now(), urgency="urgent", officer=None
        )
        notify(notifier.desk, event)
    held = [one for one in notifier.messages.items.values() if one.next_at is not None]
    assert {lane_of(one) for one in held} <= set(URGENT)
    others = [make_message(about=f"E{number}") for number in range(40)]
    assert {lane_of(one) for one in others} == set(ORDINARY)
    assert {lane_of(replace(one, urgent=True)) for one in others} == set(URGENT)
    notifier.clock.advance(minutes=10)
    assert [send_due(notifier.desk, lanes=[lane]).moved for lane in ORDINARY] == [0] * 8
    assert sum(send_due(notifier.desk, lanes=[lane]).moved for lane in URGENT) == len(held)


def test_an_urgent_message_that_lies_among_others_is_moved_to_its_lane() -> None:
    """As code of before has written it down."""
    notifier = make_notifier()
    message = make_message(urgent=True, next_at=notifier.clock.now())
    notifier.messages.claim(message)
    found = notifier.messages.due(notifier.clock.now(), 1)
    notifier.messages.due = lambda *_: found  # type: ignore[method-assign]
    assert send_due(notifier.desk, lanes=ORDINARY).moved == 1
    moved = notifier.messages.find(message.recipient, message.id)
    assert moved == replace(message, version=2)
    assert notifier.carried() == []


def test_a_code_that_lies_among_others_is_moved_to_its_lane() -> None:
    """Whoever sends the others may not read what is asked for at sign-in."""
    notifier = make_notifier()
    notify(notifier.desk, notifier.register(), lambda: False)
    notifier.clock.advance(minutes=3)
    found = notifier.messages.due(notifier.clock.now(), 1)
    notifier.messages.due = lambda *_: found  # type: ignore[method-assign]
    assert send_due(notifier.desk, lanes=LANES[1:]).moved == 1
    assert notifier.carried() == []
    assert only(notifier, Channel.SMS).version == 3
