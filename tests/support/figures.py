"""Figures without AWS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from chalicelib.figures.application.ports import Cells, Contribution, Kept


class FakeFigureStore:
    """In memory."""

    def __init__(self) -> None:
        self.cells: Cells = Counter()
        self.contributions: dict[str, Contribution] = {}
        self.unreadable: tuple[str, ...] = ()

    def contribution(self, code: str) -> Contribution | None:
        return self.contributions.get(code)

    def replace(self, code: str, old: Contribution | None, new: Contribution) -> bool:
        if self.contributions.get(code) != old:
            return False
        self.cells.subtract(old.cells if old else {})
        self.cells.update(new.cells)
        self.contributions[code] = new
        return True

    def all_cells(self) -> Kept:
        return Kept([(spell, n) for spell, n in self.cells.items() if n], self.unreadable)

    def reset(self, cells: Cells, contributions: Mapping[str, Contribution]) -> None:
        self.cells, self.contributions = Counter(cells), dict(contributions)

    def cells_since(self, day: date) -> Kept:
        cells = [(s, n) for s, n in self.all_cells().cells if s.left is None or s.left >= day]
        return Kept(cells, self.unreadable)
