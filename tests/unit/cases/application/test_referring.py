"""The mail with which a body outside the office is asked."""

from __future__ import annotations

from chalicelib.cases.domain.referral_commands import Refer
from chalicelib.kernel.channels import Channel
from tests.support.cases import OFFICER
from tests.support.linked import LinkedOffice

SECRET = "ab" * 32
UTILITY = "dien-luc"


def test_the_body_gets_one_mail_with_its_link() -> None:
    """However often the letter comes; the link stands behind `#`, where no log has it."""
    world = LinkedOffice()
    case = world.new(world.office.in_progress, category="roads")
    world.settle()
    asked = world.take(case, OFFICER, Refer(UTILITY, "Bao giờ thay cột?", SECRET))
    letters = list(world.collect())
    for letter in [*letters, *letters]:
        world.carry(letter)
    sent = [m for m in world.notifier.messages.items.values() if m.recipient == UTILITY]
    assert [(m.kind, m.channel) for m in sent] == [("referred", Channel.EMAIL)]
    token = asked.referrals[0].token(case.code)
    mails = [one for one in world.notifier.email.carried if f"/ben-ngoai#{token}" in one.text.body]
    assert len(mails) == 1


def test_no_event_holds_the_secret() -> None:
    """Nor does the timeline."""
    world = LinkedOffice()
    case = world.new(world.office.in_progress, category="roads")
    asked = world.take(case, OFFICER, Refer(UTILITY, "Bao giờ thay cột?", SECRET))
    assert SECRET not in str(world.office.store.events)
    assert asked.referrals[0].token(case.code) not in str(world.office.store.events)
    assert SECRET not in str(asked.timeline)
