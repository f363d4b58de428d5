"""What officers read about a due time: not only when, but why (docs/handbook.md §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from chalicelib.cases.domain import commands
from chalicelib.kernel.channels import Channel
from chalicelib.messages.adapters.message_documents import read_line, write_line
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.wording import case_text, digest_text, line_of
from chalicelib.messages.domain.case_events import read_case_event
from tests.support.cases import OFFICER, Office
from tests.support.clock import FakeClock
from tests.support.messages import make_message
from tests.support.notifier import make_notifier


@pytest.mark.parametrize(
    ("language", "expected"),
    [("vi", "17:00 06/08: 3 ngày làm việc"), ("en", "17:00 06/08: 3 working days")],
)
def test_the_mail_says_why(language: str, expected: str) -> None:
    """The mail of an assignment lists the steps to the due time; the short message does not."""
    office = Office()
    office.assigned()
    event: dict[str, Any] = office.store.events[-1]
    notifier = make_notifier(cases=office.store, directory=office.directory)
    desk = cast(NotificationDesk, notifier.desk)
    mail = case_text(desk, read_case_event(event), "work", Channel.EMAIL, language)
    assert expected in mail.body
    short = case_text(desk, read_case_event(event), "work", Channel.SMS, language)
    assert expected not in short.body


@pytest.mark.parametrize(
    ("suggested", "line"),
    [("so-y-te", "Đơn vị được đề xuất: Sở Y tế"), (None, "Đơn vị được đề xuất: -")],
)
def test_who_suggests_another_agency_is_heard(suggested: str | None, line: str) -> None:
    """The intake desk reads it in the mail that the case came back."""
    office = Office()
    office.take(office.assigned(), OFFICER, commands.Return("Nhầm", suggested))
    event: dict[str, Any] = office.store.events[-1]
    desk = cast(NotificationDesk, make_notifier(directory=office.directory).desk)
    mail = case_text(desk, read_case_event(event), "returned", Channel.EMAIL, "vi")
    assert line in mail.body.splitlines()


@pytest.mark.parametrize(("year", "said"), [(2026, False), (2027, True)])
@pytest.mark.parametrize(
    ("language", "channel", "words"),
    [
        ("vi", Channel.BELL, " (dự kiến)"),
        ("vi", Channel.SMS, " (du kien)"),
        ("en", Channel.EMAIL, " (provisional)"),
    ],
)
def test_a_provisional_due_time_says_so(
    year: int, said: bool, language: str, channel: Channel, words: str
) -> None:
    """No notice of days off is loaded for 2027: the date may move, in a message as on the page."""
    office = Office(FakeClock(datetime(year, 8, 3, 1, 5, tzinfo=UTC)))
    office.assigned()
    event = read_case_event(office.store.events[-1])
    desk = cast(NotificationDesk, make_notifier(directory=office.directory).desk)
    assert (words in case_text(desk, event, "due_moved", channel, language).body) is said
    line = line_of(event)
    kept = read_line(write_line(line))
    other = replace(line, code="LC-270101-AAAAA")
    digest = make_message(kind="digest", lines=(kept, other), channel=channel)
    assert kept == line
    if channel is Channel.EMAIL:
        assert digest_text(desk, digest, language).body.count(words) == (2 if said else 0)
