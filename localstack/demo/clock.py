"""The local stack's clock, moved from instant to instant of the story."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from localstack.demo.client import Client

LOCAL = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh, which has no summer time."""


def local(text: str) -> datetime:
    """An instant of the story, such as 2026-08-03T08:00."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


class LocalClock:
    """Goes forward only: what is asked for in its past is now."""

    def __init__(self, api: Client) -> None:
        self._api = api
        self.at = datetime.min.replace(tzinfo=LOCAL)
        """Where it was last moved to, or found."""

    def move_to(self, instant: datetime) -> None:
        """With everything that becomes due on the way, and what follows from it."""
        self.at = self._now()
        while self.at < instant:
            moved = self._api.post("/_local/clock", {"now": instant.isoformat()}).json()
            self.at = datetime.fromisoformat(moved["now"])
            if moved["done"]:
                return

    def _now(self) -> datetime:
        return datetime.fromisoformat(self._api.get("/_local/clock").json()["now"])
