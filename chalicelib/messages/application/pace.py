"""How fast messages go out, as a port: what a provider's quota gives in a second."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from chalicelib.kernel.channels import Channel

BURST = timedelta(seconds=1)
"""What a provider that was left alone takes at once is what this time brings."""


class Precedence(Enum):
    """Who goes before whom."""

    CODE = "code"
    URGENT = "urgent"
    ORDINARY = "ordinary"


PATIENCE = {Precedence.URGENT: timedelta(seconds=4), Precedence.ORDINARY: timedelta(seconds=2)}
"""How long a message may wait for its place; whoever would wait longer goes back to its lane. An
urgent one finds places behind all that others may take. Codes neither wait nor are they refused."""
MOST_TAKEN = BURST + max(PATIENCE.values())
"""Codes take no places that come later: so many of them go beyond the quota, and are refused by the
provider, which is as free as ever a second later."""
NO_PLACE = "pace"
"""The reason of a message that found no place."""


class Pace(Protocol):
    """Gives out places, exact whoever asks at the same moment: in each time no more than the quota
    brings in it, and in `BURST` besides."""

    def take(
        self, provider: str, channel: Channel, now: datetime, precedence: Precedence
    ) -> timedelta | None:
        """Take a place at that provider; how long to wait until it has come, None for no place.

        One-time codes are counted too, up to `MOST_TAKEN`, and have theirs at once.
        """
        ...
