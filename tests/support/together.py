"""Parts of a write in memory: all of them happen, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import RLock

from chalicelib.kernel.together import Part, Refused

ONE_AT_A_TIME = RLock()


class FakePart(Part):
    """What has to hold, and what then happens."""

    def __init__(self, holds: Callable[[], bool], happen: Callable[[], object]) -> None:
        self.holds = holds
        self.happen = happen


def write_together(parts: Sequence[Part]) -> None:
    """As a transaction does it."""
    with ONE_AT_A_TIME:
        known = [part for part in parts if isinstance(part, FakePart)]
        assert len(known) == len(parts), "parts of another store"
        for part in known:
            if not part.holds():
                raise Refused(part)
        for part in known:
            part.happen()
