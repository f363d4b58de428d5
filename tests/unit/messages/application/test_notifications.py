"""Sending: quiet hours, retries, providers, codes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.due_work import Worked
from chalicelib.messages.application.notifications import notify, send_due
from chalicelib.messages.application.senders import Final, Retryable, Unsure
from chalicelib.messages.domain.messages import LEASE, Message, MessageStatus
from chalicelib.messages.domain.sending import ATTEMPTS
from tests.support.notifier import (
    Notifier,
    at,
    local,
    make_event,
    only,
    work,
)
from tests.support.senders import FakeSender

MINUTE = timedelta(minutes=1)


def escalate(notifier: Notifier, **changes: object) -> None:
    """One event that asks for one mail and one SMS to the leader l1."""
    event = make_event("escalate", detail={"reminder": "leader", "to": "leader"}, **changes)
    notify(notifier.desk, event)


def test_a_message_goes_out_at_once_and_is_recorded() -> None:
    """With provider, receipt and attempt, and without its text."""
    notifier = at("03T10:00")
    escalate(notifier)
    sms = only(notifier, Channel.SMS)
    assert (sms.status, sms.provider, sms.receipt, sms.attempts) == (
        MessageStatus.SENT,
        "sms-1",
        "sms-1-1",
        1,
    )
    assert (sms.text, sms.parts) == (None, 1)
    assert only(notifier, Channel.EMAIL).parts is None
    assert len(notifier.carried()) == 2


def test_an_officers_mail_has_code_place_due_time_and_link_and_nothing_personal() -> None:
    """The due time is the province's, in Vietnamese form."""
    notifier = at("03T10:00")
    escalate(notifier)
    text = notifier.email.carried[0].text
    for part in (
        "LC-260803-7K3QX",
        "Lĩnh vực: Đường sá",
        "Địa bàn: Phường Lào Cai",
        "Hạn: 17:00 ngày 06/08/2026",
        "https://laocai.example/officer/cases/LC-260803-7K3QX",
    ):
        assert part in text.body
    assert text.subject == "LC-260803-7K3QX: quá hạn, cần chỉ đạo"


def test_an_sms_goes_out_without_diacritics() -> None:
    """Half the price of the same text with them."""
    notifier = at("03T10:00")
    escalate(notifier)
    assert "qua han" in notifier.sms.carried[0].text.body
    assert notifier.sms.carried[0].text.body.isascii()


def test_a_message_in_the_quiet_hours_is_held_and_sent_when_they_end() -> None:
    """Stamped with the instant at which it was due, whenever the run comes."""
    notifier = at("03T22:00")
    escalate(notifier)
    assert notifier.carried() == []
    assert only(notifier, Channel.SMS).status is MessageStatus.HELD
    assert work(notifier, hours=8, minutes=59) == 0
    assert work(notifier, minutes=4) == 2
    sms = only(notifier, Channel.SMS)
    assert (sms.status, sms.due_at) == (MessageStatus.SENT, local("04T07:00"))


def test_the_bell_does_not_ring_so_it_is_never_held() -> None:
    """At night the app already shows what is new."""
    notifier = at("03T23:00")
    notify(notifier.desk, make_event("close"))
    assert only(notifier, Channel.BELL).status is MessageStatus.SENT


def test_urgent_cases_know_no_quiet_hours() -> None:
    """Danger to life does not wait for the morning."""
    notifier = at("03T23:00")
    escalate(notifier, urgency="urgent")
    assert len(notifier.carried()) == 2


def test_an_urgent_case_stays_urgent_with_co_ordinating_agencies() -> None:
    """They bring the longer limit of a complex case, not quiet hours."""
    notifier = at("03T23:00")
    escalate(notifier, urgency="complex", urgent=True)
    assert len(notifier.carried()) == 2


def test_a_passing_failure_is_tried_again_and_then_by_the_second_provider() -> None:
    """The plan of attempts, step by step, as due work."""
    failing = FakeSender("sms-1", [Retryable("unavailable")] * 2)
    notifier = at("03T10:00", sms=failing)
    escalate(notifier)
    assert only(notifier, Channel.SMS).status is MessageStatus.RETRY
    assert work(notifier, seconds=59) == 0
    assert work(notifier, seconds=1) == 1
    assert only(notifier, Channel.SMS).next_at == notifier.clock.now() + 5 * MINUTE
    assert work(notifier, minutes=5) == 1
    sms = only(notifier, Channel.SMS)
    assert (sms.status, sms.provider, sms.attempts) == (MessageStatus.SENT, "sms-2", 3)


