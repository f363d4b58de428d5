"""From an event to the messages that it asks for: whom the rules name, on which channels.

Planning writes nothing and gives the same messages each time, as long as the same people are in
office: so an event may come any number of times. A recipient or a channel for which no message can
be made is kept by the isolation that is passed in, and the others have theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.instants import load, local_date, local_midnight, store
from chalicelib.kernel.isolation import Isolation
from chalicelib.messages.application.messaging import Contact, ContactBook, NotificationDesk
from chalicelib.messages.application.recipients import recipients
from chalicelib.messages.application.wording import account_text, case_text, line_of
from chalicelib.messages.domain.case_events import CaseEvent
from chalicelib.messages.domain.messages import (
    LEASE,
    Book,
    Message,
    MessageStatus,
    Text,
    bell_id,
    message_id,
)
from chalicelib.messages.domain.notification_rules import (
    ACCOUNT_RULES,
    CITIZENS,
    AccountRule,
    Audience,
    Rule,
    rules_for,
)
from chalicelib.rules.domain.digests import GATHERING, GatheringWindow, window_of


@dataclass(frozen=True)
class Plan:
    """One message, and what takes its place.

    `first` is the same message under the key of its window: who claims that is the first of it, and
    goes out at once. `digest` takes the place of what it can still gather.
    """

    message: Message
    digest: Message | None = None
    first: Message | None = None


EVERYBODY = frozenset(Audience)


def plan_case(
    desk: NotificationDesk,
    contacts: ContactBook,
    event: CaseEvent,
    isolation: Isolation,
    audiences: frozenset[Audience] = EVERYBODY,
    by: str | None = None,
) -> list[Plan]:
    """One message for each person and channel; of several rules the first has its say. `by`: of
    followers those alone who follow because of that duplicate."""
    plans: dict[tuple[str, Channel], Plan] = {}
    rules = (r for r in rules_for(event.action, event.facts()) if r.audience in audiences)
    for rule in rules:
        for plan in _by_rule(desk, contacts, rule, event, isolation, by):
            plans.setdefault((plan.message.recipient, plan.message.channel), plan)
    return list(plans.values())


def _by_rule(
    desk: NotificationDesk,
    contacts: ContactBook,
    rule: Rule,
    event: CaseEvent,
    isolation: Isolation,
    by: str | None,
) -> Sequence[Plan]:
    book = Book.ACCOUNTS if rule.audience in CITIZENS else Book.OFFICERS
    if rule.audience is Audience.EXTERNAL:
        book = Book.EXTERNAL
    what, plans = f"{event.id} {rule.kind}", list[Plan]()
    found: Sequence[str] = ()
    with isolation.of(what):
        found = recipients(desk, contacts, rule, event, isolation, by)
    for recipient in found:
        with isolation.of(what):
            channels = _channels(desk, rule, event)
            contact = _contact(contacts, book, recipient, channels)
            if contact is None:
                continue
            for channel in _usable(channels, contact):
                with isolation.of(f"{what} {channel}"):
                    text = case_text(desk, event, rule.kind, channel, contact.language)
                    message = _of_case(event, rule, book, recipient, channel, text)
                    plans.append(_timed(desk, message, rule, event))
    return plans


def _contact(
    contacts: ContactBook, book: Book, recipient: str, channels: Sequence[Channel]
) -> Contact | None:
    """Nobody is looked up for the bell alone: it needs no address, and who is gone never looks."""
    if set(channels) == {Channel.BELL}:
        return Contact(None, None)
    return contacts.find(book, recipient)


def _channels(desk: NotificationDesk, rule: Rule, event: CaseEvent) -> tuple[Channel, ...]:
    """The rule's; of reminders and escalations those of the policy."""
    reminder = desk.reminder(_reminder_id(event))
    return tuple(map(Channel, reminder.channels)) if reminder else rule.channels


def _reminder_id(event: CaseEvent) -> str | None:
    id = event.detail.get("reminder")
    return str(id) if id else None


def plan_account(
    desk: NotificationDesk, contacts: ContactBook, event: Mapping[str, Any], isolation: Isolation
) -> list[Plan]:
    """The messages that something about an account or a sign-in asks for."""
    plans: list[Plan] = []
    for rule in ACCOUNT_RULES:
        if rule.meets(event):
            with isolation.of(f"{event['id']} {rule.kind}"):
                plans += _by_account_rule(desk, contacts, rule, event)
    return plans


