"""More time for a case, asked for by its officer. Source: docs/handbook.md §3."""

from __future__ import annotations

from datetime import datetime

from chalicelib.kernel.frozen import frozen
from chalicelib.worktime.domain.deadlines import Limit


@frozen
class ExtensionRequest:
    """An officer's request for more time, not yet decided."""

    limit: Limit
    reason: str
    at: datetime
