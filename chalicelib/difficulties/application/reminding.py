"""The owner's leaders are reminded of a difficulty's day: the morning before it, and the one after.

Reminders are messages that wait for their instant like all that is due. They are held once the
difficulty has an owner and a day, and dropped when it is solved or given to somebody else; a
request that is repeated does what was left undone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.application.reading import active_staff
from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.difficulties.domain.difficulties import (
    ALL_AGENCIES,
    Difficulty,
    DifficultyState,
)
from chalicelib.kernel.actors import Role
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.quotas import Limiter, Quota
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain.messages import OPEN, Message, MessageStatus, ended
from chalicelib.messages.domain.office_mails import OfficeMail, officer_mail
from chalicelib.messages.domain.templates import LANGUAGES, Templates

MORNING, _MORNING_ENDS = time(8), time(11, 30)
"""Local; quiet hours and days off are minded when it comes."""
_DAY = timedelta(days=1)
_KINDS = (("difficulty_due", -_DAY), ("difficulty_overdue", _DAY))
_LANGUAGE = LANGUAGES[0]
_RUNS = Quota(3, _DAY)
"""Of one morning: after the third there is nothing left that a crash kept from being told."""
_MOST = 5000
_NOT_WANTED = "difficulty_changed"


@dataclass(frozen=True)
class DifficultyReminderDesk:
    """What reminding needs. `app` is how the platform is called."""

    messages: MessageStore
    templates: Templates
    directory: Directory
    clock: Clock
    limiter: Limiter
    app: str


def follow_up(
    desk: DifficultyReminderDesk, before: Difficulty, after: Difficulty, correlation_id: str
) -> None:
    """Hold what is to be reminded of from now on, and drop what is no longer."""
    kept = after.state is DifficultyState.ASSIGNED
    if not kept or (before.owner, before.due) != (after.owner, after.due):
        for message in _reminders(desk, before, correlation_id):
            _drop(desk, message)
    if kept:
        for message in _reminders(desk, after, correlation_id):
            _hold(desk, message)


def remind_new_leaders(
    desk: DifficultyReminderDesk, kept: DifficultyStore, faults: Faults, correlation_id: str
) -> int:
    """Whoever leads an owner now, and did not when the difficulty got its day, is reminded too: on
    the mornings of reminders, of what is due tomorrow or was yesterday. How many mails that comes
    to; whoever was held one or got it is told nothing twice. Outside the morning no call."""
    now = desk.clock.now()
    local = now.astimezone(LOCAL_ZONE)
    if not MORNING <= local.time() < _MORNING_ENDS:
        return 0
    if desk.limiter.take(f"difficulties-{local.date()}", [_RUNS], now):
        return 0
    kinds = {local.date() - moved: kind for kind, moved in _KINDS}

    def is_due(one: Difficulty) -> bool:
        return one.state is DifficultyState.ASSIGNED and one.due in kinds

    isolation, told = Isolation(faults, Work.TELL), 0
    for one in kept.store.page([ALL_AGENCIES], _MOST, None, isolation, is_due).items:
        if one.owner is None or one.due is None:
            continue
        with isolation.of(one.id):
            mail = _mail(desk, one, kinds[one.due])
            leaders = active_staff(desk.directory, one.owner, Role.LEADER)
            told += sum(
                desk.messages.claim(officer_mail(mail, who.id, now, now, correlation_id))
                for who in leaders
            )
    return told


def _reminders(
    desk: DifficultyReminderDesk, one: Difficulty, correlation_id: str
) -> Iterator[Message]:
    """Those whose instant is still to come."""
    if one.owner is None or one.due is None:
        return
    for kind, moved in _KINDS:
        at = _morning_of(one.due + moved)
        if at <= desk.clock.now():
            continue
        mail = _mail(desk, one, kind)
        for leader in active_staff(desk.directory, one.owner, Role.LEADER):
            yield officer_mail(mail, leader.id, desk.clock.now(), at, correlation_id)


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, MORNING, LOCAL_ZONE)


def _mail(desk: DifficultyReminderDesk, one: Difficulty, kind: str) -> OfficeMail:
    raised_by = desk.directory.agency(one.agency)
    values = {
        "app": desk.app,
        "agency": raised_by.name if raised_by else one.agency,
        "due": f"{one.due:%d/%m/%Y}",
    }
    text = desk.templates.render(kind, _LANGUAGE, Channel.EMAIL, values)
    return OfficeMail(kind, f"difficulties#{one.id}#{one.due}", text)


def _hold(desk: DifficultyReminderDesk, message: Message) -> None:
    """Also one that was dropped, since the difficulty had been solved meanwhile."""
    if desk.messages.claim(message):
        return
    found = desk.messages.find(message.recipient, message.id)
    if found is not None and found.status is MessageStatus.DROPPED:
        desk.messages.save(replace(message, version=found.version + 1))


def _drop(desk: DifficultyReminderDesk, message: Message) -> None:
    found = desk.messages.find(message.recipient, message.id)
    if found is not None and found.status in OPEN:
        now = desk.clock.now()
        desk.messages.save(ended(found, now, MessageStatus.DROPPED, _NOT_WANTED))
