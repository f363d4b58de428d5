"""Limiters in memory: one that counts, and one that lets everything pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

from chalicelib.kernel.instants import local_date
from chalicelib.kernel.quotas import Quota, window_of
from chalicelib.kernel.together import Part
from tests.support.together import FakePart


class FakeLimiter:
    """Counts in memory, and counts the calls that it would take."""

    def __init__(self) -> None:
        self.calls = 0
        self._uses: Counter[str] = Counter()
        self._closed: set[str] = set()
        self._lock = Lock()

    def take(self, subject: str, quotas: Sequence[Quota], now: datetime) -> int:
        with self._lock:
            wait = self.wait(subject, quotas, now)
            if not wait:
                self._uses.update(self._counter(subject, quota, now) for quota in quotas)
        return wait

    def wait(self, subject: str, quotas: Sequence[Quota], now: datetime) -> int:
        self.calls += bool(quotas)
        full = [q for q in quotas if self._uses[self._counter(subject, q, now)] >= q.most]
        return max((window_of(quota, now).seconds_left(now) for quota in full), default=0)

    def give_back(self, subject: str, quotas: Sequence[Quota], now: datetime) -> None:
        self.calls += bool(quotas)
        with self._lock:
            counters = [self._counter(subject, quota, now) for quota in quotas]
            if all(self._uses[name] for name in counters):
                self._uses.subtract(counters)

    def _counter(self, subject: str, quota: Quota, now: datetime) -> str:
        return f"{subject}#{quota.of}#{window_of(quota, now).name}"

    def use(self, subject: str, quotas: Sequence[Quota], now: datetime) -> Part:
        def count() -> None:
            self._uses.update(self._counter(subject, quota, now) for quota in quotas)

        return FakePart(lambda: self._has_room(subject, quotas, now), count)

    def room(self, subject: str, quotas: Sequence[Quota], now: datetime) -> Part:
        return FakePart(lambda: self._has_room(subject, quotas, now), lambda: None)

    def _has_room(self, subject: str, quotas: Sequence[Quota], now: datetime) -> bool:
        closed = {f"{subject}#{one.of}#{local_date(now)}" for one in quotas}
        counted = (self._uses[self._counter(subject, one, now)] < one.most for one in quotas)
        return all(counted) and not closed & self._closed

    def close(self, subject: str, of: Sequence[str], first: date, last: date) -> Part:
        names = _days(subject, of, first, last)
        return FakePart(lambda: True, lambda: self._closed.update(names))

    def reopen(self, subject: str, of: Sequence[str], first: date, last: date) -> Part:
        names = _days(subject, of, first, last)
        return FakePart(lambda: True, lambda: self._closed.difference_update(names))

    def occupy(self, subject: str, most: int) -> Part:
        def take() -> None:
            self._uses[subject] += 1

        return FakePart(lambda: self._uses[subject] < most, take)

    def vacate(self, subject: str, places: int) -> Part:
        def give() -> None:
            self._uses[subject] -= places

        return FakePart(lambda: True, give)


def _days(subject: str, of: Sequence[str], first: date, last: date) -> set[str]:
    days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    return {f"{subject}#{one}#{day}" for one in of for day in days}


class NoLimits:
    """For tests in which one person does more than any day allows; `part` does nothing."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def take(self, *_: Any, **__: Any) -> int:
        return 0

    def wait(self, *_: Any, **__: Any) -> int:
        return 0

    def give_back(self, *_: Any, **__: Any) -> None:
        pass

    def use(self, *_: Any, **__: Any) -> Part:
        return self._part

    def room(self, *_: Any, **__: Any) -> Part:
        return self._part

    def occupy(self, *_: Any, **__: Any) -> Part:
        return self._part

    def vacate(self, *_: Any, **__: Any) -> Part:
        return self._part

    def close(self, *_: Any, **__: Any) -> Part:
        return self._part

    def reopen(self, *_: Any, **__: Any) -> Part:
        return self._part
