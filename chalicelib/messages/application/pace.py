"""How fast messages go out, as a port: what a provider's quota gives in a second."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.kernel.channels import Channel

BURST = timedelta(seconds=1)
"""What a provider that was left alone takes at once is what this time brings."""
PATIENCE = timedelta(seconds=2)
"""How long a message may wait for its place; whoever would wait longer goes back to its lane."""
NO_PLACE = "pace"
"""The reason of a message that found no place."""


class Pace(Protocol):
    """Gives out places, exact whoever asks at the same moment: in each time no more than the quota
    brings in it, and in `BURST` besides."""

    def take(
        self, provider: str, channel: Channel, now: datetime, *, code: bool
    ) -> timedelta | None:
        """Take a place at that provider; how long to wait until it has come, None for no place.

        One-time codes are counted too, and neither wait nor are they refused.
        """
        ...
