"""How often somebody may do something, as a port."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.identity.domain.identity_policy import Quota


class Limiter(Protocol):
    """Counts uses in windows of the local day. Exact under concurrency."""

    def take(self, subject: str, quotas: Sequence[Quota], now: datetime) -> int:
        """Count one use by `subject` (no personal data, but its hash).

        Returns 0, or the seconds until the window of the first quota that is used up ends. A use
        that one quota refuses is not counted by the quotas after it.
        """
        ...
