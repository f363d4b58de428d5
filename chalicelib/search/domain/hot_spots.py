"""Places where the same comes again: three cases of a category within about 100 m in 90 days.

A place is a square of 0.001° a side, wherever it lies: two cases that are nearer to each other than
that, to the north and to the east, stand in one. Cases are kept by cells of 0.005° that overlap by
one side, so that every place lies within one cell whole: no edge parts what is near.

Coordinates are whole hundred thousandths of a degree, which is a metre; in a cell they count from
its corner, and tell nobody where that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

ENOUGH = 3
LATELY = timedelta(days=90)
LOOKED_AT = 60
"""The newest cases of a category in a cell: what is older is not seen."""
_UNITS = 100_000
SIDE = 100
"""Of a place: 111 m to the north, 103 to the east."""
_STRIDE = 400
"""From one cell to the next; each is a side longer."""
Point = tuple[int, int]


@dataclass(frozen=True)
class HotSpot:
    """A place and what comes there again. `location`: the middle of its cases (degrees); `codes`
    of its newest cases, the last one first, `more` where there are still others. UTC."""

    category: str
    commune: str
    location: tuple[float, float]
    last_sent_at: datetime
    codes: tuple[str, ...]
    more: bool


@dataclass(frozen=True)
class InCell:
    """A case in a cell: its place in every list, which orders by when it was sent in, and where it
    lies from the cell's corner."""

    place: str
    point: Point

    @property
    def code(self) -> str:
        """The case's."""
        return self.place.rpartition("#")[2]

    @property
    def marks(self) -> str:
        """As its line says it."""
        return "".join(f"{one:03}" for one in self.point)


def in_cell(place: str, marks: str) -> InCell:
    """The inverse of `marks`."""
    return InCell(place, (int(marks[:3]), int(marks[3:])))


def cells_of(place: str, location: tuple[float, float]) -> Iterator[tuple[Point, InCell]]:
    """The cells in which a case lies: one, and those that overlap it there."""
    north, east = (round(side * _UNITS) for side in location)
    for row in _numbers(north):
        for column in _numbers(east):
            point = (north - row * _STRIDE, east - column * _STRIDE)
            yield (row, column), InCell(place, point)


def made_hot(one: InCell, seen: Sequence[InCell]) -> set[InCell]:
    """The cases that are the third of a place, or a later one, now that `one` is there: itself, and
    what came after it and was written before. `seen`: the newest first."""
    found: set[InCell] = set()
    for members in _places(one, seen):
        newer = members[: max(0, len(members) - ENOUGH + 1)]
        found.update(takewhile(lambda other: other.place >= one.place, newer))
    return found


def hot_places(seen: Sequence[InCell]) -> Iterator[tuple[InCell, ...]]:
    """The places of a cell, each by its cases, the newest first, and each case in one place: the
    newest case takes the place where most are, then the newest of the others. Whichever three of a
    place there are, one of them at least is told. `seen`: the newest first."""
    left = list(seen)
    while left:
        best = max(_places(left[0], left), key=len, default=())
        taken = best if len(best) >= ENOUGH else (left[0],)
        left = [other for other in left if other not in taken]
        if len(best) >= ENOUGH:
            yield best


def middle_of(members: Sequence[InCell], location: tuple[float, float]) -> tuple[float, float]:
    """The middle of a place (degrees), by where the first of its cases is."""
    sides = (sorted(member.point[axis] for member in members) for axis in (0, 1))
    north, east = (
        at + ((side[0] + side[-1]) / 2 - own) / _UNITS
        for at, side, own in zip(location, sides, members[0].point, strict=True)
    )
    return round(north, 4), round(east, 4)


def _numbers(at: int) -> tuple[int, ...]:
    number, beyond = divmod(at, _STRIDE)
    return (number, number - 1) if beyond < SIDE else (number,)


def _places(one: InCell, seen: Sequence[InCell]) -> Iterator[tuple[InCell, ...]]:
    """By its cases each square of the cell in which the case lies with others, from corner to
    corner of what lies there; one that begins in the next cell is that one's."""
    north, east = one.point
    near = [(*other.point, other) for other in seen]
    near = [at for at in near if abs(at[0] - north) < SIDE and abs(at[1] - east) < SIDE]
    for south in sorted({at[0] for at in near if at[0] <= north and at[0] < _STRIDE}):
        row = [(beside, other) for up, beside, other in near if south <= up < south + SIDE]
        for west in sorted({beside for beside, _ in row if beside <= east and beside < _STRIDE}):
            yield tuple(other for beside, other in row if west <= beside < west + SIDE)
