"""The figure store: what the fake promises, DynamoDB keeps; exact under redelivery."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import finalize

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
from operations import recount as recounting
from operations.marks import MarkBook
from operations.recount import COUNT, WRITE, RecountDesk
from operations.walks import Walker
from tests.support.cases import CITIZEN, FakeCaseStore, Office
from tests.support.figures import (
    FakeFigureStore,
    count,
    crowd,
    kept_cells,
    rebuild,
    records_of,
    recount,
)
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
    assert recount(office.store, figures) == []
    assert sum(n for _, n in kept_cells(figures).items()) == len(office.store.cases)


@pytest.mark.parametrize("batch", [1, 10])
def test_events_as_they_come_and_in_any_order(figures: FigureStore, batch: int) -> None:
    """In order, again, and shuffled with some lost on the way: never anything but the recount."""
    office, chance = _lived(), random.Random(batch)
    desk, told = FigureDesk(office.store, figures), [*office.store.events]
    some = chance.sample(told, len(told) // 2)
    for letters in (told, told, some, chance.sample(told * 2, len(told) * 2)):
        for start in range(0, len(letters), batch):
            project_events(desk, letters[start : start + batch])
        assert recount(office.store, figures) == []


def test_the_case_is_read_only_where_an_event_is_not_enough() -> None:
    """Each event in its turn: neither the contribution nor the case is looked at."""
    office, figures = _lived(), FakeFigureStore()
    desk = FigureDesk(FakeCaseStore(), figures)
    figures.contribution = None  # type: ignore[assignment, method-assign]
    for event in office.store.events:
        if event["figures"] is not None:
            project_events(desk, [event])
    assert recount(office.store, figures) == []


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
    assert recount(office.store, figures) == []


def test_a_corrupted_counter_is_found_and_mended(figures: FigureStore) -> None:
    """The recount names the cell that is wrong, and the rebuild writes all anew."""
    office = _lived()
    cases = office.store.cases
    rebuild(office.store, figures)
    assert recount(office.store, figures) == []
    code = next(iter(cases))
    known = figures.contribution(code)
    assert known is not None
    wrong = Counter({cell: n + 5 for cell, n in known.cells.items()})
    assert not figures.apply([advance_of(code, known, Contribution(known.version, wrong))])
    found = recount(office.store, figures)
    assert {d.cell for d in found} == set(known.cells)
    assert all(d.kept == d.counted + 5 for d in found)
    rebuild(office.store, figures)
    assert recount(office.store, figures) == []


def test_a_thousand_events(office_of_a_thousand: Office) -> None:
    """A thousand events, each three times in random order: equal to the recount."""
    figures, store = FakeFigureStore(), office_of_a_thousand.store
    assert len(store.events) >= 1000
    letters = [str(event["code"]) for event in store.events] * 3
    random.Random(11).shuffle(letters)
    for code in letters:
        project(FigureDesk(store, figures), code)
    assert recount(store, figures) == []


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
    torn = {cases[0].code, cases[2].code}
    whole = dict(office.store.cases)
    for code in torn:
        office.store.cases[code] = replace(whole[code], timeline=None)  # type: ignore[arg-type]
    for act, walk in ((recount, COUNT), (rebuild, WRITE)):
        walker = Walker()
        assert not act(office.store, figures, walker)
        assert set(walker.marks.left_out(walk)) == torn
    office.store.cases = whole
    assert recount(office.store, figures) == []


def test_cases_that_cannot_be_read_keep_what_they_contributed_and_those_that_are_gone_do_not(
    figures: FigureStore,
) -> None:
    """Nobody can open the first; somebody took the second away."""
    office = Office()
    cases = [office.in_progress() for _ in range(5)]
    for case in cases:
        project(FigureDesk(office.store, figures), case.code)
    office.store.unreadable, gone = {cases[0].code}, office.store.cases.pop(cases[1].code)
    assert {d.kept - d.counted for d in recount(office.store, figures)} == {1}
    rebuild(office.store, figures)
    assert figures.contribution(gone.code) is None
    office.store.unreadable = set()
    assert recount(office.store, figures) == []


def test_who_has_a_page_of_before_a_repair_in_mind_does_not_write_over_it() -> None:
    """Another process that counts: its page had the same place and, once, the same version."""
    with cloud():
        table, office = make_table("FiguresTable"), Office()
        stores = [DynamoFigureStore(table) for _ in range(2)]
        for store in stores:
            store._lane = 0
        project(FigureDesk(office.store, stores[0]), office.submit().code)
        later = [office.submit() for _ in range(3)]
        rebuild(office.store, stores[1])
        project(FigureDesk(office.store, stores[0]), office.submit().code)
        assert len(later) == 3
        assert recount(office.store, stores[1]) == []


class Killed(BaseException):
    """The machine goes off."""


@pytest.mark.parametrize("of", [1, 4])
def test_killed_again_and_again_it_comes_to_the_same(
    figures: FigureStore, tmp_path: Path, of: int
) -> None:
    """A repair whose process dies at random writes what one in one go and one segment writes, and
    the recount after it too finds what there is to find."""
    office, chance = _lived(), random.Random(of)
    for number in range(0, 40, 7):
        figures.apply([advance_of(f"XX-{number}", None, Contribution(1, crowd(number)))])
    dying, whole = _Dying(chance), Walker()
    found = _until_done(tmp_path, of, lambda w: dying.recount(office.store, figures, w))
    assert dying.kills > 1
    assert found == recount(office.store, figures, whole) != []
    dying.kills = 0
    _until_done(tmp_path, of, lambda w: dying.rebuild(office.store, figures, w))
    assert dying.kills > 1
    assert recount(office.store, figures) == []
    assert kept_cells(figures) == count(office.store.cases.values())


class _Dying:
    """Both commands, with records of which any call may be the last."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.kills = chance, 0

    def _desk(self, cases: FakeCaseStore, figures: FigureStore) -> RecountDesk:
        return RecountDesk(self._mortal(cases), figures, self._mortal(records_of(figures)))

    def _mortal(self, thing: Any) -> Any:
        """Dies before a call, or after it."""
        dies = self._dies

        class Mortal:
            def __getattr__(self, name: str) -> Any:
                def call(*given: Any) -> Any:
                    dies()
                    answer = getattr(thing, name)(*given)
                    dies()
                    return answer

                return call

        return Mortal()

    def _dies(self) -> None:
        """At one call of three, but no more than seven times."""
        if self.kills < 7 and self.chance.random() < 0.3:
            self.kills += 1
            raise Killed

    def recount(self, cases: Any, figures: FigureStore, walker: Walker) -> Any:
        return list(recounting.recount(self._desk(cases, figures), walker))

    def rebuild(self, cases: Any, figures: FigureStore, walker: Walker) -> None:
        recounting.repair(self._desk(cases, figures), walker)


