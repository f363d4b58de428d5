"""The client's side of many requests at once: some are in flight, the others wait at the door."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Semaphore
from typing import TypeVar

from localstack.demo.client import Problem

Got = TypeVar("Got")


class Turned(Exception):
    """A request had no good answer; it is counted already."""


@dataclass
class Door:
    """Lets `at_once` requests in; remembers how long each took, and what went wrong."""

    at_once: int
    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds in flight, by kind of request."""
    waited: list[float] = field(default_factory=list)
    """Seconds at the door."""
    faults: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._places = Semaphore(self.at_once)
        self._lock = Lock()

    def ask(self, kind: str, request: Callable[[], Got]) -> Got:
        """The answer, whenever it comes; raises Turned where there is none, or not a good one."""
        came = time.monotonic()
        with self._places:
            began = time.monotonic()
            try:
                answer, fault = request(), ""
            except Problem as problem:
                answer, fault = None, f"{kind}: {problem.status} {problem.code}"
            except OSError as broken:
                answer, fault = None, f"{kind}: {type(broken).__name__}"
            over = time.monotonic()
        with self._lock:
            self.waited.append(began - came)
            self.took[kind].append(over - began)
            if fault:
                self.faults[fault] += 1
        if answer is None:
            raise Turned(fault)
        return answer


def share_below(values: list[float], percent: int) -> float:
    """The value that so many in a hundred do not exceed (nearest rank); 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0
