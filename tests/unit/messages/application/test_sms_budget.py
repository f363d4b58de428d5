"""What short messages may cost in a day, and what happens when it is used up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.kernel.channels import Channel
from chalicelib.messages.application.notifications import notify, send_due
from chalicelib.messages.application.senders import Retryable
from chalicelib.messages.domain.messages import (
    Book,
    Message,
    MessageStatus,
    by_mail,
    message_id,
    sent,
)
from chalicelib.messages.domain.sms_budget import SmsBudget, SmsSpent
from tests.support.clock import NOW
from tests.support.messages import make_line, make_message
from tests.support.notifier import Notifier, local, make_event, make_notifier
from tests.support.senders import FakeSender, FakeSmsLedger


def make_tight(parts: int = 10, code_percent: int = 50) -> Notifier:
    """With room for five parts that are no codes."""
    return make_notifier(sms_ledger=FakeSmsLedger(SmsBudget(parts, code_percent)))


def answer(notifier: Notifier, number: int, **changes: object) -> None:
    notify(notifier.desk, make_event(number=number, **changes))


def short(notifier: Notifier, recipient: str = "c1") -> list[Message]:
    return sorted(
        (
            message
            for message in notifier.messages.items.values()
            if message.channel is Channel.SMS and message.recipient == recipient
        ),
        key=lambda message: int(message.about.partition("#")[2]),
    )


def test_a_flood_of_messages_leaves_codes_their_share() -> None:
    """Whatever somebody makes the system say to others, people can sign in."""
    notifier = make_tight()
    for number in range(1, 40):
        answer(notifier, number)
    sent = len(notifier.sms.carried)
    assert sent == 5
    for number in range(9):
        notify(notifier.desk, notifier.register(f"01J0000000000000000000010{number}"))
    assert len(notifier.sms.carried) == sent + 9


def test_a_flood_of_codes_stops_all_else_at_the_whole_and_never_codes() -> None:
    """Beyond the budget too: an alarm has rung, and limits of their own hold codes."""
    notifier = make_tight()
    for number in range(14):
        notify(notifier.desk, notifier.register(f"01J000000000000000000001{number:02d}"))
    answer(notifier, 1)
    assert [message.status for message in short(notifier)] == [MessageStatus.HELD]
    notify(notifier.desk, notifier.register())
    assert len(notifier.sms.carried) == 15
    assert notifier.tally.percents[-1] == 150


def test_urgent_messages_are_never_held() -> None:
    """They are counted, and cost others their room."""
    notifier = make_tight()
    for number in range(1, 9):
        answer(notifier, number, urgency="urgent")
    assert {message.status for message in short(notifier)} == {MessageStatus.SENT}
    answer(notifier, 9)
    assert short(notifier)[-1].status is MessageStatus.HELD


def test_what_is_held_says_why_and_goes_out_the_next_day() -> None:
    """When the quiet hours are over; nothing is dropped, and nothing goes out twice."""
    notifier = make_tight()
    for number in range(1, 9):
        answer(notifier, number)
    held = [message for message in short(notifier) if message.status is MessageStatus.HELD]
    assert [message.reason for message in held] == ["sms_budget"] * 3
    assert {message.next_at for message in held} == {local("04T07:00")}
    notifier.clock.advance(seconds=(local("03T23:59") - NOW).total_seconds())
    assert send_due(notifier.desk).moved == 0
    notifier.clock.advance(hours=7, minutes=1)
    assert send_due(notifier.desk).moved == 3
    assert {message.status for message in short(notifier)} == {MessageStatus.SENT}
    assert len(notifier.sms.carried) == 8
    assert send_due(notifier.desk).moved == 0


def test_more_than_a_day_can_take_waits_for_several() -> None:
    """The oldest first, five a day."""
    notifier = make_tight()
    for number in range(1, 14):
        answer(notifier, number)
    for day, in_all in (("04", 10), ("05", 13), ("06", 13)):
        at = local(f"{day}T07:00")
        notifier.clock.advance(seconds=(at - notifier.clock.now()).total_seconds())
        send_due(notifier.desk)
        assert len(notifier.sms.carried) == in_all


def test_who_has_mail_gets_mail_instead() -> None:
    """Once: where the rule sends mail anyway, the short message is only left out."""
    notifier = make_tight()
    for number in range(1, 9):
        answer(notifier, number, reporter="c2")
    messages = short(notifier, "c2")
    assert [message.status for message in messages] == (
        [MessageStatus.SENT] * 5 + [MessageStatus.DROPPED] * 3
    )
    assert {message.reason for message in messages[5:]} == {"sms_budget_by_mail"}
    to_c2 = [one for one in notifier.email.carried if one.address == "c2@mail.example"]
    assert len(to_c2) == 8


def test_mail_takes_the_place_of_what_would_be_an_sms_alone() -> None:
    """A hotline's case is told by SMS; who has mail reads it there."""
    notifier = make_tight(parts=2)
    answer(notifier, 1)
    event = make_event("submit", 2, reporter="c2", channel="hotline")
    notify(notifier.desk, event)
    (mail,) = [one for one in notifier.email.carried if one.address == "c2@mail.example"]
    assert mail.text.body
    notify(notifier.desk, event)
    assert len([o for o in notifier.email.carried if o.address == "c2@mail.example"]) == 1


