"""One message: claim it, hand it to a provider, record what came of it. Nothing goes out twice.

What a crash leaves behind: a claim not yet `sending` may be taken over once its lease is over;
one left at `sending` is uncertain, for the provider may have it: it is never sent again, and the
attention list shows it. Both are found by their `next_at` in the due work, or by the event's next
delivery.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.instants import local_date, local_midnight
from chalicelib.messages.application.messaging import Contact, ContactBook, NotificationDesk
from chalicelib.messages.application.pace import NO_PLACE, Precedence
from chalicelib.messages.application.senders import THROTTLED, Final, Retryable, Unsure
from chalicelib.messages.application.wording import code_text, digest_text, invitation_text
from chalicelib.messages.domain import messages, sms
from chalicelib.messages.domain.messages import OPEN, Book, Message, MessageStatus, Text
from chalicelib.messages.domain.sending import ATTEMPTS, CODE_ATTEMPTS, Attempt, next_attempt
from chalicelib.messages.domain.sms_budget import BY_MAIL, FULL, HELD_FOR, use_of

SENDING_RESERVE_MS = 20_000
"""Time left to a function at which nothing more is handed to a provider: a worker that is killed
while sending would leave the message uncertain. A code goes to both providers in turn, each within
the bounds of `SEND_ONCE`. What is claimed by then is due work."""


class Undeliverable(Exception):
    """There is nothing to hand to a provider; `status` and `reason` say what that comes to."""

    def __init__(self, status: MessageStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class OutgoingMessage:
    """What the provider gets."""

    address: str
    text: Text


TOO_FAST_FOR = timedelta(minutes=5)
"""A provider that throttles one message for longer has its quota of the day used up: the plan goes
on, to the second provider at its end. Counted from the first time, however long it lay before."""


def claim(desk: NotificationDesk, message: Message) -> Message | None:
    """Take this message on; None if it is held, or is or was somebody else's."""
    if desk.messages.claim(message):
        _count(desk, message)
        return message if message.status is MessageStatus.CLAIMED else None
    found = desk.messages.find(message.recipient, message.id)
    return found if found is not None and _is_mine(found, desk.clock.now()) else None


def claim_first(desk: NotificationDesk, first: Message) -> tuple[bool, Message | None]:
    """Whether its event is the first of the window, and the message if it is to go out now."""
    if desk.messages.claim(first):
        return True, first
    found = desk.messages.find(first.recipient, first.id)
    if found is None or found.about != first.about:
        return False, None
    return True, found if _is_mine(found, desk.clock.now()) else None


def leave(desk: NotificationDesk, message: Message) -> Message | None:
    """Give up a claim of this run, which has no time left: it is due at once and not only when the
    claim is over; None if somebody else was first."""
    now = desk.clock.now()
    if messages.is_stuck(message, now):
        return None
    return _wait_in_lane(desk, message, now, min(message.next_at or now, now), None)


def carry_on(desk: NotificationDesk, contacts: ContactBook, message: Message) -> Message | None:
    """Take a claimed or due message as far as it goes now; None if somebody else was first, and
    in quarantine, where it stays due."""
    if desk.directory.is_quarantined():
        return None
    now = desk.clock.now()
    if messages.is_stuck(message, now):
        return _record(desk, messages.ended(message, now, MessageStatus.UNCERTAIN, "worker_died"))
    over_at = desk.held_until(message, now)
    if over_at is not None:
        counted = THROTTLED if message.reason == THROTTLED else None
        return _record(desk, messages.held(message, now, over_at, counted))
    try:
        outgoing = _outgoing(desk, contacts, message)
    except Undeliverable as none:
        return _record(desk, messages.ended(message, now, none.status, none.reason))
    since = min(message.next_at or now, now)
    wait = _place(desk, message, message.attempts + 1, now)
    if wait is None:
        return _wait_in_lane(desk, message, now, since, NO_PLACE)
    if wait:
        desk.pause(wait.total_seconds())
        now = desk.clock.now()
    if not _spend(desk, message, outgoing.text, now):
        return _hold_for_budget(desk, contacts, message, now)
    started = messages.start(message, now)
    if not desk.messages.save(started):
        return None
    busy_since = message.changed_at if message.reason == THROTTLED else None
    return _settle(desk, _send(desk, started, outgoing, _Waiting(since, busy_since or now)))


def _place(
    desk: NotificationDesk, message: Message, attempt: int, now: datetime
) -> timedelta | None:
    """A place at the provider of that attempt; how long it takes to come. Of two attempts at once,
    which are codes', the second takes its own."""
    sender = desk.senders[message.channel].of(_attempt(message, attempt).provider)
    return desk.pace.take(sender.name, message.channel, now, _precedence(message))


def _precedence(message: Message) -> Precedence:
    if message.book is Book.CODES:
        return Precedence.CODE
    return Precedence.URGENT if message.urgent else Precedence.ORDINARY


def _wait_in_lane(
    desk: NotificationDesk, message: Message, now: datetime, since: datetime, reason: str | None
) -> Message | None:
    """What lies there already stays as it is."""
    if messages.may_start(message, now):
        return message
    return _record(desk, messages.back_to_lane(message, now, since, reason))


def _plan(message: Message) -> tuple[Attempt, ...]:
    return CODE_ATTEMPTS if message.book is Book.CODES else ATTEMPTS


def _attempt(message: Message, number: int) -> Attempt:
    plan = _plan(message)
    return plan[min(number, len(plan)) - 1]


