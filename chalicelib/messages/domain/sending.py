"""When a message may go out, and what to do when it cannot. Source: docs/handbook.md §6."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class Provider(StrEnum):
    """Which of a channel's two providers; where there is one only, it stands for both."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


@dataclass(frozen=True)
class Attempt:
    """One try: how long after the last one failed, and by whom."""

    wait: timedelta
    provider: Provider


_AT_ONCE = timedelta(0)
ATTEMPTS: tuple[Attempt, ...] = (
    Attempt(_AT_ONCE, Provider.PRIMARY),
    Attempt(timedelta(minutes=1), Provider.PRIMARY),
    Attempt(timedelta(minutes=5), Provider.SECONDARY),
    Attempt(timedelta(minutes=30), Provider.SECONDARY),
    Attempt(timedelta(hours=2), Provider.PRIMARY),
)
"""(default) What is not taken after the last is failed for good."""
CODE_ATTEMPTS: tuple[Attempt, ...] = (
    Attempt(_AT_ONCE, Provider.PRIMARY),
    Attempt(_AT_ONCE, Provider.SECONDARY),
    Attempt(timedelta(minutes=1), Provider.PRIMARY),
    Attempt(_AT_ONCE, Provider.SECONDARY),
)
"""(default) For one-time codes, which are worth nothing some minutes later."""


_TRIES = 20
"""Of going from one gate to the next: each is a step forward, most often to another day."""


class Gate(Protocol):
    """Something that holds messages at times."""

    def over_at(self, instant: datetime) -> datetime | None:
        """If it holds at the instant, when (UTC) it lets go; else None."""
        ...


def open_at(instant: datetime, gates: Sequence[Gate]) -> datetime | None:
    """When (UTC) all gates let a message go, if not at the instant.

    Gates that are never open together within some days: the first ones give way.
    """
    at = instant
    for _ in range(_TRIES if gates else 0):
        later = [over_at for gate in gates if (over_at := gate.over_at(at)) is not None]
        if not later:
            return at if at != instant else None
        at = max(later)
    return open_at(instant, gates[1:]) if gates else None


def next_attempt(plan: tuple[Attempt, ...], made: int) -> Attempt | None:
    """The try after so many, or None when all are used up."""
    return plan[made] if made < len(plan) else None
