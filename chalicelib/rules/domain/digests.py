"""One digest a morning instead of single reminders. Source: docs/handbook.md §4 (reminders)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

GATHERING = timedelta(minutes=1)
"""How long after its morning, and after its last line, a digest goes out: the reminders of one
instant come one by one."""


@dataclass(frozen=True)
class DigestTimes:
    """Local times, of the policy: when digests go out, and from when on the next one gathers.

    At the earliest: what the calendar and the quiet hours make of them is `office_days`.
    """

    evening: time
    morning: time
