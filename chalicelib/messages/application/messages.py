"""Where messages are kept: the once-only keys, the state of sending, the bell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.kernel.due_work import Lane
from chalicelib.kernel.pages import Page, Position
from chalicelib.messages.domain.lanes import LANES
from chalicelib.messages.domain.messages import Message


@dataclass(frozen=True)
class DueMessage:
    """The key of a message that somebody must look at, since `at` (UTC)."""

    recipient: str
    id: str
    at: datetime


class MessageStore(Protocol):
    """Messages, each one item. Texts are sealed at rest; addresses are never kept."""

    def claim(self, message: Message) -> bool:
        """Write its first version; False if the same recipient was told the same before."""
        ...

    def find(self, recipient: str, message_id: str) -> Message | None:
        """The present version, read consistently. `text` is None where it cannot be read."""
        ...

    def save(self, message: Message) -> bool:
        """Write over exactly the version before; False if somebody else was first."""
        ...

    def put_off(self, due: DueMessage, fault: str, now: datetime) -> bool:
        """Let what could not be done at `due` be due again later (`domain/backoff.py`).

        Also for a message that cannot be read. Failures in a row are counted until it is next
        saved; after some of them it is on the attention list. False if somebody was first.
        """
        ...

    def gather(self, digest: Message) -> bool:
        """Add the one line of `digest` to the stored digest of the same key, or begin it.

        Moves its `next_at` if it waits for more (`waits_for_more`). True if the line stands in it;
        False if it is on its way already.
        """
        ...

    def due(self, now: datetime, limit: int, lanes: Sequence[Lane] = LANES) -> Sequence[DueMessage]:
        """At most `limit` of these lanes that are due at or before `now`, oldest first."""
        ...

    def attention(self, limit: int, position: Position | None) -> Page[Message]:
        """Messages that finally failed, are uncertain or fail again and again, newest first,
        without texts."""
        ...

    def bell(self, account: str, limit: int, position: Position | None) -> Page[Message]:
        """An account's notifications, newest first."""
        ...

    def read_mark(self, account: str) -> str | None:
        """The id of the newest notification that the account has seen."""
        ...

    def mark_read(self, account: str, up_to: str) -> None:
        """Move the mark forward; a mark that is farther already stays."""
        ...
