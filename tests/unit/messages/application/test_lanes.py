"""What is due is sent lane by lane, and codes wait behind nobody."""

from __future__ import annotations

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.due_work import Worked
from chalicelib.messages.application.notifications import notify, send_due
from chalicelib.messages.domain.lanes import CODES, LANES
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
    moved = [send_due(notifier.desk, lanes=[lane]).moved for lane in LANES]
    assert sum(moved) == 80
    assert min(moved[1:]) > 0
    assert moved[0] == 0


def test_a_code_that_lies_among_others_is_moved_to_its_lane() -> None:
    """Whoever sends the others may not read what is asked for at sign-in."""
    notifier = make_notifier()
    notify(notifier.desk, notifier.register(), lambda: False)
    notifier.clock.advance(minutes=3)
    found = notifier.messages.due(notifier.clock.now(), 1)
    notifier.messages.due = lambda *_: found  # type: ignore[method-assign]
    assert send_due(notifier.desk, lanes=LANES[1:]).moved == 1
    assert notifier.carried() == []
    assert only(notifier, Channel.SMS).version == 2
