"""Limiters in memory: one that counts, and one that lets everything pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from chalicelib.kernel.quotas import Quota, window_of
from chalicelib.kernel.together import Part
from tests.support.together import FakePart


class FakeLimiter:
    """Counts in memory."""

    def __init__(self) -> None:
        self._uses: Counter[str] = Counter()
        self._lock = Lock()

    def take(self, subject: str, quotas: Sequence[Quota], now: datetime) -> int:
        with self._lock:
            counters = {self._counter(subject, quota, now): quota for quota in quotas}
            full = [quota for name, quota in counters.items() if self._uses[name] >= quota.most]
            if not full:
                self._uses.update(counters.keys())
        return max((window_of(quota, now).seconds_left(now) for quota in full), default=0)

    def give_back(self, subject: str, quotas: Sequence[Quota], now: datetime) -> None:
        with self._lock:
            counters = [self._counter(subject, quota, now) for quota in quotas]
            if all(self._uses[name] for name in counters):
                self._uses.subtract(counters)

    def _counter(self, subject: str, quota: Quota, now: datetime) -> str:
        return f"{subject}#{quota.of}#{window_of(quota, now).name}"

    def use(self, subject: str, quota: Quota, now: datetime) -> Part:
        name = self._counter(subject, quota, now)

        def count() -> None:
            self._uses[name] += 1

        return FakePart(lambda: self._uses[name] < quota.most, count)


class NoLimits:
    """For tests in which one person does more than any day allows; `part` does nothing."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def take(self, *_: Any, **__: Any) -> int:
        return 0

    def give_back(self, *_: Any, **__: Any) -> None:
        pass

    def use(self, *_: Any, **__: Any) -> Part:
        return self._part
