"""People without an account on whose behalf the office entered a case. Source: docs/handbook.md §8.

A guest has the id that an account of the same phone will get: so whoever registers later finds the
cases that were entered before, and nothing has to be moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Guest:
    """Who is behind a case that was entered on behalf, as far as the office knows.

    `phone` is in E.164; without one the person can neither be told anything nor be recognised, and
    each case has a guest of its own. `full_name` is that of the first case. UTC.
    """

    id: str
    version: int
    phone: str | None
    full_name: str | None
    created_at: datetime
