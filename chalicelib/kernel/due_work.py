"""What is due lies in shards, and is worked off until nothing is: oldest first, each thing once.

A shard is a lane: one worker at a time goes along it (`Lanes`), as far as its time allows, and
wakes the next one if something is left. So what falls due at one instant is done by as many workers
as there are lanes, and none of them stands in another's way.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import Enum, StrEnum
from typing import Protocol, TypeVar

from chalicelib.kernel.frozen import frozen

T = TypeVar("T")
SHARDS = tuple(str(number) for number in range(8))
"""Of the due indexes."""

SOON = 2
"""Seconds after which what is left in a lane is taken up again."""


def shard_of(code: str) -> str:
    """Spreads due work evenly and always in the same way."""
    return SHARDS[zlib.crc32(code.encode()) % len(SHARDS)]


class End(Enum):
    """What became of one thing that was due."""

    MOVED = 1
    PUT_OFF = 2
    """It could not be worked on, and waits for its next try."""
    STAYS = 3
    """Somebody else was first, and the index has not caught up."""
    AGAIN = 4
    """Nothing is wrong with it, but now is not the time: it stays where it is."""


@frozen
class Worked:
    """What one run did; `finished` unless it stopped with work left."""

    moved: int
    put_off: int
    finished: bool
    again: int = 0

    @property
    def goes_on(self) -> bool:
        """Whether the next run should begin soon; what cannot even be put off is no reason."""
        return not self.finished and self.moved + self.put_off + self.again > 0


def work_through(
    due: Callable[[int], Sequence[T]], take_up: Callable[[T], End], may_go_on: Callable[[], bool]
) -> Worked:
    """Take up what `due` gives, at most so many at a time as it is asked for, until nothing is due
    or the time of this run is over. No thing is taken up twice."""
    seen: set[T] = set()
    done: Counter[End] = Counter()
    limit = BATCH
    while True:
        found = due(limit)
        fresh = [one for one in found if one not in seen]
        if not fresh and len(found) < limit:
            return _worked(done, finished=not found)
        for one in fresh:
            if not may_go_on():
                return _worked(done, finished=False)
            seen.add(one)
            done[take_up(one)] += 1
        # What stays in the index although it was seen must not hide what stands behind it.
        limit = BATCH + len(found) - len(fresh)


BATCH = 25
"""Things read from an index at a time."""


def _worked(done: Counter[End], *, finished: bool) -> Worked:
    return Worked(done[End.MOVED], done[End.PUT_OFF], finished, done[End.AGAIN])


class LaneKind(StrEnum):
    """Which kind of due work; the value is the name of the queue on which its workers are woken."""

    SETTLING = "settling"
    SENDING = "sending"
    CODES = "codes"


@frozen
class Lane:
    """One shard of one kind of due work."""

    kind: LaneKind
    shard: str

    @property
    def id(self) -> str:
        """As it stands in letters and in the ledger."""
        return f"{self.kind}-{self.shard}"


class Lanes(Protocol):
    """Lets one worker at a time go along a lane."""

    def take(self, lane: Lane, now: datetime, until: datetime) -> bool:
        """Have the lane alone, at most until then; False while somebody else has it, who hears of
        this one when leaving."""
        ...

    def leave(self, lane: Lane, until: datetime) -> bool:
        """Give back what was taken until then; whether somebody came for it meanwhile.

        Somebody else's is left alone.
        """
        ...


class Waker(Protocol):
    """Wakes workers."""

    def wake(self, lanes: Iterable[Lane], after: int = 0) -> None:
        """Have a worker go along each of these lanes, so many seconds from now."""
        ...
