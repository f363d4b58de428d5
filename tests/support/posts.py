"""Up to which day posts that ended have been closed, in memory."""

from __future__ import annotations

from datetime import date


class MemoryPostMarks:
    """One day, or none yet."""

    def __init__(self) -> None:
        self.day: date | None = None

    def done_on(self) -> date | None:
        return self.day

    def keep(self, day: date) -> None:
        self.day = day
