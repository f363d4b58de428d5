"""Counting all figures anew from the cases, and saying where the kept ones differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
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


def count(cases: Iterable[Case], isolation: Isolation | None = None) -> Cells:
    """What all these cases contribute together; the isolation keeps those with a fault."""
    return _total(_contributions(cases, isolation).values())


def recount(
    cases: Iterable[Case], figures: FigureStore, isolation: Isolation | None = None
) -> list[Difference]:
    """Where the kept figures differ from what the cases say; empty when they agree.

    What a case with a fault has contributed is taken as it is, if there is an isolation to keep it;
    `cases` may have kept those that could not be read in it.
    """
    counted = count(cases, isolation)
    counted.update(_total(_before(figures, isolation).values()))
    kept: Cells = Counter(dict(figures.all_cells().cells))
    return [
        Difference(cell, kept[cell], counted[cell])
        for cell in sorted({*kept, *counted}, key=repr)
        if kept[cell] != counted[cell]
    ]


def rebuild(
    cases: Iterable[Case], figures: FigureStore, isolation: Isolation | None = None
) -> None:
    """Write all figures anew from the cases. Nothing else may write them meanwhile."""
    contributions = _contributions(cases, isolation)
    contributions |= _before(figures, isolation)
    figures.reset(_total(contributions.values()), contributions)


def _contributions(cases: Iterable[Case], isolation: Isolation | None) -> dict[str, Contribution]:
    """By case."""
    found: dict[str, Contribution] = {}
    for case in cases:
        with isolation.of(case.code) if isolation else nullcontext():
            found[case.code] = contribution_of(case)
    return found


def _before(figures: FigureStore, isolation: Isolation | None) -> dict[str, Contribution]:
    """What those with a fault have contributed."""
    codes = isolation.things if isolation else ()
    kept = ((code, figures.contribution(code)) for code in codes)
    return {code: contribution for code, contribution in kept if contribution is not None}


def _total(contributions: Iterable[Contribution]) -> Cells:
    cells: Cells = Counter()
    for contribution in contributions:
        cells.update(contribution.cells)
    return cells
