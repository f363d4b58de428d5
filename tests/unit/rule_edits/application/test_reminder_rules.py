"""Channels and hours of reminders are policy data: what is edited there is what is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from chalicelib.messages.application.notifications import notify
from chalicelib.messages.domain.messages import MessageStatus
from tests.support.clock import FakeClock
from tests.support.directory import make_policy
from tests.support.notifier import Notifier, SmallDirectory, make_event, make_notifier, told


def reminding(rule: dict[str, Any], at: str = "2026-08-04T10:00+07:00") -> Notifier:
    """After a reminder `half` to the officer, under a policy whose rule says so."""
    now = datetime.fromisoformat(at)
    half = {"id": "half", "anchor": "share", "to": "officer", "percent": 50, **rule}
    directory = SmallDirectory(present=make_policy(reminders=[half]))
    notifier = make_notifier(directory=directory, clock=FakeClock(now))
    detail = {"reminder": "half", "to": "officer"}
    notify(notifier.desk, make_event("remind", at=now, detail=detail))
    return notifier


@pytest.mark.parametrize(
    ("rule", "channels"),
    [
        ({}, {"email", "sms"}),
        ({"channels": ["email"]}, {"email"}),
        ({"channels": ["sms"]}, {"sms"}),
        ({"channels": ["sms", "email"]}, {"email", "sms"}),
    ],
)
def test_a_reminder_goes_out_on_the_channels_of_its_rule(rule, channels) -> None:
    """Both unless the policy says otherwise."""
    assert {channel for _, _, channel in told(reminding(rule))} == channels


@pytest.mark.parametrize(
    ("hours", "held_until"),
    [
        (None, None),
        ({"begin": "07:30", "end": "17:00"}, None),
        ({"begin": "10:00", "end": "10:01"}, None),
        ({"begin": "13:30", "end": "17:00"}, "2026-08-04T13:30+07:00"),
        ({"begin": "08:00", "end": "10:00"}, "2026-08-05T08:00+07:00"),
        ({"begin": "05:00", "end": "08:00"}, "2026-08-05T07:00+07:00"),
    ],
)
def test_outside_its_hours_a_reminder_is_held(hours, held_until) -> None:
    """Until they begin, and never within the quiet hours."""
    notifier = reminding({"hours": hours} if hours else {})
    statuses = {message.status for message in notifier.messages.items.values()}
    instants = {message.next_at for message in notifier.messages.items.values()}
    if held_until is None:
        assert statuses == {MessageStatus.SENT}
    else:
        assert statuses == {MessageStatus.HELD}
        assert instants == {datetime.fromisoformat(held_until)}
