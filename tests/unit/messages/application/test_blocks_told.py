"""Whoever is blocked hears of it, of what was decided, and when it has ended by itself."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

from chalicelib.identity.application.blocks import (
    BlockAccount,
    BlockDesk,
    appeal,
    block_account,
    decide,
)
from chalicelib.kernel.actors import Actor, Role
from chalicelib.messages.application.notifications import notify, send_due
from tests.support.blocks import make_block_desk
from tests.support.cases import INTAKE
from tests.support.clock import FakeClock
from tests.support.limits import FakeLimiter
from tests.support.notifier import Notifier, local, make_notifier

LAST_DAY = date(2026, 8, 10)
ADMINISTRATOR = Actor(Role.ADMINISTRATOR, "a1", "so-khcn", province=True)


def blocked(email: str | None = "c1@mail.example") -> tuple[Notifier, BlockDesk]:
    """Somebody, on Monday 3 August, up to and including the 10th, told so already."""
    notifier = make_notifier(clock=FakeClock(local("03T10:00")))
    notifier.add_account("01J00000000000000000000009", email)
    desk = make_block_desk(notifier.clock, notifier.blocks, notifier.accounts, FakeLimiter())
    command = BlockAccount(
        "01J00000000000000000000009", "LC-260803-7K3QX", LAST_DAY, "Xúc phạm.", INTAKE, "c"
    )
    block_account(desk, command)
    tell(notifier)
    return notifier, desk


def tell(notifier: Notifier) -> None:
    """The newest event, as its queue brings it; twice, as it may."""
    event = json.loads(json.dumps(notifier.blocks.events[-1]))
    for _ in range(2):
        notify(notifier.desk, event)


def move(notifier: Notifier, to: datetime) -> None:
    notifier.clock.advance(seconds=(to - notifier.clock.now()).total_seconds())


def kinds(notifier: Notifier) -> list[str]:
    """Of what went out, in its order, each once."""
    sent = (m for m in notifier.messages.items.values() if m.status == "sent")
    ordered = sorted(sent, key=lambda message: message.changed_at)
    return list(dict.fromkeys(message.kind for message in ordered))


def test_it_says_until_when_and_not_why() -> None:
    notifier, _ = blocked()
    assert kinds(notifier) == ["account_blocked"]
    texts = [carried.text.body for carried in notifier.carried()]
    assert len(texts) == 2  # by SMS and by mail
    assert all("10/08/2026" in text and "Xúc phạm" not in text for text in texts)


def test_its_end_is_told_once_in_the_morning_after() -> None:
    notifier, _ = blocked()
    move(notifier, local("10T23:59"))
    send_due(notifier.desk)
    assert kinds(notifier) == ["account_blocked"]
    move(notifier, local("11T07:00"))
    for _ in range(2):
        send_due(notifier.desk)
    assert kinds(notifier) == ["account_blocked", "block_over"]
    assert len(notifier.sms.carried) == 1  # the end goes by mail alone, where there is mail
    assert len(notifier.email.carried) == 2


def test_who_has_no_mail_hears_of_the_end_by_sms() -> None:
    notifier, _ = blocked(email=None)
    move(notifier, local("11T07:00"))
    send_due(notifier.desk)
    assert kinds(notifier) == ["account_blocked", "block_over"]


def test_one_that_was_lifted_ends_once() -> None:
    """Told when it is lifted, and not again on the day on which it would have ended."""
    notifier, desk = blocked()
    person = Actor(Role.CITIZEN, "01J00000000000000000000009")
    notifier.clock.advance(days=1)
    appeal(desk, person, "Tôi không xúc phạm ai.", "c")
    tell_nobody = len(notifier.carried())
    tell(notifier)
    assert len(notifier.carried()) == tell_nobody
    decide(desk, person.id, True, "Đúng vậy.", ADMINISTRATOR, "c")
    tell(notifier)
    move(notifier, local("11T07:00") + timedelta(days=1))
    send_due(notifier.desk)
    assert kinds(notifier) == ["account_blocked", "block_lifted"]


def test_one_that_is_upheld_is_told_so_and_its_end_later() -> None:
    notifier, desk = blocked()
    notifier.clock.advance(days=1)
    decide(desk, "01J00000000000000000000009", False, "Đã xem.", ADMINISTRATOR, "c")
    tell(notifier)
    move(notifier, local("11T07:00"))
    send_due(notifier.desk)
    assert kinds(notifier) == ["account_blocked", "block_upheld", "block_over"]
