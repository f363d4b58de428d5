"""Messages: what each is about, and the states in which its sending can stand.

Source: docs/handbook.md §6. The key of a message is made of what it is about, so that an event
that is delivered again finds it claimed. `next_at` is when somebody must look at it again: the
due work of the minute schedule reads it, so a message that a crash left behind is found without
the event coming again.

    claimed ─> sending ─> sent
       │          ├─> retry (next_at) ─> sending …
     held ────────┤
    (next_at)     ├─> failed      finally refused: shown to the attention list
                  ├─> dropped     no longer wanted (code used or expired, account gone)
                  └─> uncertain   may or may not have left: never sent again, attention list
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.channels import Channel


class Book(StrEnum):
    """Where the recipient's address is looked up."""

    ACCOUNTS = "accounts"
    OFFICERS = "officers"
    CODES = "codes"
    EXTERNAL = "external"
    """Bodies outside the office, by their agency."""
    INVITATIONS = "invitations"
    """Officers who are sent a link: it is made anew for each attempt, and kept nowhere."""
    BLOCKS = "blocks"
    """Accounts that were blocked, once that has ended by itself."""


class MessageStatus(StrEnum):
    """How far the sending of a message has come."""

    CLAIMED = "claimed"
    HELD = "held"
    SENDING = "sending"
    RETRY = "retry"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    UNCERTAIN = "uncertain"


OPEN = frozenset(
    {MessageStatus.CLAIMED, MessageStatus.HELD, MessageStatus.SENDING, MessageStatus.RETRY}
)
"""States that have a `next_at`."""
NEED_ATTENTION = frozenset({MessageStatus.FAILED, MessageStatus.UNCERTAIN})
BROKEN = "cannot_be_worked_on"
"""The reason of an open message that is on the attention list: each try meets a fault of ours."""
LEASE = timedelta(minutes=2)
"""How long one worker may take over one message: longer than any function's timeout."""


@dataclass(frozen=True)
class Text:
    """What the recipient reads. `subject` is the title in the bell and in mail."""

    subject: str
    body: str
    calendar: str | None = None
    """A calendar file (RFC 5545) that mail brings along."""


@dataclass(frozen=True)
class Line:
    """One case in a morning's digest: what it is reminded of. No personal data."""

    about: str
    """The id of the event."""
    code: str
    category: str
    commune: str
    at: datetime
    due_at: datetime | None
    occasion: str
    provisional: bool = False
    """The due time may still move: no notice of days off covers it."""


@dataclass(frozen=True)
class Message:
    """One message to one recipient on one channel, in its present version. Instants are UTC.

    `happened_at` is the instant of the event. `due_at` is when the message was to go out at the
    earliest (the end of the quiet hours for a held one), whenever the run came that sent it.
    `text` is absent where it must not be kept (one-time codes) or cannot be known yet (digests):
    it is made anew for each attempt.
    """

    recipient: str
    id: str
    book: Book
    channel: Channel
    kind: str
    about: str
    """The id of the event, from which the key is made."""
    case: str | None
    urgent: bool
    happened_at: datetime
    due_at: datetime
    status: MessageStatus
    next_at: datetime | None
    text: Text | None
    correlation_id: str
    version: int = 1
    attempts: int = 0
    changed_at: datetime | None = None
    provider: str | None = None
    receipt: str | None = None
    """The provider's own id of what it took."""
    parts: int | None = None
    """How many short messages it was: each is paid for."""
    lines: tuple[Line, ...] = ()
    """What a digest gathered, in no order."""
    reminder: str | None = None
    """The rule of the policy that brought it, whose hours it keeps to."""
    reason: str | None = None
    """Why it failed, was dropped, is uncertain or held: a stable code, never a provider's text."""


def message_id(about: str, kind: str, channel: Channel) -> str:
    """The part of the key beside the recipient; the same event makes the same again."""
    return f"{channel}#{about}#{kind}"


def bell_id(notification: str) -> str:
    """The same for the bell, whose ids sort by time: `notification` is what the app sees."""
    return f"{Channel.BELL}#{notification}"


def is_stuck(message: Message, now: datetime) -> bool:
    """Whether a worker died while the provider had it: its lease is over, its outcome unknown."""
    return message.status is MessageStatus.SENDING and _is_due(message, now)


def may_start(message: Message, now: datetime) -> bool:
    """Whether it is due and nobody else's: also a claim whose worker died before sending."""
    return message.status in OPEN - {MessageStatus.SENDING} and _is_due(message, now)


def start(message: Message, now: datetime) -> Message:
    """The step that must be stored before the provider is called.

    A claim that the same run made keeps its lease: it outlasts the run.
    """
    own = message.status is MessageStatus.CLAIMED and not _is_due(message, now)
    return _changed(
        message,
        now,
        status=MessageStatus.SENDING,
        next_at=message.next_at if own else now + LEASE,
        attempts=message.attempts + 1,
    )


def sent(
    message: Message, now: datetime, provider: str, receipt: str, parts: int | None = None
) -> Message:
    """The provider took it. The text has done its duty and is not kept."""
    return _changed(
        message,
        now,
        status=MessageStatus.SENT,
        next_at=None,
        provider=provider,
        receipt=receipt,
        parts=parts,
        text=None,
    )


def held(message: Message, now: datetime, over_at: datetime, reason: str | None = None) -> Message:
    """It waits until then: for the end of the quiet hours, or for what `reason` says."""
    return _changed(
        message, now, status=MessageStatus.HELD, due_at=over_at, next_at=over_at, reason=reason
    )


def waits_for_more(digest: Message) -> bool:
    """A morning's digest goes out some time after its last line, a window of urgent ones at its
    end, whatever comes late."""
    return not digest.urgent


def tells_of(digest: Message, lines: Iterable[Line]) -> bool:
    """Whether the events of these lines are in it, whatever is said of their cases by now."""
    return {line.about for line in lines} <= {line.about for line in digest.lines}


def by_mail(message: Message, now: datetime) -> Message:
    """The same as mail, claimed; its key is that of the mail of the same event."""
    return replace(
        message,
        id=message_id(message.about, message.kind, Channel.EMAIL),
        channel=Channel.EMAIL,
        version=1,
        status=MessageStatus.CLAIMED,
        next_at=now + LEASE,
        reason=None,
    )


def back_to_lane(message: Message, at: datetime, since: datetime, reason: str | None) -> Message:
    """Nothing is wrong with it, but now is not the time: due again at once, and as old as it was.

    The try that found the provider busy is none; `at` is the first of those that follow each other.
    """
    status = MessageStatus.RETRY if message.status is MessageStatus.SENDING else message.status
    tries = message.attempts - (message.status is MessageStatus.SENDING)
    return _changed(message, at, status=status, next_at=since, attempts=tries, reason=reason)


def retry(message: Message, now: datetime, wait: timedelta, reason: str) -> Message:
    """The provider did not take it now; it may later."""
    return _changed(message, now, status=MessageStatus.RETRY, next_at=now + wait, reason=reason)


def ended(message: Message, now: datetime, status: MessageStatus, reason: str) -> Message:
    """Over without having been sent for sure: failed, dropped or uncertain."""
    return _changed(message, now, status=status, next_at=None, reason=reason)


def _is_due(message: Message, now: datetime) -> bool:
    return message.next_at is not None and message.next_at <= now


def _changed(message: Message, now: datetime, **changes: object) -> Message:
    return replace(message, version=message.version + 1, changed_at=now, **changes)  # type: ignore[arg-type]
