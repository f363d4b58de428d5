"""Who looks at which case, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chalicelib.kernel.instants import local_date


class MemoryCaseViewers:
    """As the table keeps it: by case and local day."""

    def __init__(self) -> None:
        self.seen: dict[str, dict[str, datetime]] = {}

    def look(self, code: str, officer: str, at: datetime) -> Mapping[str, datetime]:
        """Whole seconds."""
        of_day = self.seen.setdefault(f"{code}#{local_date(at)}", {})
        of_day[officer] = at.replace(microsecond=0)
        return dict(of_day)
