"""Urgent cases of some minutes: the first rings at once, the others together."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from chalicelib.kernel.channels import Channel
from chalicelib.messages.application.notifications import notify
from chalicelib.messages.domain import sms
from chalicelib.messages.domain.messages import MessageStatus
from tests.support.clock import FakeClock
from tests.support.directory import make_policy
from tests.support.notifier import (
    Notifier,
    SmallDirectory,
    at,
    local,
    make_event,
    make_notifier,
    work,
)


def submit(notifier: Notifier, number: int, text: str = "04T23:00:30") -> None:
    """An urgent case of that local time, and what of it is told."""
    event = make_event(
        "submit", 1, at=local(text), code=f"LC-260804-0{number:04d}", urgency="urgent", officer=None
    )
    notify(notifier.desk, event)


def subjects(notifier: Notifier) -> list[str]:
    return [carried.text.subject for carried in notifier.email.carried]


def test_the_first_goes_out_at_once_and_the_others_as_one_message() -> None:
    """Four hundred cases of one night bring the desk two mails and two SMS, not 800."""
    notifier = at("04T23:00:30")
    submit(notifier, 1)
    assert subjects(notifier) == ["KHẨN: phản ánh mới LC-260804-00001"]
    for number in range(2, 401):
        submit(notifier, number)
    assert len(notifier.carried()) == 2
    assert work(notifier, minutes=4) == 0
    assert work(notifier, seconds=30) == 2
    mail, short = notifier.email.carried[1].text, notifier.sms.carried[1].text.body
    assert mail.subject == "KHẨN: 399 phản ánh mới"
    shown = [n for n in range(2, 401) if f"LC-260804-0{n:04d}, 23:00 04/08" in mail.body]
    assert (shown, "… và 299 phản ánh khác" in mail.body) == (list(range(2, 102)), True)
    assert short == (
        "KHAN: them 399 phan anh moi: LC-260804-00002, LC-260804-00003, LC-260804-00004, .... "
        "Tiep nhan ngay: https://laocai.example/officer/inbox"
    )
    assert sms.parts(short) == 1
    assert work(notifier, minutes=60) == 0


def test_a_second_one_alone_reads_like_a_first() -> None:
    """Nobody wants a list of one."""
    notifier = at("04T23:00:30")
    submit(notifier, 1)
    submit(notifier, 2)
    work(notifier, minutes=5)
    assert subjects(notifier) == [
        "KHẨN: phản ánh mới LC-260804-00001",
        "KHẨN: phản ánh mới LC-260804-00002",
    ]


def test_the_next_window_rings_at_once_again() -> None:
    """A desk is told of a new danger within the minute, whatever came before."""
    notifier = at("04T23:00:30")
    submit(notifier, 1)
    notifier.clock.advance(minutes=5)
    submit(notifier, 2, "04T23:05:30")
    assert len(subjects(notifier)) == 2


def test_a_redelivery_changes_nothing_before_and_after_the_window() -> None:
    """Each case is told once on each channel, whichever comes again and when."""
    notifier = at("04T23:00:30")
    for number in (1, 2, 3, 2, 1):
        submit(notifier, number)
    work(notifier, minutes=10)
    for number in (3, 2, 1):
        submit(notifier, number)
    work(notifier, minutes=10)
    told = Counter(
        (one.provider, number)
        for one in notifier.carried()
        for number in (1, 2, 3)
        if f"LC-260804-0000{number}" in one.text.body
    )
    assert len(told) == 6
    assert set(told.values()) == {1}


def test_one_that_comes_when_the_others_have_left_goes_out_by_itself() -> None:
    """An event that was late is told all the same, once."""
    notifier = at("04T23:00:30")
    submit(notifier, 1)
    submit(notifier, 2)
    work(notifier, minutes=5)
    for _ in range(2):
        submit(notifier, 3)
    assert subjects(notifier)[2:] == ["KHẨN: phản ánh mới LC-260804-00003"]


def test_a_late_delivery_does_not_move_the_window_on() -> None:
    """It is over and due; whoever comes now is told with the others, and not a minute later."""
    notifier = at("04T23:00:30")
    submit(notifier, 1)
    submit(notifier, 2)
    notifier.clock.advance(minutes=5)
    for number in range(3, 6):
        submit(notifier, number)
        notifier.clock.advance(seconds=10)
    assert work(notifier, minutes=0) == 2
    assert subjects(notifier)[1:] == ["KHẨN: 4 phản ánh mới"]


def test_what_waited_in_the_queue_beyond_its_window_is_gathered_all_the_same() -> None:
    """After a standstill a hundred letters come at once."""
    notifier = make_notifier(clock=FakeClock(local("04T23:59")))
    for number in range(1, 101):
        submit(notifier, number)
    assert len(subjects(notifier)) == 1
    assert work(notifier, minutes=2) == 2
    assert subjects(notifier)[1] == "KHẨN: 99 phản ánh mới"


def test_a_first_one_whose_worker_died_is_sent_by_whoever_finds_it() -> None:
    """Its lease is over, and the event comes again: once, and the window stays its own."""
    notifier = at("04T23:00:30")
    event = make_event("submit", 1, at=local("04T23:00:30"), urgency="urgent", officer=None)
    notify(notifier.desk, event, lambda: False)
    assert notifier.carried() == []
    notifier.clock.advance(minutes=3)
    for _ in range(2):
        notify(notifier.desk, event)
    assert len(subjects(notifier)) == 1
    assert {m.status for m in notifier.messages.items.values()} == {MessageStatus.SENT}


@pytest.mark.parametrize(("minutes", "messages"), [(0, 3), (1, 2), (60, 2)])
def test_for_how_long_is_policy(minutes: int, messages: int) -> None:
    """With 0 each is told by itself."""
    policy = make_policy(urgent_gathering_minutes=minutes)
    assert policy.urgent_gathering == timedelta(minutes=minutes)
    notifier = at("04T23:00:30", directory=SmallDirectory(present=policy))
    for number in (1, 2, 3):
        submit(notifier, number)
    work(notifier, minutes=60)
    assert len(subjects(notifier)) == messages


def test_each_person_of_the_desk_and_each_channel_has_a_window_of_its_own() -> None:
    """Whoever comes on duty later is told of the first one of theirs at once."""
    notifier = at("04T23:00:30")
    submit(notifier, 1)
    kept = {(m.recipient, m.channel) for m in notifier.messages.items.values()}
    assert {("i1", Channel.EMAIL), ("i1", Channel.SMS)} <= kept