def _spend(desk: NotificationDesk, message: Message, text: Text, now: datetime) -> bool:
    """Count a short message against the day's budget before it is tried first; False: no room.

    Whoever dies between this and the sending has the message counted twice, and sent once.
    """
    tried = message.attempts or message.reason == THROTTLED
    if message.channel is not Channel.SMS or tried:
        return True
    ledger = desk.sms_ledger
    spent = ledger.spend(sms.parts(text.body), use_of(message), now)
    desk.tally.sms_budget(spent.percent_of(ledger.budget) if spent else FULL)
    return spent is not None


def _hold_for_budget(
    desk: NotificationDesk, contacts: ContactBook, message: Message, now: datetime
) -> Message | None:
    """By mail where the person has mail; else the next day, when the message may go out then, as
    what its mail has gone without."""
    contact = contacts.find(message.book, message.recipient)
    mail = messages.by_mail(message, now) if contact and contact.email else None
    is_new = mail is not None and desk.messages.claim(mail)
    if mail is None or not (is_new or _is_told(desk, mail)):
        tomorrow = local_midnight(local_date(now) + timedelta(days=1))
        over_at = desk.held_until(message, tomorrow) or tomorrow
        return _record(desk, messages.held(message, now, over_at, HELD_FOR))
    dropped = _record(desk, messages.ended(message, now, MessageStatus.DROPPED, BY_MAIL))
    return carry_on(desk, contacts, mail) if is_new else dropped


def _is_told(desk: NotificationDesk, mail: Message) -> bool:
    """Whether the mail that is there tells all of it: a digest may have gathered more since."""
    if not mail.lines:
        return True
    found = desk.messages.find(mail.recipient, mail.id)
    return found is not None and messages.tells_of(found, mail.lines)


def _is_mine(message: Message, now: datetime) -> bool:
    return messages.is_stuck(message, now) or messages.may_start(message, now)


@dataclass(frozen=True)
class _Waiting:
    """Since when a message is due, and since when the provider has been too busy for it."""

    since: datetime
    busy_since: datetime


def _send(
    desk: NotificationDesk, message: Message, outgoing: OutgoingMessage, waiting: _Waiting
) -> Message:
    """The message's next version, whatever comes."""
    try:
        return _try(desk, message, outgoing, waiting)
    except Final as refused:
        return messages.ended(message, desk.clock.now(), MessageStatus.FAILED, refused.reason)
    except Unsure as lost:
        return messages.ended(message, desk.clock.now(), MessageStatus.UNCERTAIN, lost.reason)


def _try(
    desk: NotificationDesk, message: Message, outgoing: OutgoingMessage, waiting: _Waiting
) -> Message:
    attempt = _attempt(message, message.attempts)
    sender = desk.senders[message.channel].of(attempt.provider)
    try:
        receipt = sender.send(outgoing.address, outgoing.text)
    except Retryable as passing:
        following = next_attempt(_plan(message), message.attempts)
        now, at_once = desk.clock.now(), following is not None and not following.wait
        too_fast = passing.reason == THROTTLED and now - waiting.busy_since < TOO_FAST_FOR
        if too_fast and not at_once:
            return messages.back_to_lane(message, waiting.busy_since, waiting.since, THROTTLED)
        if following is None:
            return messages.ended(message, now, MessageStatus.FAILED, passing.reason)
        if following.wait:
            return messages.retry(message, now, following.wait, passing.reason)
        again = replace(message, attempts=message.attempts + 1)
        _place(desk, again, again.attempts, now)
        return _try(desk, again, outgoing, waiting)
    parts = sms.parts(outgoing.text.body) if message.channel is Channel.SMS else None
    return messages.sent(message, desk.clock.now(), sender.name, receipt, parts)


def _outgoing(desk: NotificationDesk, contacts: ContactBook, message: Message) -> OutgoingMessage:
    """Address and text, looked up afresh: neither is kept. Raises `Undeliverable`."""
    contact = contacts.find(message.book, message.recipient)
    if contact is None:
        raise Undeliverable(MessageStatus.DROPPED, "nobody_there")
    address = contact.address(message.channel)
    if address is None:
        raise Undeliverable(MessageStatus.FAILED, "no_address")
    try:
        return OutgoingMessage(address, _text(desk, message, contact))
    except LookupError:
        raise Undeliverable(MessageStatus.FAILED, "no_text") from None


def _text(desk: NotificationDesk, message: Message, contact: Contact) -> Text:
    if message.book is Book.CODES:
        return code_text(desk, message, contact, desk.clock.now())
    if message.book is Book.INVITATIONS:
        return invitation_text(desk, message, contact)
    if message.lines:
        return digest_text(desk, message, contact.language)
    if message.text is None:
        raise LookupError("the sealed text cannot be opened")
    return message.text


def _settle(desk: NotificationDesk, outcome: Message) -> Message:
    """Record the outcome, also over the verdict of somebody who took us for dead."""
    if _record(desk, outcome) is None:
        found = desk.messages.find(outcome.recipient, outcome.id)
        if found is not None and found.status is MessageStatus.UNCERTAIN:
            _record(desk, replace(outcome, version=found.version + 1))
    return outcome


def _record(desk: NotificationDesk, message: Message) -> Message | None:
    if not desk.messages.save(message):
        return None
    _count(desk, message)
    return message


def _count(desk: NotificationDesk, message: Message) -> None:
    if message.status not in OPEN:
        desk.tally.count(message)
