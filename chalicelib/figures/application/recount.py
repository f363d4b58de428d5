"""Counting figures anew from the cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.standings import Cell, Cells
from chalicelib.figures.application.figures import contribution_of
from chalicelib.figures.application.ports import Contribution, FigureStore
from chalicelib.kernel.isolation import Isolation


@dataclass(frozen=True)
class Difference:
    """A cell that is not what the cases say."""

    cell: Cell
    kept: int
    counted: int


def contributions(
    cases: Iterable[Case], figures: FigureStore, isolation: Isolation
) -> dict[str, Contribution]:
    """What each of these cases contributes, by its code.

    What a case with a fault has contributed is taken as it is: those of `cases`, which the
    isolation keeps, and those that it has kept before, since they could not be read.
    """
    found: dict[str, Contribution] = {}
    for case in cases:
        with isolation.of(case.code):
            found[case.code] = contribution_of(case)
    for code in isolation.things:
        before = figures.contribution(code)
        if before is not None:
            found[code] = before
    return found


def total(made: Mapping[str, Contribution]) -> Cells:
    """What all of them come to."""
    cells: Cells = Counter()
    for contribution in made.values():
        cells.update(contribution.cells)
    return cells
