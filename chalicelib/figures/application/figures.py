"""Figures are kept up to date by what events say of a case, and else by the case as it stands.

An event tells how the rounds stood before a change and after it. Where the version before is the
one that was counted last, that is all there is to know. Else (a letter came again, late, or before
another) the case as it stands decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.standing_rows import spell_of
from chalicelib.cases.domain.standings import Cells, cells_of, spells
from chalicelib.figures.application.ports import (
    Advance,
    Contribution,
    FiguresBusy,
    FigureStore,
)

_TRIES = 10


@dataclass(frozen=True)
class FigureDesk:
    """What keeping the figures needs."""

    cases: CaseStore
    figures: FigureStore


def project_events(desk: FigureDesk, events: Iterable[Mapping[str, Any]]) -> None:
    """Count what these events say, all of them in one transaction where that can be."""
    by_case: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for event in events:
        by_case[str(event["code"])].append(event)
    advances = {code: _told(of_case) for code, of_case in by_case.items()}
    clear = [advance for advance in advances.values() if advance is not None]
    refused = desk.figures.apply(clear) if clear else set()
    for code, advance in advances.items():
        if advance is None or code in refused:
            project(desk, code)


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
        if not desk.figures.apply([advance_of(code, old, contribution_of(case))]):
            return
    raise FiguresBusy(code)


def contribution_of(case: Case) -> Contribution:
    """What the case contributes in its present version."""
    return Contribution(case.version, cells_of(spells(case)))


def advance_of(code: str, old: Contribution | None, new: Contribution) -> Advance:
    """From exactly what was read."""
    known = old.version if old else 0
    return Advance(code, known, known, old.cells if old else Counter(), new)


def _told(events: Sequence[Mapping[str, Any]]) -> Advance | None:
    """What the events of one case say together; None if one of them says nothing, or is missing."""
    steps = []
    for event in sorted(events, key=lambda event: int(event["version"])):
        told = event.get("figures")
        if told is None:
            return None
        steps.append(_step(str(event["code"]), int(event["version"]), told))
    whole = steps[0]
    for step in steps[1:]:
        if not step.since <= whole.after.version <= step.until:
            return None
        whole = Advance(whole.code, whole.since, whole.until, whole.before, step.after)
    return whole


def _step(code: str, version: int, told: Mapping[str, Any]) -> Advance:
    since = int(told["since"])
    after = Contribution(version, _cells(told, "after"))
    return Advance(code, since, version - 1 if since else 0, _cells(told, "before"), after)


def _cells(told: Mapping[str, Any], name: str) -> Cells:
    return cells_of(map(spell_of, (*told["kept"], *told[name])))
