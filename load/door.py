"""The client's side of many requests at once: some are in flight, the others wait at the door."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from threading import Condition
from typing import TypeVar

from localstack.demo.client import Problem

Got = TypeVar("Got")


class Turned(Exception):
    """A request had no good answer; it is counted already."""


@dataclass
class Door:
    """Lets `at_once` requests in; remembers how long each took, and what went wrong.

    Whoever goes on with something goes before those who come: codes are good for minutes.
    """

    at_once: int
    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds in flight, by kind of request."""
    waited: list[float] = field(default_factory=list)
    """Seconds at the door."""
    faults: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._free, self._numbers = self.at_once, count()
        self._waiting: list[tuple[bool, int]] = []
        self._lock = Condition()

    def ask(self, kind: str, request: Callable[[], Got], *, goes_on: bool = False) -> Got:
        """The answer, whenever it comes; raises Turned where there is none, or not a good one."""
        came = time.monotonic()
        with self._place(comes=not goes_on):
            began = time.monotonic()
            try:
                answer, fault = request(), ""
            except Problem as problem:
                answer, fault = None, f"{kind}: {problem.status} {problem.code}"
            except OSError as broken:
                answer, fault = None, f"{kind}: {type(broken.__cause__ or broken).__name__}"
            over = time.monotonic()
        with self._lock:
            self.waited.append(began - came)
            self.took[kind].append(over - began)
            if fault:
                self.faults[fault] += 1
        if answer is None:
            raise Turned(fault)
        return answer

    @contextmanager
    def _place(self, *, comes: bool) -> Iterator[None]:
        with self._lock:
            ticket = (comes, next(self._numbers))
            heappush(self._waiting, ticket)
            self._lock.wait_for(lambda: self._free and self._waiting[0] == ticket)
            heappop(self._waiting)
            self._free -= 1
            self._lock.notify_all()
        try:
            yield
        finally:
            with self._lock:
                self._free += 1
                self._lock.notify_all()


def share_below(values: list[float], percent: int) -> float:
    """The value that so many in a hundred do not exceed (nearest rank); 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0
