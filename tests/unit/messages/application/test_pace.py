"""Messages follow the provider's quota; what it does not take now is due again soon."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.due_work import SOON, Worked
from chalicelib.messages.application.notifications import notify, send_due
from chalicelib.messages.application.pace import BURST, NO_PLACE, PATIENCE, Precedence
from chalicelib.messages.application.senders import THROTTLED, Retryable
from chalicelib.messages.domain.lanes import CODES, lane_of
from chalicelib.messages.domain.messages import MessageStatus
from tests.support.notifier import Notifier, make_event, make_notifier, only
from tests.support.senders import FakePace


def tell(notifier: Notifier, number: int = 1) -> None:
    """A mail and an SMS to an officer."""
    notify(notifier.desk, make_event("send_back", number, by="l1"))


def take_all(notifier: Notifier, seconds: float) -> None:
    """Others have the places of so many seconds."""
    until = notifier.clock.now() + timedelta(seconds=seconds)
    notifier.pace.taken_to = {"email-1": until, "sms-1": until}


def test_twelve_hundred_digests_leave_in_a_couple_of_minutes_and_never_faster() -> None:
    """At 14 mails a second 1,200 take 86 s; no second has more than the quota and its burst."""
    notifier = make_notifier(pace=FakePace(14))
    begun = notifier.clock.now()
    at: list[float] = []
    carry = notifier.email.send

    def send(address: str, text: object) -> str:
        at.append((notifier.clock.now() - begun).total_seconds())
        return carry(address, text)  # type: ignore[arg-type]

    notifier.email.send = send  # type: ignore[method-assign]
    for number in range(1200):
        notify(notifier.desk, make_event("send_back", number, by="l1"), lambda: False)
    notifier.clock.advance(minutes=2)
    begun = notifier.clock.now()
    assert send_due(notifier.desk).moved == 2400
    assert len(at) == 1200
    assert 1200 / 14 - 2 < at[-1] < 120
    assert (
        max(sum(second <= one < second + 1 for one in at) for second in map(float, range(90))) <= 29
    )


def test_what_finds_no_place_lies_in_its_lane_and_the_lane_is_woken() -> None:
    """Due at once, and no attempt of its plan is used up."""
    notifier = make_notifier(pace=FakePace(1))
    take_all(notifier, seconds=30)
    for number in range(1, 6):
        tell(notifier, number)
    waiting = [m for m in notifier.messages.items.values() if m.status is MessageStatus.CLAIMED]
    assert [(m.attempts, m.reason) for m in waiting] == [(0, NO_PLACE)] * len(waiting)
    assert waiting
    assert set(notifier.waker.woken) == {(lane_of(m), SOON) for m in waiting}
    assert send_due(notifier.desk).finished is False
    notifier.clock.advance(seconds=30)
    while not send_due(notifier.desk).finished:
        notifier.clock.advance(seconds=SOON)
    assert len(notifier.email.carried) == 5


def test_a_throttled_message_is_due_again_at_once_and_as_old_as_it_was() -> None:
    """Not in a minute; the budget counts it once, and its attempts are all left."""
    notifier = make_notifier()
    notifier.sms.failures = [Retryable(THROTTLED)] * 3
    tell(notifier)
    sms = only(notifier, Channel.SMS)
    assert (sms.status, sms.attempts, sms.reason) == (MessageStatus.RETRY, 0, THROTTLED)
    due = notifier.clock.now()
    assert sms.next_at == due
    assert notifier.waker.woken == [(lane_of(sms), SOON)]
    notifier.clock.advance(seconds=SOON)
    worked = send_due(notifier.desk)
    assert worked == Worked(0, 0, finished=False, again=1)
    assert worked.goes_on
    assert only(notifier, Channel.SMS).next_at == due
    for _ in range(2):
        notifier.clock.advance(seconds=SOON)
        send_due(notifier.desk)
    assert only(notifier, Channel.SMS).status is MessageStatus.SENT
    assert only(notifier, Channel.SMS).attempts == 1
    assert [day.total for day in notifier.sms_ledger.days.values()] == [1]


def test_one_that_lay_long_behind_others_goes_back_to_its_lane_when_it_is_throttled() -> None:
    """It waited for those before it, and not for the provider: its minutes are counted from the
    first time that the provider was busy."""
    notifier = make_notifier()
    notify(notifier.desk, make_event("send_back", 1, by="l1"), lambda: False)
    notifier.clock.advance(minutes=35)
    due = only(notifier, Channel.SMS).next_at
    notifier.sms.failures = [Retryable(THROTTLED)] * 10_000
    begun = notifier.clock.now()
    for _ in range(4):
        send_due(notifier.desk)
        sms = only(notifier, Channel.SMS)
        assert (sms.status, sms.attempts, sms.next_at) == (MessageStatus.RETRY, 0, due)
        notifier.clock.advance(minutes=1)
    while not notifier.sms_2.carried:
        assert notifier.clock.now() - begun < timedelta(hours=1)
        notifier.clock.advance(seconds=20)
        send_due(notifier.desk)
    assert [day.total for day in notifier.sms_ledger.days.values()] == [1]


def test_a_throttled_code_goes_to_the_second_provider_at_once() -> None:
    """Where that takes none either it is due again in seconds, in the lane of codes."""
    notifier = make_notifier()
    notifier.sms.failures = [Retryable(THROTTLED)] * 2
    notifier.sms_2.failures = [Retryable(THROTTLED)]
    notify(notifier.desk, notifier.register())
    assert notifier.carried() == []
    assert notifier.waker.woken == [(CODES, SOON)]
    notifier.clock.advance(seconds=SOON)
    assert send_due(notifier.desk, lanes=[CODES]).moved == 1
    assert len(notifier.sms_2.carried) == 1


def test_a_code_takes_a_place_at_each_provider_that_it_is_given_to() -> None:
    """Others that go to the second one leave it room there, too."""
    notifier = make_notifier(pace=FakePace(10))
    notifier.sms.failures = [Retryable("unavailable")]
    begun = notifier.clock.now()
    notify(notifier.desk, notifier.register())
    assert len(notifier.sms_2.carried) == 1
    assert {name: at - begun for name, at in notifier.pace.taken_to.items()} == {
        "sms-1": BURST / 10,
        "sms-2": BURST / 10,
    }


def test_what_a_run_has_no_time_for_is_due_at_once() -> None:
    """A code that came at the end of a batch does not wait until its claim is over."""
    notifier = make_notifier()
    notify(notifier.desk, notifier.register(), lambda: False)
    notify(notifier.desk, make_event("send_back", 1, by="l1"), lambda: False)
    assert notifier.carried() == []
    assert (CODES, SOON) in notifier.waker.woken
    notifier.clock.advance(seconds=SOON)
    assert send_due(notifier.desk, lanes=[CODES]).moved == 1
    assert send_due(notifier.desk).moved == 2
    assert len(notifier.carried()) == 3


def test_codes_go_out_where_nothing_else_may() -> None:
    """All places of the next half minute are taken by others."""
    notifier = make_notifier()
    take_all(notifier, seconds=30)
    begun = notifier.clock.now()
    tell(notifier)
    assert notifier.carried() == []
    notify(notifier.desk, notifier.register())
    assert len(notifier.sms.carried) == 1
    assert notifier.clock.now() == begun


def test_urgent_ones_find_a_place_where_digests_do_not() -> None:
    """Those have taken all that they may; an urgent one takes the next place and waits for it."""
    notifier = make_notifier()
    ordinary = BURST + PATIENCE[Precedence.ORDINARY]
    take_all(notifier, seconds=ordinary.total_seconds() + 0.5)
    begun = notifier.clock.now()
    tell(notifier)
    assert notifier.carried() == []
    urgent = make_event("send_back", 2, by="l1", urgency="urgent")
    notify(notifier.desk, urgent)
    assert len(notifier.carried()) == 2
    assert timedelta(seconds=2) < notifier.clock.now() - begun < timedelta(seconds=3)


def test_a_provider_that_throttles_for_long_is_left_for_the_second() -> None:
    """Its quota of the day is used up: the plan goes on, attempt by attempt."""
    notifier = make_notifier()
    notifier.sms.failures = [Retryable(THROTTLED)] * 10_000
    tell(notifier)
    begun = notifier.clock.now()
    while not notifier.sms_2.carried:
        notifier.clock.advance(seconds=20)
        assert notifier.clock.now() - begun < timedelta(hours=1)
        send_due(notifier.desk)
    assert only(notifier, Channel.SMS).status is MessageStatus.SENT
    assert [day.total for day in notifier.sms_ledger.days.values()] == [1]


@pytest.mark.parametrize("reason", ["unavailable", "quota_used_up"])
def test_other_failures_keep_to_the_plan(reason: str) -> None:
    """A minute later, as ever."""
    notifier = make_notifier()
    notifier.sms.failures = [Retryable(reason)]
    tell(notifier)
    sms = only(notifier, Channel.SMS)
    assert sms.next_at == notifier.clock.now() + timedelta(minutes=1)
    assert replace(sms, reason=reason) == sms
    assert notifier.waker.woken == []
