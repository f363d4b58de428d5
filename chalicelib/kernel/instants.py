"""Instants: UTC inside, ISO 8601 with offset outside. Source: docs/handbook.md §4."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def store(instant: datetime) -> str:
    """UTC, microseconds, fixed width: sorts as text."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def load(text: str) -> datetime:
    """The inverse of `store`."""
    return datetime.fromisoformat(text)


def wire(instant: datetime) -> str:
    """ISO 8601 in the province's zone, whole seconds, with offset."""
    return instant.astimezone(LOCAL_ZONE).isoformat(timespec="seconds")


def local_date(instant: datetime) -> date:
    """The day on the province's wall calendar."""
    return instant.astimezone(LOCAL_ZONE).date()


def local_midnight(day: date) -> datetime:
    """The instant (UTC) at which that local day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE).astimezone(UTC)


def whole_seconds(duration: timedelta) -> int:
    """Rounded up: whoever waits that long does not come too early."""
    return -(-duration // timedelta(seconds=1))


def epoch_seconds(instant: datetime) -> int:
    """Seconds since 1970, rounded up: what lives until then is not over too early."""
    return whole_seconds(instant - _EPOCH)


def after_days(instant: datetime, days: float) -> datetime:
    """That many calendar days (24 h each; the zone has no summer time) later."""
    return instant + timedelta(days=days)
