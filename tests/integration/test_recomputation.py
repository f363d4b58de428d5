"""`make recomputation`: all open cases follow an edit of the rules by segments of the index."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from unittest import mock

import pytest

from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action
from chalicelib.messages.application.notifications import always
from chalicelib.rule_edits.application.recomputation import RecomputationDesk, keep_up, turn
from chalicelib.rule_edits.domain.recomputation import SETTLING, Progress
from chalicelib.runtime.services import Services
from operations import recomputation
from operations.marks import MarkBook
from operations.recomputation import StillSettling, follow, pass_to_follow
from operations.recount import all_cases
from operations.walks import Walker
from tests.support.clock import NOW
from tests.support.rules import ADMINISTRATOR, EditedOffice
from tests.support.samples import product_on_moto

OPEN = 7


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setattr(recomputation, "AT_A_TIME", 2)
    with product_on_moto() as product:
        yield product


@pytest.fixture
def office(product: Services) -> EditedOffice:
    """Seven open cases and an answered one; a day off was added, and every process knows it."""
    office = EditedOffice()
    office.store = product.get(CaseStore)  # type: ignore[assignment]
    product.register_value(RecomputationDesk, office.recomputation_desk)
    keep_up(office.recomputation_desk, "tick", always)
    for _ in range(OPEN):
        office.in_progress()
    office.answered()
    office.day_off("2026-08-05")
    keep_up(office.recomputation_desk, "tick", always)
    with pytest.raises(StillSettling):
        pass_to_follow(office.recomputation_desk)
    office.clock.advance(seconds=SETTLING.total_seconds())
    return office


def recomputed(product: Services) -> list[int]:
    """How often each case has followed."""
    return sorted(
        sum(one.action is Action.RECOMPUTE for one in case.timeline) for case in all_cases(product)
    )


@pytest.mark.parametrize("of", [1, 4])
def test_all_open_cases_follow_once_killed_or_not(
    product: Services, office: EditedOffice, of: int
) -> None:
    """The schedule finds nothing left to do."""
    towards, marks, calls = pass_to_follow(office.recomputation_desk), MarkBook(), count(1)
    assert towards is not None
    marks.begin({}, of, NOW)
    find = DynamoCaseStore.find

    def dying(store: DynamoCaseStore, code: str) -> Case | None:
        if next(calls) in (3, 6, 7):
            raise KeyboardInterrupt
        return find(store, code)

    kills = 0
    with mock.patch.object(DynamoCaseStore, "find", dying):
        while True:
            try:
                after = follow(product, towards, Walker(marks))
            except KeyboardInterrupt:
                kills += 1
                continue
            break
    assert kills
    assert (after.progress, after.moved <= OPEN) == (Progress.DONE, True)
    assert recomputed(product) == [0, *[1] * OPEN]
    assert keep_up(office.recomputation_desk, "tick", always) == 0
    assert pass_to_follow(office.recomputation_desk) is None


def test_a_case_that_cannot_follow_is_left_to_the_schedule(
    product: Services, office: EditedOffice
) -> None:
    """Named, and tried again by it; the others are there."""
    towards = pass_to_follow(office.recomputation_desk)
    assert towards is not None
    broken = next(case.code for case in all_cases(product) if case.is_open)
    find = DynamoCaseStore.find

    def failing(store: DynamoCaseStore, code: str) -> Case | None:
        if code == broken:
            raise ValueError
        return find(store, code)

    walker = Walker()
    with mock.patch.object(DynamoCaseStore, "find", failing):
        after = follow(product, towards, walker)
    assert walker.marks.left_out() == (broken,)
    assert (after.progress, after.again) == (Progress.RUNNING, (broken,))
    office.clock.advance(minutes=2)
    assert keep_up(office.recomputation_desk, "tick", always) == 1
    assert recomputed(product) == [0, *[1] * OPEN]


def test_a_pass_that_was_stopped_stays_so(product: Services, office: EditedOffice) -> None:
    """Also where it was stopped while this went on."""
    desk = office.recomputation_desk
    towards = pass_to_follow(desk)
    assert towards is not None
    turn(desk, Progress.STOPPED, ADMINISTRATOR, "c-1")
    assert pass_to_follow(desk) is None
    assert follow(product, towards, Walker()).progress is Progress.STOPPED