def test_when_all_attempts_are_used_up_it_has_failed_and_comes_to_attention() -> None:
    """With the last reason, and the case it is about."""
    broken = [Retryable("unavailable")] * len(ATTEMPTS)
    notifier = at("03T10:00", sms=FakeSender("sms-1", broken))
    notifier.sms_2.failures = list(broken)
    escalate(notifier)
    for attempt in ATTEMPTS[1:]:
        assert work(notifier, seconds=attempt.wait.total_seconds()) == 1
    failed = notifier.messages.attention(10, None).items
    assert [(m.status, m.reason, m.case, m.attempts) for m in failed] == [
        (MessageStatus.FAILED, "unavailable", "LC-260803-7K3QX", len(ATTEMPTS))
    ]
    assert work(notifier, days=1) == 0


def test_a_final_failure_is_not_tried_again() -> None:
    """A bad address stays bad: recorded and shown."""
    notifier = at("03T10:00", sms=FakeSender("sms-1", [Final("bad_address")]))
    escalate(notifier)
    assert only(notifier, Channel.SMS).status is MessageStatus.FAILED
    assert work(notifier, days=1) == 0
    assert len(notifier.messages.attention(10, None).items) == 1


def test_an_answer_that_never_came_makes_the_message_uncertain() -> None:
    """It may have gone out, so it is not sent again; people look at it."""
    notifier = at("03T10:00", sms=FakeSender("sms-1", [Unsure("no_answer")]))
    escalate(notifier)
    assert only(notifier, Channel.SMS).status is MessageStatus.UNCERTAIN
    assert work(notifier, days=1) == 0


def test_a_retry_that_falls_into_the_quiet_hours_waits_for_the_morning() -> None:
    """Quiet hours hold whenever a message is due, not only when it is new."""
    notifier = at("03T21:59:30", sms=FakeSender("sms-1", [Retryable("unavailable")]))
    escalate(notifier)
    assert work(notifier, minutes=1) == 1
    assert only(notifier, Channel.SMS).next_at == local("04T07:00")
    assert work(notifier, hours=9) == 1
    assert only(notifier, Channel.SMS).status is MessageStatus.SENT


def die_after_claiming(notifier: Notifier, event: Mapping[str, Any]) -> None:
    """The worker ends before it sends the first."""

    def killed() -> bool:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        notify(notifier.desk, event, may_go_on=killed)


def test_a_claim_left_by_a_dead_worker_is_taken_over_when_its_lease_is_over() -> None:
    """Not before: the worker may only be slow."""
    notifier = at("03T10:00")
    escalate_event = make_event("escalate", detail={"to": "leader"})
    for event in (make_event("close"), escalate_event):
        die_after_claiming(notifier, event)
    assert {only(notifier, c).status for c in (Channel.SMS, Channel.EMAIL)} == {
        MessageStatus.CLAIMED
    }
    notify(notifier.desk, escalate_event)
    assert notifier.carried() == []
    notifier.clock.advance(seconds=LEASE.total_seconds())
    notify(notifier.desk, escalate_event)
    assert len(notifier.carried()) == 2
    assert work(notifier, days=1) == 0


def test_a_message_left_at_sending_is_uncertain_and_never_sent_again() -> None:
    """The provider may have it (docs/adr/0011)."""
    notifier = at("03T10:00")
    escalate(notifier)
    sms = only(notifier, Channel.SMS)
    left = replace(sms, status=MessageStatus.SENDING, next_at=notifier.clock.now() + LEASE)
    notifier.messages.items[sms.recipient, sms.id] = left
    assert work(notifier, seconds=119) == 0
    assert work(notifier, seconds=1) == 1
    assert [m.reason for m in notifier.messages.attention(9, None).items] == ["worker_died"]
    assert len(notifier.sms.carried) == 1


def test_a_slow_worker_that_was_taken_for_dead_still_records_that_it_sent() -> None:
    """The truth wins over the guess."""
    notifier = at("03T10:00")

    class SlowSender(FakeSender):
        def send(self, address, text):
            work(notifier, minutes=3)
            return super().send(address, text)

    notifier.sms = SlowSender("sms-1")
    escalate(notifier)
    assert only(notifier, Channel.SMS).status is MessageStatus.SENT
    assert notifier.messages.attention(9, None).items == ()


