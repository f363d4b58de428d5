"""Who did something of their own in a month, as a port. Source: docs/handbook.md §8, §10."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Presence(Protocol):
    """Notes of each account that it was used, once a month."""

    def note(self, account: str, at: datetime, correlation_id: str) -> None:
        """The person did something at that instant. What cannot be noted now is noted the next
        time: it keeps no request from being answered."""
        ...
