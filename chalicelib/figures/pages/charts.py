"""Charts as drawings: where each mark stands. Templates draw them; tables beside them say the same.

A drawing is 560 wide and 230 high; its field begins at 44 and ends above the names of months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LETTER = 22
"""The height of a number on narrow screens, where letters are drawn largest."""
ABOVE, BELOW = 11, 20
"""From a point to the baseline of the number that stands above or below it."""
LEFT, RIGHT, TOP, BOTTOM = 44, 560, ABOVE + LETTER, 196


@dataclass(frozen=True)
class Tick:
    """A value of the axis, and where it stands."""

    value: int
    y: float


@dataclass(frozen=True)
class ChartMark:
    """A value of a month: a point of a line, or a piece of a bar (with its height)."""

    x: float
    y: float
    value: float
    height: float = 0.0
    series: str = ""

    @property
    def above(self) -> float:
        """The baseline of its number above it."""
        return round(self.y - ABOVE, 1)

    @property
    def below(self) -> float:
        """The same below it; above where the names of months are near."""
        lower = round(self.y + BELOW, 1)
        return lower if lower <= BOTTOM else self.above


@dataclass(frozen=True)
class Chart:
    """The axis, the middle of each month, and marks by their series."""

    ticks: Sequence[Tick]
    months: Sequence[float]
    marks: Mapping[str, Sequence[ChartMark]]
    aims: Sequence[Tick] = ()

    def line(self, series: str) -> str:
        """A path through the points of a series."""
        return "M" + "L".join(f"{mark.x:.0f} {mark.y:.1f}" for mark in self.marks[series])


def lines(series: Mapping[str, Sequence[float | None]], aims: Sequence[int], count: int) -> Chart:
    """Percentages over months. The axis may begin above zero, and says so by its numbers."""
    known = [value for values in series.values() for value in values if value is not None]
    low = max(0, int(min([*known, *aims]) // 10) * 10 - 10)
    months = _middles(count)
    marks = {
        name: [
            ChartMark(x, _height(value, low, 100), value)
            for x, value in zip(months, values, strict=True)
            if value is not None
        ]
        for name, values in series.items()
    }
    step = 10 if low >= 50 else 20
    ticks = [Tick(value, _height(value, low, 100)) for value in range(low, 101, step)]
    return Chart(ticks, months, marks, [Tick(aim, _height(aim, low, 100)) for aim in aims])


def bars(series: Mapping[str, Sequence[int]], count: int) -> Chart:
    """Numbers stacked over months, from zero."""
    sums = [sum(values[month] for values in series.values()) for month in range(count)]
    top = _round_top(max([*sums, 4]))
    months, below = _middles(count), [0] * count
    marks: dict[str, list[ChartMark]] = {}
    for name, values in series.items():
        marks[name] = []
        for month, value in enumerate(values):
            if value:
                high = _height(below[month] + value, 0, top)
                tall = _height(below[month], 0, top) - high
                piece = ChartMark(months[month], high, value, tall, name)
                marks[name].append(piece)
            below[month] += value
    marks["total"] = [
        ChartMark(x, _height(value, 0, top), value) for x, value in zip(months, sums, strict=True)
    ]
    ticks = [Tick(value, _height(value, 0, top)) for value in range(0, top + 1, top // 4)]
    return Chart(ticks, months, marks)


def _middles(count: int) -> list[float]:
    width = (RIGHT - LEFT) / count
    return [round(LEFT + width * (place + 0.5), 1) for place in range(count)]


def _height(value: float, low: float, high: float) -> float:
    return round(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP), 1)


def _round_top(value: int) -> int:
    """The next number that four round steps (1, 2, 5, 10, 20 …) reach."""
    steps = (digit * 10**power for power in range(12) for digit in (1, 2, 5))
    return next(4 * step for step in steps if 4 * step >= value)