def _until_done(folder: Path, of: int, run: Callable[[Walker], Any]) -> Any:
    while True:
        book = MarkBook(folder / "marks")
        book.begin({"command": "recount"}, of, datetime(2026, 8, 3, tzinfo=UTC))
        try:
            done = run(Walker(book))
        except Killed:
            book._db.close()
            continue
        book.finish()
        return done


def test_the_memory_of_a_recount_does_not_grow_with_the_cases() -> None:
    """Counted by the cases that are held at once: as many as pages, at 40 cases and at 160."""
    most = []
    for number in (40, 160):
        office, figures = Office(), FakeFigureStore()
        for _ in range(number):
            project(FigureDesk(office.store, figures), office.submit().code)
        held = _Held(office.store)
        recounting.repair(RecountDesk(held, figures, figures))
        assert list(recounting.recount(RecountDesk(held, figures, figures))) == []
        most.append(held.most)
    assert most[0] == most[1] <= 4


class _Held:
    """Copies of the cases of a store, and how many of them are alive."""

    def __init__(self, store: FakeCaseStore) -> None:
        self.store, self.alive, self.most = store, 0, 0

    def scan(self, *asked: Any) -> Any:
        page = self.store.scan(*asked).of(replace)
        for case in page.items:
            self.alive += 1
            finalize(case, self._gone)
        self.most = max(self.most, self.alive)
        return page

    def _gone(self) -> None:
        self.alive -= 1
