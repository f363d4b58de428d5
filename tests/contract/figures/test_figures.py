"""The figure store: what the fake promises, DynamoDB keeps; exact under redelivery."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from chalicelib.cases.domain import commands
from chalicelib.figures.adapters.figures import DynamoFigureStore
from chalicelib.figures.application.figures import (
    FigureDesk,
    advance_of,
    project,
    project_events,
)
from chalicelib.figures.application.ports import Contribution, FigureStore
from chalicelib.figures.application.recount import rebuild, recount
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from tests.support.cases import CITIZEN, FakeCaseStore, Office
from tests.support.faults import FakeFaults
from tests.support.figures import FakeFigureStore
from tests.support.tables import cloud, make_table


@pytest.fixture(params=["memory", "moto", "emulator"])
def figures(request: pytest.FixtureRequest) -> Iterator[FigureStore]:
    if request.param == "memory":
        yield FakeFigureStore()
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        yield DynamoFigureStore(make_table("FiguresTable"))


def _lived() -> Office:
    office = Office()
    for category in ("roads", "land", "health"):
        office.take(office.answered(category=category), CITIZEN, commands.Rate(4))
        office.submit(category=category)
        office.clock.advance(days=1)
    return office


def test_three_deliveries_in_any_order(figures: FigureStore) -> None:
    """Each event three times, shuffled: the figures are what a recount finds."""
    office = _lived()
    desk = FigureDesk(office.store, figures)
    letters = [str(event["code"]) for event in office.store.events] * 3
    random.Random(7).shuffle(letters)
    for code in letters:
        project(desk, code)
    assert recount(office.store.cases.values(), figures) == []
    assert sum(n for _, n in figures.all_cells().cells) == len(office.store.cases)


@pytest.mark.parametrize("batch", [1, 10])
def test_events_as_they_come_and_in_any_order(figures: FigureStore, batch: int) -> None:
    """In order, again, and shuffled with some lost on the way: never anything but the recount."""
    office, chance = _lived(), random.Random(batch)
    desk, told = FigureDesk(office.store, figures), [*office.store.events]
    some = chance.sample(told, len(told) // 2)
    for letters in (told, told, some, chance.sample(told * 2, len(told) * 2)):
        for start in range(0, len(letters), batch):
            project_events(desk, letters[start : start + batch])
        assert recount(office.store.cases.values(), figures) == []


def test_the_case_is_read_only_where_an_event_is_not_enough() -> None:
    """Each event in its turn: neither the contribution nor the case is looked at."""
    office, figures = _lived(), FakeFigureStore()
    desk = FigureDesk(FakeCaseStore(), figures)
    figures.contribution = None  # type: ignore[assignment, method-assign]
    for event in office.store.events:
        if event["figures"] is not None:
            project_events(desk, [event])
    assert recount(office.store.cases.values(), figures) == []


def test_an_older_state_never_comes_back(figures: FigureStore) -> None:
    """A contribution is replaced only as it was read: a slow writer is refused."""
    office = Office()
    case = office.submit()
    project(FigureDesk(office.store, figures), case.code)
    seen = figures.contribution(case.code)
    office.take(case, CITIZEN, commands.Withdraw())
    project(FigureDesk(office.store, figures), case.code)
    assert seen is not None
    slow = advance_of(case.code, seen, Contribution(9, Counter()))
    assert figures.apply([slow]) == {case.code}
    assert recount(office.store.cases.values(), figures) == []


def test_a_corrupted_counter_is_found_and_mended(figures: FigureStore) -> None:
    """The recount names the cell that is wrong, and the rebuild writes all anew."""
    office = _lived()
    cases = office.store.cases
    rebuild(cases.values(), figures)
    assert recount(cases.values(), figures) == []
    code = next(iter(cases))
    known = figures.contribution(code)
    assert known is not None
    wrong = Counter({cell: n + 5 for cell, n in known.cells.items()})
    assert not figures.apply([advance_of(code, known, Contribution(known.version, wrong))])
    found = recount(cases.values(), figures)
    assert {d.cell for d in found} == set(known.cells)
    assert all(d.kept == d.counted + 5 for d in found)
    rebuild(cases.values(), figures)
    assert recount(cases.values(), figures) == []


def test_a_thousand_events(office_of_a_thousand: Office) -> None:
    """A thousand events, each three times in random order: equal to the recount."""
    figures, store = FakeFigureStore(), office_of_a_thousand.store
    assert len(store.events) >= 1000
    letters = [str(event["code"]) for event in store.events] * 3
    random.Random(11).shuffle(letters)
    for code in letters:
        project(FigureDesk(store, figures), code)
    assert recount(store.cases.values(), figures) == []


@pytest.fixture
def office_of_a_thousand() -> Office:
    office = Office(store=FakeCaseStore())
    while len(office.store.events) < 1000:
        office.take(office.answered(), CITIZEN, commands.Rate(5))
        office.clock.advance(hours=1)
    return office


def test_cases_that_cannot_be_counted_keep_what_they_contributed(figures: FigureStore) -> None:
    """The first and the middle one of five: named, no difference, not lost by a repair."""
    office = Office()
    cases = [office.in_progress() for _ in range(5)]
    for case in cases:
        project(FigureDesk(office.store, figures), case.code)
    codes = [case.code for case in cases]
    torn = {codes[0], codes[2]}
    found = [
        replace(c, timeline=None) if c.code in torn else c for c in office.store.cases.values()
    ]  # type: ignore[arg-type]
    for act in (recount, rebuild):
        isolation = Isolation(FakeFaults(), Work.READ)
        assert not act(found, figures, isolation)
        assert set(isolation.things) == torn
    assert recount(office.store.cases.values(), figures) == []