def test_two_runs_that_found_the_same_message_send_it_once() -> None:
    """Overlapping schedules: the other run sends everything between our reading and our start."""
    notifier = at("03T22:00")
    escalate(notifier)
    notifier.clock.advance(hours=10)
    read = notifier.messages.find

    def overtaken(recipient: str, message_id: str) -> Message | None:
        message = read(recipient, message_id)
        notifier.messages.find = read  # type: ignore[method-assign]
        assert work(notifier) == 2
        return message

    notifier.messages.find = overtaken  # type: ignore[method-assign]
    assert work(notifier) == 0
    assert len(notifier.carried()) == 2


def test_all_messages_of_an_event_are_written_down_before_the_first_goes_out() -> None:
    """Whoever dies while sending the first leaves the others as due work."""
    notifier = at("03T10:00")
    written = []

    class WatchingSender(FakeSender):
        def send(self, address, text):
            written.append(len(notifier.messages.items))
            return super().send(address, text)

    notifier.email = WatchingSender("email-1")
    escalate(notifier)
    assert written == [2]


def test_a_run_of_due_work_goes_on_until_nothing_is_due_oldest_first() -> None:
    """A morning's backlog leaves in one run, not fifty messages a minute."""
    notifier = at("03T22:00")
    for number in range(60):
        notifier.clock.advance(seconds=1)
        escalate(notifier, number=number + 1)
    notifier.clock.advance(days=1, hours=-2)
    assert send_due(notifier.desk) == Worked(120, 0, finished=True)
    sent = [one.text.body.partition("LC-")[2][:12] for one in notifier.email.carried]
    assert len(sent) == 60
    assert sent == sorted(sent)
    assert send_due(notifier.desk) == Worked(0, 0, finished=True)


def test_due_work_stops_when_its_time_is_over() -> None:
    """A function that is killed in the middle of a sending would leave it uncertain."""
    notifier = at("03T22:00")
    escalate(notifier)
    notifier.clock.advance(hours=10)
    answers = iter([True, False])
    assert send_due(notifier.desk, lambda: next(answers)).moved == 1


def test_somebody_who_left_before_the_morning_gets_nothing() -> None:
    """The address is looked up when the message goes out, and an erased account has none."""
    notifier = at("03T23:00")
    notify(notifier.desk, make_event("reject", officer=None))
    notifier.accounts.store.forget("c1")
    assert work(notifier, hours=9) == 1
    assert only(notifier, Channel.SMS).status is MessageStatus.DROPPED


def test_a_text_that_cannot_be_opened_fails_instead_of_blocking_the_rest() -> None:
    """One unreadable message must not stop the due work of all others."""
    notifier = at("03T23:00")
    escalate(notifier)
    sms = only(notifier, Channel.SMS)
    notifier.messages.items[sms.recipient, sms.id] = replace(sms, text=None)
    assert work(notifier, hours=9) == 2
    assert (only(notifier, Channel.SMS).status, only(notifier, Channel.SMS).reason) == (
        MessageStatus.FAILED,
        "no_text",
    )
    assert len(notifier.email.carried) == 1


def test_every_end_is_counted_by_kind_and_channel() -> None:
    """What the metrics are made of."""
    notifier = at("03T10:00", sms=FakeSender("sms-1", [Final("bad_address")]))
    escalate(notifier)
    notify(notifier.desk, make_event("close", 9))
    assert sorted(notifier.tally.counted) == [
        ("failed", "escalation", "sms"),
        ("sent", "closed", "bell"),
        ("sent", "escalation", "email"),
    ]


def test_in_quarantine_nothing_leaves_and_everything_stays_due() -> None:
    """Codes and urgent messages too, and nothing is written for what waits; after the release all
    of it goes out once."""
    notifier = at("03T10:00")
    notifier.directory.quarantined = True
    events = [
        make_event("escalate", detail={"reminder": "leader", "to": "leader"}),
        make_event("submit", urgency="on_the_spot"),
        notifier.register(),
    ]
    for event in events:
        notify(notifier.desk, event)
    before = dict(notifier.messages.items)
    notifier.clock.advance(minutes=3)
    assert send_due(notifier.desk).moved == 0
    assert notifier.carried() == []
    assert notifier.messages.items == before
    notifier.directory.quarantined = False
    while send_due(notifier.desk).moved:
        pass
    for event in events:
        notify(notifier.desk, event)
    out = [one for one in notifier.messages.items.values() if one.channel is not Channel.BELL]
    assert {one.status for one in out} == {MessageStatus.SENT}
    assert len(notifier.carried()) == len(out) > 2
