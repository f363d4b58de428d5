"""A message store in memory, and messages to put in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.kernel import backoff
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.due_work import Lane
from chalicelib.kernel.instants import store
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.messages.application.messages import DueMessage
from chalicelib.messages.domain.lanes import LANES, lane_of
from chalicelib.messages.domain.messages import (
    BROKEN,
    NEED_ATTENTION,
    Book,
    Line,
    Message,
    MessageStatus,
    Text,
    message_id,
    tells_of,
    waits_for_more,
)

NOON = datetime(2026, 8, 3, 5, tzinfo=UTC)
"""12:00 in the province, a Monday."""


def make_message(**changes: object) -> Message:
    """A claimed short message to an account about a case's answer."""
    channel = Channel(str(changes.get("channel", Channel.SMS)))
    about, kind = str(changes.get("about", "LC-260803-7K3QX#8")), "answered"
    message = Message(
        recipient="A1",
        id=message_id(about, kind, channel),
        book=Book.ACCOUNTS,
        channel=channel,
        kind=kind,
        about=about,
        case="LC-260803-7K3QX",
        urgent=False,
        happened_at=NOON,
        due_at=NOON,
        status=MessageStatus.CLAIMED,
        next_at=NOON,
        text=Text("Đã trả lời", "Phan anh da duoc tra loi"),
        correlation_id="c-1",
    )
    return replace(message, **changes)  # type: ignore[arg-type]


def make_line(number: int = 1) -> Line:
    """A digest's line about one case."""
    code = f"LC-260803-0000{number}"
    return Line(
        about=f"{code}#5",
        code=code,
        category="roads",
        commune="02647",
        at=NOON,
        due_at=NOON,
        occasion="overdue_morning",
    )


class MemoryMessageStore:
    """Keeps messages in a dictionary, with the promises of the port."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], Message] = {}
        self.failures: dict[tuple[str, str], int] = {}
        self.unreadable: set[tuple[str, str]] = set()
        """Keys of messages that nobody can read."""
        self._marks: dict[str, str] = {}

    def claim(self, message: Message) -> bool:
        if (message.recipient, message.id) in self.items:
            return False
        self._put(message)
        return True

    def find(self, recipient: str, message_id: str) -> Message | None:
        if (recipient, message_id) in self.unreadable:
            raise ValueError("no status of ours")
        return self.items.get((recipient, message_id))

    def put_off(self, due: DueMessage, fault: str, now: datetime) -> bool:
        stored = self.items.get((due.recipient, due.id))
        if stored is None or stored.next_at != due.at:
            return False
        failures = self.failures[due.recipient, due.id] = (
            self.failures.get((due.recipient, due.id), 0) + 1
        )
        reason = f"{BROKEN}: {fault}" if backoff.needs_attention(failures) else stored.reason
        later = now + backoff.wait_after(failures)
        self.items[due.recipient, due.id] = replace(stored, next_at=later, reason=reason)
        return True

    def save(self, message: Message) -> bool:
        stored = self.find(message.recipient, message.id)
        if stored is None or stored.version != message.version - 1:
            return False
        self._put(message)
        return True

    def gather(self, digest: Message) -> bool:
        stored = self.find(digest.recipient, digest.id)
        if stored is None:
            self._put(digest)
            return True
        by_event = {line.about: line for line in (*stored.lines, *digest.lines)}
        lines = tuple(by_event[about] for about in sorted(by_event))
        if stored.status is MessageStatus.HELD:
            at = digest.next_at if waits_for_more(digest) else stored.next_at
            added = replace(stored, lines=lines, next_at=at, version=stored.version + 1)
            self.items[digest.recipient, digest.id] = added
            return True
        return tells_of(stored, digest.lines)

    def due(self, now: datetime, limit: int, lanes: Sequence[Lane] = LANES) -> Sequence[DueMessage]:
        found = [
            DueMessage(message.recipient, message.id, message.next_at)
            for message in self.items.values()
            if message.next_at is not None and message.next_at <= now and lane_of(message) in lanes
        ]
        return sorted(found, key=lambda due: due.at)[:limit]

    def attention(self, limit: int, position: Position | None) -> Page[Message]:
        found = [
            replace(message, text=None)
            for key, message in self.items.items()
            if message.status in NEED_ATTENTION
            or backoff.needs_attention(self.failures.get(key, 0))
        ]
        return self._newest_first(found, limit, position, _failed_at)

    def bell(self, account: str, limit: int, position: Position | None) -> Page[Message]:
        found = [
            message
            for message in self.items.values()
            if message.recipient == account and message.channel is Channel.BELL
        ]
        return self._newest_first(found, limit, position, _id)

    def read_mark(self, account: str) -> str | None:
        return self._marks.get(account)

    def mark_read(self, account: str, up_to: str) -> None:
        self._marks[account] = max(up_to, self._marks.get(account, ""))

    def _put(self, message: Message) -> None:
        self.items[message.recipient, message.id] = message
        self.failures.pop((message.recipient, message.id), None)

    def _newest_first(
        self,
        messages: list[Message],
        limit: int,
        position: Position | None,
        place: Callable[[Message], Position],
    ) -> Page[Message]:
        messages.sort(key=lambda message: tuple(place(message).values()), reverse=True)
        page = page_of(messages, limit, position, place, backwards=True)
        readable = [one for one in page.items if (one.recipient, one.id) not in self.unreadable]
        unreadable = tuple(one.id for one in page.items if one not in readable)
        return replace(page, items=tuple(readable), unreadable=unreadable)


def _failed_at(message: Message) -> Position:
    at = store(message.changed_at or message.happened_at)
    return {"at": at, "recipient": message.recipient, "id": message.id}


def _id(message: Message) -> Position:
    return {"id": message.id}
