"""Who helped a person to the account, on the spot and with the person's own code.

Source: docs/handbook.md §5, §10.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Assistance:
    """A member of a community team: the account and the name that it had then, the commune and the
    hamlet of the team, and the hamlet where it was."""

    helper: str
    helper_name: str
    commune: str
    team: str
    hamlet: str
    at: datetime
