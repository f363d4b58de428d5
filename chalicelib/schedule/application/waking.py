"""Each minute: which lanes have something due, and how long it has been due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.agencies.application.ports import Directory
from chalicelib.cases.application.ports import CaseStore
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.due_work import SHARDS, Lane, LaneKind, Waker
from chalicelib.messages.application.messages import MessageStore
from chalicelib.messages.domain import lanes as of_messages

METRIC = "DueWorkBehind"
"""Seconds that the oldest thing has been due, by `work`: a queue of `LaneKind`."""
LATE_AFTER: Mapping[LaneKind, int] = {
    LaneKind.SETTLING: 300,
    LaneKind.SENDING: 300,
    LaneKind.CODES: 120,
}
"""Seconds after which somebody is woken up."""
_CASES = tuple(Lane(LaneKind.SETTLING, shard) for shard in SHARDS)


class Backlog(Protocol):
    """Tells how far due work is behind, for dashboards and alarms."""

    def tell(self, kind: LaneKind, seconds: float) -> None:
        """The oldest thing of that kind that is due has been so for that long; 0: nothing is."""
        ...


@dataclass(frozen=True)
class LaneDesk:
    """What waking needs."""

    clock: Clock
    cases: CaseStore
    messages: MessageStore
    directory: Directory
    waker: Waker
    backlog: Backlog


def wake_lanes(desk: LaneDesk) -> list[Lane]:
    """Wake a worker for each lane in which something is due, and tell how old the oldest is.

    In quarantine messages stay where they are, and are not late.
    """
    now = desk.clock.now()
    lanes = _CASES if desk.directory.is_quarantined() else (*of_messages.LANES, *_CASES)
    since = {lane: at for lane in lanes if (at := _due_since(desk, lane, now)) is not None}
    desk.waker.wake(since)
    for kind in LaneKind:
        oldest = min((at for lane, at in since.items() if lane.kind is kind), default=now)
        desk.backlog.tell(kind, (now - oldest).total_seconds())
    return list(since)


def _due_since(desk: LaneDesk, lane: Lane, now: datetime) -> datetime | None:
    if lane.kind is LaneKind.SETTLING:
        return next((one.at for one in desk.cases.due(now, 1, [lane.shard])), None)
    return next((one.at for one in desk.messages.due(now, 1, [lane])), None)
