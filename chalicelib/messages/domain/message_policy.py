"""How long messages are kept. Source: judgement (default); the number is data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.kernel.instants import after_days
from chalicelib.messages.domain.messages import OPEN, Message

LEAST_DAYS = 30
"""A letter may lie 14 days in a queue and 14 more among the dead ones before it comes again."""


@dataclass(frozen=True)
class MessagePolicy:
    """One version of it. A message is also the mark that keeps it from being sent again: so what
    is older than messages are kept is told to nobody any more."""

    version: int
    valid_from: date
    source: str
    days_kept: int
    """Calendar days of 24 hours, from the last change."""

    def kept_until(self, message: Message) -> datetime | None:
        """When (UTC) it may be gone; None while it waits for something.

        What failed or is uncertain leaves the attention list with it.
        """
        if message.status in OPEN:
            return None
        return after_days(message.changed_at or message.happened_at, self.days_kept)

    def is_forgotten(self, happened_at: datetime, now: datetime) -> bool:
        """Whether nobody can know any more what was sent about that."""
        return after_days(happened_at, self.days_kept) <= now
