"""Sessions: what cannot be, for whom, and the code on the screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict
from chalicelib.trainings.domain.trainings import (
    CODE_STEP,
    OPEN_AROUND,
    is_shown,
    shown_code,
    shown_until,
    training_faults,
)
from tests.support.cases import ELSEWHERE, LEADER, OFFICER
from tests.support.clock import NOW
from tests.support.trainings import make_training


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"place": None}, None),
        ({"link": None}, None),
        ({"place": None, "link": None}, (("place",), "place_or_link")),
        ({"ends_at": NOW - timedelta(minutes=5)}, (("ends_at",), "ends_before_start")),
        ({"ends_at": NOW + timedelta(days=8)}, (("ends_at",), "session_too_long")),
        ({"agencies": ("so-y-te", "so-y-te")}, (("agencies", 1), "listed_twice")),
        ({"roles": (Role.LEADER, Role.LEADER)}, (("roles", 1), "listed_twice")),
    ],
)
def test_what_cannot_be_is_said(changes: dict[str, Any], fault: Any) -> None:
    """Nowhere, no time, longer than a week, named twice."""
    found = [(one.path, one.code) for one in training_faults(make_training(**changes))]
    assert found == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("agencies", "roles", "who", "meant"),
    [
        ((), (), ELSEWHERE, True),
        (("so-xay-dung",), (), OFFICER, True),
        (("so-xay-dung",), (), ELSEWHERE, False),
        (("so-xay-dung",), (Role.LEADER,), OFFICER, False),
        (("so-xay-dung",), (Role.LEADER,), LEADER, True),
        ((), (Role.LEADER,), Actor(Role.LEADER, "l9", "so-y-te"), True),
    ],
)
def test_a_session_is_for_agencies_and_roles(
    agencies: tuple[str, ...], roles: tuple[Role, ...], who: Actor, meant: bool
) -> None:
    """None named: all of them."""
    assert make_training(agencies=agencies, roles=roles).is_for(who) is meant


def test_a_code_is_good_while_it_is_shown_and_two_minutes_more() -> None:
    """Another each minute; of another session never."""
    training = make_training()
    code, step = shown_code(training, NOW), timedelta(seconds=CODE_STEP)
    assert len(code) == 6
    assert shown_code(training, NOW + step) != code
    good = [is_shown(training, code, NOW + step * number) for number in range(-1, 4)]
    assert good == [False, True, True, True, False]
    assert not is_shown(make_training(secret="aa" * 20), code, NOW)
    assert not is_shown(make_training(id="01J0000000000000000000000X"), code, NOW)
    assert NOW < shown_until(NOW) <= NOW + step


@pytest.mark.parametrize(
    ("moved", "is_open"),
    [
        (-OPEN_AROUND - timedelta(seconds=1), False),
        (-OPEN_AROUND, True),
        (timedelta(hours=3) + OPEN_AROUND - timedelta(seconds=1), True),
        (timedelta(hours=3) + OPEN_AROUND, False),
    ],
)
def test_codes_are_taken_around_the_session(moved: timedelta, is_open: bool) -> None:
    """From half an hour before to half an hour after, the end outside."""
    training = make_training(starts_at=NOW, ends_at=NOW + timedelta(hours=3))
    if is_open:
        training.check_open(NOW + moved)
        return
    with pytest.raises(Conflict):
        training.check_open(NOW + moved)
