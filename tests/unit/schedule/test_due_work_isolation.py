"""A case that cannot be settled waits for its next try; all others are settled as ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.cases.application.due_work import work_off
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.workflow import Action
from chalicelib.kernel.due_work import BATCH, Worked
from chalicelib.kernel.faults import Work
from tests.support.cases import OFFICER, Office

UNKNOWN = "chưa có"


def _break(office: Office, case: Case) -> None:
    """Its category is one that the province does not have (any more)."""
    office.store.cases[case.code] = replace(case, category=UNKNOWN)


def _mend(office: Office, case: Case) -> None:
    office.store.cases[case.code] = replace(office.find(case), category=case.category)


def _overdue(office: Office, cases: list[Case]) -> list[bool]:
    return [office.find(case).overdue for case in cases]


@pytest.mark.parametrize("place", [0, 2, 5], ids=["first", "middle", "last"])
def test_a_case_of_an_unknown_category_does_not_keep_the_others(place: int) -> None:
    """Of six that are overdue five are settled by the first run, wherever the broken one stands."""
    office = Office()
    cases = [office.in_progress() for _ in range(6)]
    broken = cases[place]
    _break(office, broken)
    office.clock.advance(days=6)
    work_off(office.desk, "tick", lambda: True)
    assert _overdue(office, cases) == [case is not broken for case in cases]


def test_a_case_that_cannot_be_read_does_not_keep_the_others() -> None:
    """The first and the middle one of five hold documents that nobody can open."""
    office = Office()
    cases = [office.in_progress() for _ in range(5)]
    office.store.unreadable = {cases[0].code, cases[2].code}
    office.clock.advance(days=6)
    worked = work_off(office.desk, "tick", lambda: True)
    assert (worked.moved, worked.put_off, worked.finished) == (3, 2, True)
    assert _overdue(office, cases) == [False, True, False, True, True]


def test_more_broken_cases_than_a_run_reads_at_a_time_do_not_hide_the_rest() -> None:
    """They give the head of the index away, and are tried once a run."""
    office = Office()
    broken = [office.in_progress() for _ in range(2 * BATCH)]
    office.clock.advance(minutes=1)
    good = office.in_progress()
    for case in broken:
        _break(office, case)
    office.clock.advance(days=6)
    assert work_off(office.desk, "tick", lambda: True) == Worked(1, 2 * BATCH, finished=True)
    assert office.find(good).overdue
    assert sorted(office.faults.of(Work.SETTLE)) == sorted(case.code for case in broken)


def test_what_can_not_even_be_put_off_does_not_hide_the_rest() -> None:
    """Entries that stay in the index are passed over; the run says that it is not finished."""
    office = Office()
    stubborn = [office.in_progress() for _ in range(BATCH)]
    office.clock.advance(minutes=1)
    good = office.in_progress()
    for case in stubborn:
        _break(office, case)
    office.clock.advance(days=6)
    office.store.put_off = lambda *_: False  # type: ignore[method-assign]
    assert work_off(office.desk, "tick", lambda: True) == Worked(1, 0, finished=False)
    assert office.find(good).overdue


def test_each_further_try_waits_longer_an_hour_at_most() -> None:
    """1, 2, 4 … minutes after the failure before, then each hour."""
    office = Office()
    case = office.in_progress()
    _break(office, case)
    office.clock.advance(days=6)
    waits = []
    for _ in range(9):
        work_off(office.desk, "tick", lambda: True)
        waits.append(office.store.next_at[case.code] - office.clock.now())
        office.clock.advance(seconds=waits[-1].total_seconds())
    assert waits == [timedelta(minutes=m) for m in (1, 2, 4, 8, 16, 32, 60, 60, 60)]


def test_after_the_third_time_it_is_on_the_attention_list_until_it_is_mended() -> None:
    """Nobody has to do anything but mend it: the next try settles it, as if nothing had been."""
    office, other = Office(), Office()
    case, same = office.in_progress(), other.in_progress()
    _break(office, case)
    for one in (office, other):
        one.clock.advance(days=6)
    for stuck in ([], [], [case.code]):
        work_off(office.desk, "tick", lambda: True)
        assert [one.code for one in office.store.stuck(10, None).items] == stuck
        office.clock.advance(minutes=5)
    found = office.store.stuck(10, None).items[0]
    assert (found.failures, found.fault) == (3, "Invalid")
    _mend(office, case)
    work_off(office.desk, "tick", lambda: True)
    work_off(other.desk, "tick", lambda: True)
    assert office.store.stuck(10, None).items == ()
    assert _brought(office.find(case)) == _brought(other.find(same))


def test_a_command_takes_it_off_the_list_too() -> None:
    """Somebody sets the right category before the next try."""
    office = Office()
    case = office.in_progress()
    _break(office, case)
    office.clock.advance(days=6)
    for _ in range(3):
        work_off(office.desk, "tick", lambda: True)
        office.clock.advance(minutes=5)
    _mend(office, case)
    office.take(office.find(case), OFFICER, commands.ProposeAnswer("Đã vá xong ổ gà."))
    assert office.store.stuck(10, None).items == ()


def test_a_passing_fault_ends_the_run_and_puts_nothing_off() -> None:
    """The store does not answer: that is no case's fault. The next run finds all as it was."""
    office = Office()
    cases = [office.in_progress() for _ in range(3)]
    office.clock.advance(days=6)
    before = dict(office.store.next_at)
    find = office.store.find

    def away(code: str) -> Case | None:
        raise ConnectionError(code)

    office.store.find = away  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        work_off(office.desk, "tick", lambda: True)
    assert office.store.next_at == before
    assert office.faults.noted == []
    office.store.find = find  # type: ignore[method-assign]
    work_off(office.desk, "tick", lambda: True)
    assert _overdue(office, cases) == [True] * 3


def test_where_nothing_is_due_only_the_index_learns_what_comes_next() -> None:
    """The rules have changed since the instant was set: no write of the case, no event, and it
    is not looked at each minute."""
    office = Office()
    case = office.in_progress()
    office.store.next_at[case.code] = office.clock.now()
    events = list(office.store.events)
    assert work_off(office.desk, "tick", lambda: True).finished
    assert office.find(case) is case
    assert office.store.events == events
    assert office.store.next_at[case.code] > office.clock.now()
    assert work_off(office.desk, "tick", lambda: True) == Worked(0, 0, finished=True)


def _brought(case: Case) -> list[tuple[datetime, Action]]:
    return [(line.at, line.action) for line in case.timeline]
