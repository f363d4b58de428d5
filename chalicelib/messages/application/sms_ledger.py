"""Counting the parts of short messages against the day's budget, as a port."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from chalicelib.messages.domain.sms_budget import SmsBudget, SmsSpent, SmsUse


class SmsLedger(Protocol):
    """Counts the parts of each local day. Exact under concurrency."""

    @property
    def budget(self) -> SmsBudget:
        """What it counts against."""
        ...

    def spend(self, parts: int, use: SmsUse, now: datetime) -> SmsSpent | None:
        """Count what is about to be sent; None, and nothing counted, where there is no room for it.

        Codes and urgent messages always have room. The first message of a day has, too: one that is
        larger than all that may be spent is sent at last.
        """
        ...
