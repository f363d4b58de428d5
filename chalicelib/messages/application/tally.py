"""Counting what became of messages."""

from __future__ import annotations

from typing import Protocol

from chalicelib.messages.domain.messages import Message


class Tally(Protocol):
    """Counts, for dashboards and alarms."""

    def count(self, message: Message) -> None:
        """One message that has just come to an end: by status, kind and channel."""
        ...

    def sms_budget(self, percent: int) -> None:
        """How much of the day's budget of short messages is used now."""
        ...
