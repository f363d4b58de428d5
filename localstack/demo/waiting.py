"""Waiting for what happens behind the API: always for a condition, always with a bound."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE_SECONDS = 90.0
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 1.0

Found = TypeVar("Found")


class Waited(Exception):
    """The condition did not come true in time."""


def until(
    probe: Callable[[], Found | None], what: str, patience: float = PATIENCE_SECONDS
) -> Found:
    """Ask again and again until `probe` finds something (neither None nor False nor empty).

    Raises Waited, naming `what` was waited for, after `patience` seconds.
    """
    end = time.monotonic() + patience
    pause = FIRST_PAUSE_SECONDS
    while not (found := probe()):
        if time.monotonic() > end:
            raise Waited(f"Đã chờ {patience:.0f} giây mà chưa thấy: {what}")
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)
    return found
