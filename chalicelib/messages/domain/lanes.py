"""In which lane a message waits: one-time codes in one of their own, the others by shard."""

from __future__ import annotations

from chalicelib.kernel.due_work import SHARDS, Lane, LaneKind, shard_of
from chalicelib.messages.domain.messages import Book, Message

CODES = Lane(LaneKind.CODES, "codes")
LANES = (CODES, *(Lane(LaneKind.SENDING, shard) for shard in SHARDS))


def lane_of(message: Message) -> Lane:
    """The same for every version of it."""
    if message.book is Book.CODES:
        return CODES
    return Lane(LaneKind.SENDING, shard_of(f"{message.recipient}{message.id}"))
