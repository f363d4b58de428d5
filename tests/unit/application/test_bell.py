"""The bell."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.application.bell import BellDesk, list_notifications, mark_read
from chalicelib.application.notifications import notify
from tests.support.clock import NOW
from tests.support.notifier import Notifier, make_event, make_notifier


@pytest.fixture
def notifier() -> Notifier:
    """Three notifications of c1, one of c2."""
    made = make_notifier()
    for number, action in enumerate(["accept", "start", "close"], start=1):
        event = make_event(action, number, at=NOW + timedelta(minutes=number), officer=None)
        notify(made.desk, event)
    notify(made.desk, make_event("close", 9, reporter="c2"))
    return made


def desk(notifier: Notifier) -> BellDesk:
    return BellDesk(notifier.messages)


def kinds(notifier: Notifier) -> list[tuple[str, bool]]:
    page = list_notifications(desk(notifier), "c1", 10, None)
    return [(n.kind, n.read) for n in page.items]


def test_the_newest_comes_first_and_nobody_elses(notifier: Notifier) -> None:
    """With the instant of what happened, the case and words for people."""
    page = list_notifications(desk(notifier), "c1", 10, None)
    assert [n.kind for n in page.items] == ["closed", "started", "accepted"]
    first = page.items[0]
    assert (first.at, first.case) == (NOW + timedelta(minutes=3), "LC-260803-7K3QX")
    assert first.title == "Phản ánh LC-260803-7K3QX đã kết thúc"
    assert page.position is None


def test_pages_follow_each_other(notifier: Notifier) -> None:
    """Nothing is shown twice or left out."""
    first = list_notifications(desk(notifier), "c1", 2, None)
    second = list_notifications(desk(notifier), "c1", 2, first.position)
    shown = [n.kind for n in first.items + second.items]
    assert shown == ["closed", "started", "accepted"]


def test_reading_marks_everything_up_to_there(notifier: Notifier) -> None:
    """And only forward."""
    page = list_notifications(desk(notifier), "c1", 10, None)
    newest, middle, oldest = (n.id for n in page.items)
    assert kinds(notifier) == [("closed", False), ("started", False), ("accepted", False)]
    mark_read(desk(notifier), "c1", middle)
    mark_read(desk(notifier), "c1", oldest)
    assert kinds(notifier) == [("closed", False), ("started", True), ("accepted", True)]
    mark_read(desk(notifier), "c1", newest)
    assert kinds(notifier) == [("closed", True), ("started", True), ("accepted", True)]


def test_a_mark_beyond_the_newest_does_not_reach_into_the_future(notifier: Notifier) -> None:
    """What comes later was not read, whatever a client claims."""
    mark_read(desk(notifier), "c1", "Z" * 26)
    notify(notifier.desk, make_event("reopen", 12, at=NOW + timedelta(hours=1)))
    assert kinds(notifier)[0] == ("reopened", False)


def test_an_empty_bell_can_be_read() -> None:
    """No notification, no mark, no error."""
    empty = BellDesk(make_notifier().messages)
    mark_read(empty, "c1", "Z" * 26)
    assert list_notifications(empty, "c1", 10, None).items == ()
