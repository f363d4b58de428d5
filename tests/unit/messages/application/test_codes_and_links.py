"""One-time codes and links of invitations, as they are sent."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.channels import Channel
from chalicelib.messages.application.notifications import notify
from chalicelib.messages.application.senders import Retryable
from chalicelib.messages.domain.messages import MessageStatus
from chalicelib.messages.domain.sending import CODE_ATTEMPTS
from chalicelib.staff.domain.invitations import invite, take_back, use
from tests.support.notifier import (
    Notifier,
    addresses,
    at,
    only,
    work,
)
from tests.support.senders import FakeSender


def test_codes_know_no_quiet_hours() -> None:
    """Somebody is waiting for it right now."""
    notifier = at("03T23:00")
    notify(notifier.desk, notifier.register())
    assert notifier.sms.carried[0].text.body == (
        "123456 la ma xac thuc LaoCai-S, co hieu luc trong 5 phut. "
        "Khong cung cap ma nay cho bat ky ai."
    )


def test_a_code_is_kept_nowhere() -> None:
    """The record says that it was sent, not what it was."""
    notifier = at("03T10:00")
    notify(notifier.desk, notifier.register())
    message = only(notifier, Channel.SMS)
    assert (message.text, message.status) == (None, MessageStatus.SENT)
    assert "123456" not in repr(notifier.messages.items)


@pytest.mark.parametrize(
    ("channel", "address"), [(Channel.SMS, "+84987654001"), (Channel.EMAIL, "o1@laocai.example")]
)
def test_an_officers_code_goes_where_the_sign_in_says(channel, address) -> None:
    """By SMS or by email, never by both."""
    notifier = at("03T23:00")
    notify(notifier.desk, notifier.sign_in(channel, address))
    assert addresses(notifier.carried()) == [address]
    assert "654321" in notifier.carried()[0].text.body


def invited(notifier: Notifier, officer: str = "o1") -> dict[str, object]:
    """An invitation of just now; its event."""
    now, store = notifier.clock.now(), notifier.invitations
    invitation = invite(store.find(officer), officer, now, timedelta(days=7))
    by, about = Actor(Role.ADMINISTRATOR, "adm"), f"officer#{officer}"
    event = AuditEvent(AuditKind.OFFICER_INVITED, now, by, "c-1", {}, about=about)
    assert store.put(invitation, event=event)
    return json.loads(json.dumps(store.events[-1]))


def test_an_invitation_brings_its_link_by_mail() -> None:
    """To the officer's address alone, and it is kept nowhere."""
    notifier = at("03T10:00")
    notify(notifier.desk, invited(notifier))
    (sent,) = notifier.carried()
    invitation = notifier.invitations.find("o1")
    assert sent.address == "o1@laocai.example"
    link = f"https://laocai.example/officer/invitation?token={invitation.token}"
    assert link in sent.text.body
    assert invitation.token not in repr(notifier.messages.items)


def test_an_invitation_that_came_late_is_not_sent() -> None:
    """Used, taken back or over meanwhile, or the officer has left."""
    notifier = at("03T10:00")
    for officer, over in [("o1", use), ("l1", take_back)]:
        event = invited(notifier, officer)
        notifier.invitations.put(over(notifier.invitations.find(officer), notifier.clock.now()))
        notify(notifier.desk, event)
    notify(notifier.desk, invited(notifier, "left"))
    event = invited(notifier, "l2")
    notifier.clock.advance(days=7)
    notify(notifier.desk, event)
    assert notifier.carried() == []


def test_an_invitation_of_the_night_goes_out_in_the_morning() -> None:
    """Quiet hours hold it; days off do not, since it is no work."""
    notifier = at("08T23:00")  # a Saturday
    notify(notifier.desk, invited(notifier))
    assert notifier.carried() == []
    notifier.clock.advance(hours=8)
    assert work(notifier, minutes=0) == 1
    assert len(notifier.carried()) == 1


def test_nobody_gets_a_code_that_is_over() -> None:
    """An event that comes after the code was used or has expired sends nothing."""
    notifier = at("03T10:00")
    event = notifier.register()
    notifier.clock.advance(minutes=5)
    notify(notifier.desk, event)
    assert notifier.carried() == []


def test_a_code_that_expires_while_it_is_tried_is_dropped() -> None:
    """Recorded as no longer wanted, not as a failure."""
    notifier = at("03T10:00", sms=FakeSender("sms-1", [Retryable("unavailable")] * 9))
    notifier.sms_2.failures = [Retryable("unavailable")] * 9
    notify(notifier.desk, notifier.register())
    assert work(notifier, minutes=6) == 1
    message = only(notifier, Channel.SMS)
    assert (message.status, message.reason) == (MessageStatus.DROPPED, "nobody_there")


def test_a_code_tries_the_second_provider_at_once() -> None:
    """Its worth falls by the second."""
    notifier = at("03T10:00", sms=FakeSender("sms-1", [Retryable("unavailable")]))
    notify(notifier.desk, notifier.register())
    message = only(notifier, Channel.SMS)
    assert (message.provider, message.attempts) == ("sms-2", 2)


def test_codes_are_given_up_after_their_own_plan() -> None:
    """Four tries within two minutes."""
    broken = [Retryable("unavailable")] * len(CODE_ATTEMPTS)
    notifier = at("03T10:00", sms=FakeSender("sms-1", broken))
    notifier.sms_2.failures = list(broken)
    notify(notifier.desk, notifier.register())
    assert work(notifier, minutes=1) == 1
    assert only(notifier, Channel.SMS).status is MessageStatus.FAILED


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (AuditKind.PASSWORD_SET, "vừa được đặt lại"),
        (AuditKind.FACTOR_CHANGED, "Xác thực lớp hai"),
    ],
)
def test_an_officer_hears_of_what_signs_in_being_changed(kind: AuditKind, said: str) -> None:
    """By mail, whoever did it, once; who has left hears nothing."""
    notifier = at("03T10:00")
    by = Actor(Role.ADMINISTRATOR, "adm")
    for officer in ("o1", "left"):
        event = AuditEvent(kind, notifier.clock.now(), by, "c-1", {}, about=f"officer#{officer}")
        document = json.loads(json.dumps(event.document(f"C#{officer}", 2)))
        for _ in range(2):
            notify(notifier.desk, document)
    (sent,) = notifier.carried()
    assert sent.address == "o1@laocai.example"
    assert said in sent.text.body
