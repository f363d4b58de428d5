"""Difficulties: how far each has come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib.difficulties.domain.difficulties import DifficultyState, assigned, solved
from chalicelib.kernel.errors import Conflict
from tests.support.clock import NOW
from tests.support.difficulties import make_difficulty

DUE = date(2026, 8, 20)


def test_a_difficulty_is_raised_owned_solved_and_open_again() -> None:
    """A new day takes a solution that did not help back; what was said stays to be read."""
    raised = make_difficulty(owner=None, due=None)
    owned = assigned(raised, "so-y-te", DUE, NOW, "s1")
    done = solved(owned, "Đã lắp trạm phát sóng.", NOW, "l1")
    again = assigned(done, "so-khcn", DUE, NOW, "s1")
    states = [one.state for one in (raised, owned, done, again)]
    names = DifficultyState
    assert states == [names.RAISED, names.ASSIGNED, names.SOLVED, names.ASSIGNED]
    assert [one.version for one in (raised, owned, done, again)] == [1, 2, 3, 4]
    assert again.solution == "Đã lắp trạm phát sóng."


def test_nobody_solves_what_nobody_owns() -> None:
    """First it is said who is to."""
    with pytest.raises(Conflict):
        solved(make_difficulty(owner=None, due=None), "Đã xong từ hôm qua.", NOW, "l1")


@pytest.mark.parametrize(("days", "overdue"), [(-1, False), (0, False), (1, True)])
def test_a_day_is_over_when_the_next_begins(days: int, overdue: bool) -> None:
    """Done on the day itself is in time."""
    today = DUE + timedelta(days=days)
    assert make_difficulty(due=DUE).is_overdue(today) is overdue
    assert not make_difficulty(due=DUE, solved_at=NOW).is_overdue(today)
    assert not make_difficulty(due=None).is_overdue(today)
