"""A clock that stands until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 8, 3, 1, 5, tzinfo=UTC)
"""Monday 3 August 2026, 08:05 in Lào Cai."""


class FakeClock:
    """Tells the time it was set to."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, **by: float) -> None:
        self._now += timedelta(**by)
