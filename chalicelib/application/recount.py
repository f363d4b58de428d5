"""Counting all figures anew from the cases, and saying where the kept ones differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.application.figures import contribution_of
from chalicelib.application.ports.figures import Cells, FigureStore
from chalicelib.domain.cases import Case
from chalicelib.domain.figures import Spell


@dataclass(frozen=True)
class Difference:
    """A cell that is not what the cases say."""

    spell: Spell
    kept: int
    counted: int


def count(cases: Iterable[Case]) -> Cells:
    """What all these cases contribute together."""
    cells: Cells = Counter()
    for case in cases:
        cells.update(contribution_of(case).cells)
    return cells


def recount(cases: Iterable[Case], figures: FigureStore) -> list[Difference]:
    """Where the kept figures differ from what the cases say; empty when they agree."""
    counted, kept = count(cases), Counter(dict(figures.all_cells()))
    return [
        Difference(spell, kept[spell], counted[spell])
        for spell in sorted(kept | counted, key=repr)
        if kept[spell] != counted[spell]
    ]


def rebuild(cases: Iterable[Case], figures: FigureStore) -> None:
    """Write all figures anew from the cases. Nothing else may write them meanwhile."""
    known = list(cases)
    figures.reset(count(known), {case.code: contribution_of(case) for case in known})
