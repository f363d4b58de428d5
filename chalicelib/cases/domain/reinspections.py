"""Answers that are looked at once more, whether they are true. Source: docs/handbook.md §3."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.uploads.domain.attachments import Attachment

_LOTS = 10_000
"""So that a share is exact to a hundredth of a per cent."""


@frozen
class Reinspection:
    """The answer of a round was drawn, and what was found. Instants are UTC."""

    round: int
    drawn_at: datetime
    percent: int
    """Of the share that it was drawn for."""
    inspected_at: datetime | None = None
    by: str | None = None
    holds: bool | None = None
    note: str | None = None
    evidence: tuple[Attachment, ...] = ()


def is_drawn(policy: ReinspectionPolicy, code: str, round: int, percent: int) -> bool:
    """Whether the answer of that round is among so many per cent: always the same for a seed."""
    drawn = sha256(f"{policy.seed}:{code}:{round}".encode()).digest()
    return int.from_bytes(drawn[:8]) % _LOTS < percent * _LOTS // 100


def hangs_on_ratings(policy: ReinspectionPolicy, code: str, round: int) -> bool:
    """Whether it is drawn where the agency's ratings are low and only there, or the reverse."""
    shares = (policy.percent, policy.low_rated_percent)
    return len({is_drawn(policy, code, round, percent) for percent in shares}) > 1