def _by_account_rule(
    desk: NotificationDesk, contacts: ContactBook, rule: AccountRule, event: Mapping[str, Any]
) -> Iterator[Plan]:
    book, due_at = rule.book, _due(rule, event)
    recipient = _subject(rule, event)
    now_in = Book.ACCOUNTS if book is Book.BLOCKS else book
    contact = _contact(contacts, now_in, recipient, rule.channels)
    if contact is None:
        return
    for channel in _usable(rule.channels, contact):
        kept = book in (Book.ACCOUNTS, Book.OFFICERS, Book.BLOCKS)
        text = account_text(desk, rule.kind, channel, contact, event) if kept else None
        message = Message(
            recipient=recipient,
            id=_id(event["id"], rule.kind, channel, load(event["at"])),
            book=book,
            channel=channel,
            kind=rule.kind,
            about=event["id"],
            case=None,
            urgent=rule.is_code,
            happened_at=load(event["at"]),
            due_at=due_at,
            status=MessageStatus.CLAIMED,
            next_at=None,
            text=text,
            correlation_id=event["correlation_id"],
        )
        yield Plan(_ready(desk, message))


def _subject(rule: AccountRule, event: Mapping[str, Any]) -> str:
    """The item of a code; the person whom the event names; else its subject's id, with or without
    what kind of item it is."""
    if rule.whom:
        return str(event["what"][rule.whom])
    subject = str(event["subject"])
    return subject if rule.is_code else subject.partition("#")[2] or subject


def _due(rule: AccountRule, event: Mapping[str, Any]) -> datetime:
    if rule.after is None:
        return load(event["at"])
    last = date.fromisoformat(event["what"][rule.after])
    return local_midnight(last + timedelta(days=1))


def _usable(channels: Iterable[Channel], contact: Contact) -> tuple[Channel, ...]:
    """The rule's channels that reach this person; with none of them, whichever does.

    Somebody who cannot be reached at all keeps the first: it fails, and so comes to attention.
    """
    wanted = tuple(channels)
    open_to = [c for c in wanted if c is Channel.BELL or contact.address(c)]
    others = [c for c in (Channel.EMAIL, Channel.SMS) if contact.address(c)]
    return tuple(open_to or others[:1] or wanted[:1])


def _of_case(
    event: CaseEvent, rule: Rule, book: Book, recipient: str, channel: Channel, text: Text
) -> Message:
    return Message(
        recipient=recipient,
        id=_id(event.id, rule.kind, channel, event.at),
        book=book,
        channel=channel,
        kind=rule.kind,
        about=event.id,
        case=event.code,
        urgent=event.is_urgent,
        happened_at=event.at,
        due_at=event.at,
        status=MessageStatus.CLAIMED,
        next_at=None,
        text=text,
        correlation_id=event.correlation_id,
        reminder=_reminder_id(event),
    )


def _id(about: str, kind: str, channel: Channel, at: datetime) -> str:
    if channel is Channel.BELL:
        return bell_id(sortable_id(at, about, kind))
    return message_id(about, kind, channel)


def _timed(desk: NotificationDesk, message: Message, rule: Rule, event: CaseEvent) -> Plan:
    window = window_of(event.at, desk.directory.policy().urgent_gathering) if rule.gathers else None
    if window:
        return _in_window(desk, message, event, window)
    gathered = rule.digest and not event.is_urgent
    morning = desk.office_days.digest_time(event.at) if gathered else None
    reminder = desk.reminder(message.reminder)
    if morning and reminder and reminder.hours and reminder.hours.over_at(morning):
        morning = None
    return Plan(_ready(desk, message), _digest(desk, message, event, morning) if morning else None)


def _ready(desk: NotificationDesk, message: Message) -> Message:
    """Into the bell at once; else claimed for this run, or held until it may go out."""
    now = desk.clock.now()
    if message.channel is Channel.BELL:
        return replace(message, status=MessageStatus.SENT, changed_at=now)
    later = message.due_at if message.due_at > now else None
    over_at = desk.held_until(message, later or now) or later
    if over_at is None:
        return replace(message, next_at=now + LEASE)
    return replace(message, status=MessageStatus.HELD, due_at=over_at, next_at=over_at)


def _digest(
    desk: NotificationDesk, single: Message, event: CaseEvent, morning: datetime
) -> Message:
    digest = _gathered(single, event, f"morning-{local_date(morning)}", "digest", morning)
    out_at = max(morning, desk.clock.now()) + GATHERING
    return replace(digest, next_at=desk.held_until(digest, out_at) or out_at)


def _in_window(
    desk: NotificationDesk, single: Message, event: CaseEvent, window: GatheringWindow
) -> Plan:
    """At once if it is the first of its window, else with the others at its end."""
    now, message = desk.clock.now(), _ready(desk, single)
    about = f"urgent-{store(window.begin)}"
    first = replace(message, id=message_id(about, single.kind, single.channel))
    others = _gathered(single, event, about, "urgent_cases", window.end)
    out_at = window.end if window.end > now else now + GATHERING
    return Plan(message, replace(others, next_at=out_at), first)


def _gathered(single: Message, event: CaseEvent, about: str, kind: str, at: datetime) -> Message:
    return replace(
        single,
        id=message_id(about, kind, single.channel),
        kind=kind,
        about=about,
        case=None,
        happened_at=at,
        due_at=at,
        status=MessageStatus.HELD,
        text=None,
        lines=(line_of(event),),
        reminder=None,
    )
