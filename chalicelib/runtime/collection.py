"""When Python looks for garbage: not while a process starts, and never in what it started with.

What is imported stays, so that to look it through is in vain. Each time takes as long as a small
request, and at Python's own thresholds there are several before the first one is answered.
"""

from __future__ import annotations

import gc

_AT_FIRST = 400_000
"""Things made and not given back until the first look: more than any start makes."""
_FROM_THEN_ON = 50_000


def start_late() -> None:
    """Look late for the first time, and leave alone from then on what is there by then."""
    gc.set_threshold(_AT_FIRST)
    gc.callbacks.append(_settle)


def _settle(phase: str, _info: dict[str, int]) -> None:
    if phase == "stop":
        gc.callbacks.remove(_settle)
        gc.freeze()
        gc.set_threshold(_FROM_THEN_ON)
