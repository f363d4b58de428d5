"""Records of forged urgency in memory: one that remembers, and one that trusts everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.kernel.together import Part
from chalicelib.rules.domain.usage_limits import UsageLimits
from tests.support.together import FakePart


class FakeUrgencyRecord:
    """As the table has it."""

    def __init__(self) -> None:
        self._judged: dict[str, dict[str, datetime]] = {}
        self._forged: dict[str, datetime] = {}

    def trusted(self, account: str, since: datetime) -> Part:
        def holds() -> bool:
            at = self._forged.get(account)
            return at is None or at <= since

        return FakePart(holds, lambda: None)

    def judge(self, account: str, code: str, at: datetime, limits: UsageLimits) -> None:
        judged = self._judged.setdefault(account, {})
        judged[code] = at
        for last in judged.values():
            since = last - limits.forged_urgency_for
            if sum(since <= one <= last for one in judged.values()) >= limits.forged_urgency_cases:
                self._forged[account] = max(last, self._forged.get(account, last))


class NoUrgencyRecord:
    """For stores whose writes no part in memory goes with; `part` does nothing."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def trusted(self, *_: Any) -> Part:
        return self._part

    def judge(self, *_: Any) -> None:
        pass
