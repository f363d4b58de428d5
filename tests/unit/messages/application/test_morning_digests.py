"""Reminders of a morning, gathered into one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.instants import store
from chalicelib.messages.application.notifications import notify
from tests.support.calendars import OFFICIAL, hours
from tests.support.notifier import Notifier, at, local, make_event, only, work


def remind(notifier: Notifier, number: int, text: str, **changes: object) -> None:
    event = make_event(
        "remind",
        number,
        at=local(text),
        code=f"LC-260803-{number:05d}",
        detail={"reminder": "overdue_morning", "to": "officer"},
        **changes,
    )
    notify(notifier.desk, event)


def test_reminders_that_fall_together_in_the_morning_go_out_as_one() -> None:
    """One mail and one SMS for all of them, stamped 07:30."""
    notifier = at("04T07:30:10")
    for number in (1, 2, 3, 2):
        remind(notifier, number, "04T07:30")
    assert notifier.carried() == []
    assert work(notifier, minutes=1) == 2
    mail, sms = notifier.email.carried[0].text, notifier.sms.carried[0].text
    assert mail.subject == "3 phản ánh cần chú ý hôm nay"
    assert mail.body.count("đã quá hạn") == 3
    assert "LC-260803-00001, LC-260803-00002, LC-260803-00003" in sms.body
    assert only(notifier, Channel.EMAIL).due_at == local("04T07:30")


def test_a_digest_of_one_reads_like_a_single_reminder() -> None:
    """Nobody wants a list of one."""
    notifier = at("04T07:30:10")
    remind(notifier, 1, "04T07:30")
    work(notifier, minutes=1)
    assert notifier.email.carried[0].text.subject == "LC-260803-00001: đã quá hạn"


def test_a_reminder_that_comes_after_the_digest_goes_out_by_itself_once() -> None:
    """Late is better than never, and once is enough; what the digest had is not repeated."""
    notifier = at("04T07:30:10")
    remind(notifier, 1, "04T07:30")
    work(notifier, minutes=1)
    for _ in range(2):
        remind(notifier, 2, "04T07:30")
        remind(notifier, 1, "04T07:30")
    subjects = [carried.text.subject for carried in notifier.email.carried]
    assert subjects == ["LC-260803-00001: đã quá hạn", "LC-260803-00002: đã quá hạn"]


def test_reminders_within_the_day_are_single() -> None:
    """At 50 % of the time there is something to do now."""
    notifier = at("04T10:00")
    remind(notifier, 1, "04T10:00")
    assert len(notifier.carried()) == 2


def test_urgent_reminders_never_wait_for_a_digest() -> None:
    """They go out at once, each by itself."""
    notifier = at("04T07:30")
    remind(notifier, 1, "04T07:30", urgency="urgent")
    assert len(notifier.carried()) == 2


def test_the_reminders_of_a_moved_opening_go_out_as_one_with_those_of_the_night() -> None:
    """The calendar opens at 08:00, the policy's digest still says 07:30: one mail, once open."""
    day = hours("08:00-12:00", "13:00-17:00")
    calendar = replace(OFFICIAL, week=tuple(day if open else () for open in OFFICIAL.week))
    notifier = at("03T20:00")
    notifier.directory.working = calendar
    remind(notifier, 1, "03T20:00")
    assert work(notifier, hours=12) == 0
    for number in (2, 3, 4):
        remind(notifier, number, "04T08:00")
    assert work(notifier, seconds=70) == 2
    assert [c.text.subject for c in notifier.email.carried] == ["4 phản ánh cần chú ý hôm nay"]
    assert only(notifier, Channel.SMS).due_at == local("04T08:00")


def test_a_digest_has_a_hundred_lines_and_says_how_many_more() -> None:
    """The soonest due first; the number in the subject is that of all."""
    notifier = at("04T07:30:10")
    for number in range(103):
        due = store(local("04T17:00") + timedelta(minutes=number))
        remind(notifier, number, "04T07:30", due_at=due)
    work(notifier, minutes=1)
    text = notifier.email.carried[0].text
    shown = [line for line in text.body.splitlines() if line.startswith("- ")]
    assert text.subject == "103 phản ánh cần chú ý hôm nay"
    assert (len(shown), "LC-260803-00000" in shown[0]) == (100, True)
    assert "… và 3 phản ánh khác" in text.body
