"""What the app shows in its bell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.application.ports.messages import MessageStore
from chalicelib.domain.messages import Message, bell_id
from chalicelib.domain.pages import Page, Position

_PREFIX = bell_id("")


@dataclass(frozen=True)
class BellDesk:
    """What the use cases of the bell need."""

    messages: MessageStore


@dataclass(frozen=True)
class Notification:
    """One line of the bell. `at` is the instant (UTC) of what it is about; `case` a code."""

    id: str
    at: datetime
    kind: str
    title: str
    text: str
    case: str | None
    urgent: bool
    read: bool


def list_notifications(
    desk: BellDesk, account: str, limit: int, position: Position | None
) -> Page[Notification]:
    """The account's own notifications, newest first."""
    mark = desk.messages.read_mark(account) or ""
    page = desk.messages.bell(account, limit, position)
    return page.of(lambda message: _notification(message, mark))


def mark_read(desk: BellDesk, account: str, up_to: str) -> None:
    """Everything up to this notification, and no farther than the newest, counts as read."""
    page = desk.messages.bell(account, 1, None)
    for newest in (*(message.id for message in page.items), *page.unreadable):
        desk.messages.mark_read(account, min(up_to, newest.removeprefix(_PREFIX)))


def _notification(message: Message, mark: str) -> Notification:
    notification = message.id.removeprefix(_PREFIX)
    return Notification(
        id=notification,
        at=message.happened_at,
        kind=message.kind,
        title=message.text.subject if message.text else "",
        text=message.text.body if message.text else "",
        case=message.case,
        urgent=message.urgent,
        read=notification <= mark,
    )
