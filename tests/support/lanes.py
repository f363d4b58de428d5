"""Lanes of due work in memory: who has them, and which were woken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from threading import Lock

from chalicelib.kernel.due_work import Lane, LaneKind


class FakeLanes:
    """One worker at a time, with the promises of the port."""

    def __init__(self) -> None:
        self.taken: dict[Lane, datetime] = {}
        self._called: set[Lane] = set()
        self._lock = Lock()

    def take(self, lane: Lane, now: datetime, until: datetime) -> bool:
        with self._lock:
            if lane in self.taken and self.taken[lane] > now:
                self._called.add(lane)
                return False
            self.taken[lane] = until
            self._called.discard(lane)
            return True

    def leave(self, lane: Lane, until: datetime) -> bool:
        with self._lock:
            if self.taken.get(lane) != until:
                return False
            del self.taken[lane]
            return lane in self._called


class FakeWaker:
    """Remembers which lanes were woken, and after how many seconds."""

    def __init__(self) -> None:
        self.woken: list[tuple[Lane, int]] = []

    def wake(self, lanes: Iterable[Lane], after: int = 0) -> None:
        self.woken += [(lane, after) for lane in lanes]


class FakeBacklog:
    """Remembers what was told last."""

    def __init__(self) -> None:
        self.seconds: dict[LaneKind, float] = {}

    def tell(self, kind: LaneKind, seconds: float) -> None:
        self.seconds[kind] = seconds
