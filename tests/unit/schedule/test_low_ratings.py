"""Once a day the schedule counts which agencies' ratings are low."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.cases.domain import commands
from chalicelib.figures.application.figures import FigureDesk, project
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.schedule.application.low_ratings import RatingsDesk, count_low_ratings
from tests.support.cases import CITIZEN, Office, change_policy
from tests.support.figures import FakeFigureStore


class World:
    """An office whose figures are counted."""

    def __init__(self) -> None:
        self.office = Office()
        change_policy(self.office, reinspections=ReinspectionPolicy(least_ratings=3))
        self.figures = FakeFigureStore()

    def rate(self, *stars: int) -> None:
        for one in stars:
            case = self.office.take(self.office.answered(), CITIZEN, commands.Rate(one))
            project(FigureDesk(self.office.store, self.figures), case.code)

    def count(self) -> int | None:
        office = self.office
        desk = RatingsDesk(office.clock, office.directory, self.figures, office.low_ratings)
        return count_low_ratings(desk)


@pytest.fixture
def world() -> World:
    return World()


def test_agencies_whose_ratings_are_low(world: World) -> None:
    """Two good ones of three are below 70 %."""
    world.rate(5, 3, 2)
    assert world.count() == 1
    assert world.office.low_ratings.agencies() == {"so-xay-dung"}
    assert world.office.low_ratings.counted_on() == date(2026, 8, 3)


@pytest.mark.parametrize("stars", [(5, 3, 3, 2), (1, 1), ()])
def test_good_ones_and_too_few_say_nothing(world: World, stars: tuple[int, ...]) -> None:
    """Three of four are good enough, two say nothing of an agency."""
    world.rate(*stars)
    assert world.count() == 0


def test_once_a_day_and_no_longer_than_it_lasts(world: World) -> None:
    """Each minute asks; the next day counts anew, and after three months it is forgotten."""
    world.rate(1, 1, 1)
    assert (world.count(), world.count()) == (1, None)
    world.office.clock.advance(days=1)
    assert world.count() == 1
    world.office.clock.advance(days=120)
    assert world.count() == 0
