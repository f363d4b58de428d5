"""What a warm process remembers of data that change rarely."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar, cast

MAX_AGE = 60.0
"""Seconds after which it is asked whether something has changed."""

T = TypeVar("T")


class Memory:
    """Values by key, all forgotten when the revision changes.

    `revision` costs one small read, made at most once a minute; None (nothing was loaded yet)
    keeps nothing. `clock` counts seconds; where it goes back, what is remembered is old.
    """

    def __init__(
        self, revision: Callable[[], str | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask = revision
        self._clock = clock
        self._revision: str | None = None
        self._asked_at: float | None = None
        self._values: dict[str, object] = {}

    def recall(self, key: str, load: Callable[[], T]) -> T:
        """The value of that key, loaded when it is not remembered."""
        self._refresh()
        if key in self._values:
            return cast("T", self._values[key])
        value = load()
        if self._revision is not None:
            self._values[key] = value
        return value

    def forget(self, key: str) -> None:
        """The value is loaded anew when it is next asked for."""
        self._values.pop(key, None)

    def forget_all(self) -> None:
        """The revision is asked for anew, whatever time it is."""
        self._asked_at = None

    def _refresh(self) -> None:
        now = self._clock()
        fresh = self._asked_at is not None and 0 <= now - self._asked_at <= MAX_AGE
        if fresh and self._revision is not None:
            return
        revision, self._asked_at = self._ask(), now
        if revision != self._revision:
            self._values.clear()
        self._revision = revision
