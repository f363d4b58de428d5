"""In which lane a message waits: one-time codes in one of their own, urgent ones in some of theirs,
the others by shard."""

from __future__ import annotations

from chalicelib.kernel.due_work import SHARDS, Lane, LaneKind, shard_of
from chalicelib.messages.domain.messages import Book, Message

CODES = Lane(LaneKind.CODES, "codes")
URGENT = tuple(Lane(LaneKind.SENDING, f"urgent{number}") for number in range(len(SHARDS) // 2))
"""Fewer than of the others: they are few, and stand behind no digest."""
ORDINARY = tuple(Lane(LaneKind.SENDING, shard) for shard in SHARDS)
LANES = (CODES, *URGENT, *ORDINARY)


def lane_of(message: Message) -> Lane:
    """The same for every version of it."""
    if message.book is Book.CODES:
        return CODES
    number = SHARDS.index(shard_of(f"{message.recipient}{message.id}"))
    return URGENT[number % len(URGENT)] if message.urgent else ORDINARY[number]
