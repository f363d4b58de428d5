"""What the short messages of a whole life cost (docs/cost.md)."""

from __future__ import annotations

from typing import cast

from chalicelib.cases.domain import commands
from chalicelib.kernel.channels import Channel
from chalicelib.messages.application.messaging import NotificationDesk
from chalicelib.messages.application.notifications import notify
from chalicelib.messages.domain import sms
from tests.support.cases import CITIZEN, LEADER, Office
from tests.support.clock import FakeClock
from tests.support.notifier import local, make_notifier


def test_a_life_by_day_is_three_short_messages_of_one_part_each() -> None:
    """To the officer who gets the case, the leader who approves, the citizen who is answered."""
    office = Office(FakeClock(local("03T10:00")))
    case = office.take(office.answered(), CITIZEN, commands.Rate(2))
    office.take(case, LEADER, commands.Close())
    notifier = make_notifier(
        cases=office.store, directory=office.directory, clock=FakeClock(local("03T10:00"))
    )
    notifier.add_account(CITIZEN.id)
    for event in office.store.events:
        notify(cast(NotificationDesk, notifier.desk), event)
    sent = [carried.text.body for carried in notifier.sms.carried]
    kinds = [m.kind for m in notifier.messages.items.values() if m.channel is Channel.SMS]
    assert sorted(kinds) == ["answer_proposed", "answered", "work"]
    assert [sms.parts(text) for text in sent] == [1, 1, 1]
