"""A message as an item, and back. Texts are sealed, bound to recipient and id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from chalicelib.kernel.channels import Channel
from chalicelib.kernel.instants import epoch_seconds, load, store
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Sealer, Unsealable
from chalicelib.messages.domain.lanes import lane_of
from chalicelib.messages.domain.message_policy import MessagePolicy
from chalicelib.messages.domain.messages import (
    NEED_ATTENTION,
    Book,
    Line,
    Message,
    MessageStatus,
    Text,
)
from chalicelib.runtime.dynamodb.schemas import MESSAGE
from chalicelib.runtime.dynamodb.stored_items import present_item

ATTENTION = "open"
"""The one partition of the attention index: few messages ever come there."""


def to_attributes(message: Message, sealer: Sealer, policy: MessagePolicy) -> dict[str, Any]:
    """Everything but the key; what is None is left away."""
    kept_until = policy.kept_until(message)
    attributes = {
        "version": message.version,
        "schema": MESSAGE.number,
        "book": message.book.value,
        "channel": message.channel.value,
        "kind": message.kind,
        "about": message.about,
        "case": message.case,
        "urgent": message.urgent,
        "happened_at": store(message.happened_at),
        "due_at": store(message.due_at),
        "status": message.status.value,
        "text": _sealed(message, sealer),
        "lines": {write_line(line) for line in message.lines} or None,
        "correlation_id": message.correlation_id,
        "attempts": message.attempts,
        "changed_at": store(message.changed_at) if message.changed_at else None,
        "provider": message.provider,
        "receipt": message.receipt,
        "parts": message.parts,
        "reminder": message.reminder,
        "reason": message.reason,
        "expires": epoch_seconds(kept_until) if kept_until else None,
    }
    if message.next_at is not None:
        attributes["due_shard"] = lane_of(message).shard
        attributes["next_at"] = store(message.next_at)
    if message.status in NEED_ATTENTION:
        attributes["attention"] = ATTENTION
        attributes["at"] = store(message.changed_at or message.happened_at)
    return {name: value for name, value in attributes.items() if value is not None}


def to_message(stored: Any, sealer: Sealer | None, isolation: Isolation) -> Message:
    """The inverse; without a sealer, or with a text that cannot be opened, without the text.

    A digest's lines that cannot be read are kept by the isolation, and the others are its lines.
    Raises NewerSchema.
    """
    item = present_item(stored, MESSAGE)
    return Message(
        recipient=item.recipient,
        id=item.id,
        book=Book(item.book),
        channel=Channel(item.channel),
        kind=item.kind,
        about=item.about,
        case=item.case,
        urgent=item.urgent,
        happened_at=load(item.happened_at),
        due_at=load(item.due_at),
        status=MessageStatus(item.status),
        next_at=load(item.next_at) if item.next_at else None,
        text=_unsealed(item, sealer) if sealer else None,
        correlation_id=item.correlation_id,
        version=int(item.version),
        attempts=int(item.attempts),
        changed_at=load(item.changed_at) if item.changed_at else None,
        provider=item.provider,
        receipt=item.receipt,
        parts=int(item.parts) if item.parts is not None else None,
        lines=tuple(_lines(item, isolation)),
        reminder=item.reminder,
        reason=item.reason,
    )


def write_line(line: Line) -> str:
    """A digest's line as one member of a string set: the same line is the same text."""
    due_at = store(line.due_at) if line.due_at else None
    document = {**asdict(line), "at": store(line.at), "due_at": due_at}
    if not line.provisional:
        # A line that was gathered before there was this member is still the same text.
        del document["provisional"]
    return json.dumps(document, sort_keys=True, separators=(",", ":"))


def read_line(text: str) -> Line:
    """The inverse."""
    document = json.loads(text)
    at, due_at = load(document.pop("at")), document.pop("due_at")
    return Line(**document, at=at, due_at=load(due_at) if due_at else None)


def _lines(item: Any, isolation: Isolation) -> Iterator[Line]:
    """One of each event: one that was relayed again may give another due time."""
    lines: dict[str, Line] = {}
    for text in sorted(item.lines or ()):
        with isolation.of(item.id):
            line = read_line(text)
            lines[line.about] = line
    yield from lines.values()


def _sealed(message: Message, sealer: Sealer) -> bytes | None:
    if message.text is None:
        return None
    text = message.text
    parts = [text.subject, text.body, *([text.calendar] if text.calendar else [])]
    document = json.dumps(parts, ensure_ascii=False)
    return sealer.seal(document.encode(), _context(message))


def _unsealed(item: Any, sealer: Sealer) -> Text | None:
    if item.text is None:
        return None
    try:
        return Text(*json.loads(sealer.unseal(item.text, _context(item))))
    except Unsealable:
        return None


def _context(place: Any) -> str:
    return f"message|{place.recipient}|{place.id}"
