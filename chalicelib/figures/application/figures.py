"""Figures are kept up to date from the cases as they stand; an event is only the reason to look."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.figures.application.ports import Contribution, FigureStore
from chalicelib.figures.domain.figures import spells

_TRIES = 10


class FiguresBusy(Exception):
    """Too many others were writing the same cells; the letter comes again."""


@dataclass(frozen=True)
class FigureDesk:
    """What keeping the figures needs."""

    cases: CaseStore
    figures: FigureStore


def project(desk: FigureDesk, code: str) -> None:
    """Bring the case's contribution up to its present version.

    The contribution is read before the case, so that whoever writes last has seen the newest of
    both. Raises FiguresBusy when it cannot get in between the others.
    """
    for _ in range(_TRIES):
        old = desk.figures.contribution(code)
        case = desk.cases.find(code)
        if case is None or (old is not None and old.version >= case.version):
            return
        if desk.figures.replace(code, old, contribution_of(case)):
            return
    raise FiguresBusy(code)


def contribution_of(case: Case) -> Contribution:
    """What the case contributes in its present version."""
    return Contribution(case.version, Counter(spells(case)))