def test_a_line_that_its_mail_does_not_tell_is_not_dropped_with_its_digest() -> None:
    """It came while the digest was on its way to become a mail: it waits for the next day."""
    notifier = make_tight(parts=2)
    answer(notifier, 1)
    digest = make_message(
        recipient="l1",
        id=message_id("morning-2026-08-03", "digest", Channel.SMS),
        about="morning-2026-08-03",
        kind="digest",
        book=Book.OFFICERS,
        channel=Channel.SMS,
        status=MessageStatus.HELD,
        next_at=notifier.clock.now(),
        text=None,
        lines=(make_line(1), make_line(2)),
    )
    told = by_mail(replace(digest, lines=(make_line(1),)), notifier.clock.now())
    notifier.messages.claim(sent(told, notifier.clock.now(), "email-1", "receipt"))
    notifier.messages.claim(digest)
    send_due(notifier.desk)
    waits = notifier.messages.find("l1", digest.id)
    assert waits is not None
    assert (waits.status, waits.reason) == (MessageStatus.HELD, "sms_budget")
    notifier.clock.advance(days=1)
    send_due(notifier.desk)
    assert make_line(2).code in notifier.sms.carried[-1].text.body


def test_the_share_that_is_used_is_told() -> None:
    """The fuller one of the whole and of what is not for codes, up to the stop."""
    notifier = make_tight()
    for number in range(1, 7):
        answer(notifier, number)
    assert notifier.tally.percents == [20, 40, 60, 80, 100, 100]


def test_a_second_try_is_not_counted_again() -> None:
    """A provider that fails for now costs nothing twice: it was counted when first tried."""
    notifier = make_tight()
    notifier.sms.failures = [Retryable("unavailable")]
    answer(notifier, 1)
    notifier.clock.advance(minutes=1)
    assert send_due(notifier.desk).moved == 1
    assert list(notifier.sms_ledger.days.values()) == [SmsSpent(1, 1)]


class Killed(BaseException):
    """The process dies here."""


def test_who_dies_after_counting_loses_no_message() -> None:
    """It is found and sent when its lease is over, and counted twice."""
    notifier = make_tight()
    save, notifier.messages.save = notifier.messages.save, _die  # type: ignore[method-assign]
    with pytest.raises(Killed):
        answer(notifier, 1)
    notifier.messages.save = save  # type: ignore[method-assign]
    notifier.clock.advance(minutes=3)
    assert send_due(notifier.desk).moved
    assert len(notifier.sms.carried) == 1
    assert list(notifier.sms_ledger.days.values()) == [SmsSpent(2, 2)]


def _die(_message: Message) -> bool:
    raise Killed


def test_of_many_at_once_as_many_go_out_as_there_is_room_for() -> None:
    """Exactly."""
    notifier = make_tight(parts=40)
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: answer(notifier, number), range(1, 60)))
    assert len(notifier.sms.carried) == 20


def test_days_end_at_midnight_in_the_province() -> None:
    """Not in UTC."""
    ledger = FakeSmsLedger(SmsBudget(10, 50))
    notifier = make_notifier(sms_ledger=ledger, sms=FakeSender("sms-1"))
    answer(notifier, 1, urgency="urgent")
    notifier.clock.advance(seconds=(local("04T00:00") - NOW).total_seconds() - 1)
    answer(notifier, 2, urgency="urgent", at=notifier.clock.now())
    notifier.clock.advance(seconds=1)
    answer(notifier, 3, urgency="urgent", at=notifier.clock.now())
    assert [day.total for day in ledger.days.values()] == [2, 1]
    assert timedelta(days=1) == max(ledger.days) - min(ledger.days)
