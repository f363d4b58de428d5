"""Places where the same comes again: three cases of a category within about 100 m in 90 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

ENOUGH = 3
LATELY = timedelta(days=90)


@dataclass(frozen=True)
class HotSpot:
    """A place and what comes there again. `location`: the middle of its square (degrees); `codes`
    of its newest cases, the last one first, `more` where there are still others. UTC."""

    category: str
    commune: str
    location: tuple[float, float]
    last_sent_at: datetime
    codes: tuple[str, ...]
    more: bool
