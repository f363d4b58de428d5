"""What accounts and visits come to, by day and place."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from chalicelib.campaign.domain.counts import (
    AccountCount,
    CountPlace,
    Help,
    Measure,
    added,
    counts_of_account,
    difference,
    gone,
    moved,
)
from chalicelib.campaign.domain.teams import Team

D1, D2, D3 = (date(2026, 8, day) for day in (1, 2, 3))
TEAM = Team("02647", "Tổ 4")


def test_an_account_that_moved_and_left_stays_among_those_made() -> None:
    """Present where it was, as long as it was there."""
    counted = gone(moved(AccountCount(1, ((D1, "02647"),)), 2, D2, "02683"), D3)
    assert counts_of_account(counted) == {
        CountPlace(D1, "02647"): {Measure.ALONE: 1, Measure.PRESENT: 1},
        CountPlace(D2, "02647"): {Measure.PRESENT: -1},
        CountPlace(D2, "02683"): {Measure.PRESENT: 1},
        CountPlace(D3, "02683"): {Measure.PRESENT: -1},
    }


def test_help_counts_for_the_commune_and_for_the_team() -> None:
    """The team's cell is of the hamlet where it was."""
    counted = AccountCount(1, ((D1, "02647"),), Help("A2", TEAM, "Tổ 5"))
    assert counts_of_account(counted) == {
        CountPlace(D1, "02647"): {Measure.ASSISTED: 1, Measure.PRESENT: 1},
        CountPlace(D1, "02647", TEAM, "Tổ 5"): {Measure.ASSISTED: 1},
    }


def test_steps_add_up_to_the_whole_on_whatever_way() -> None:
    """For any life of an account: the differences of its steps are its cells."""
    chance = Random(1)
    for _ in range(200):
        lives = [AccountCount(1, ((D1, "02647"),), chance.choice([None, Help("A", TEAM, "Tổ 5")]))]
        for version in range(2, chance.randrange(2, 7)):
            day = date(2026, 8, chance.randrange(1, 28))
            commune = chance.choice(["02647", "02683", "02671"])
            lives.append(moved(lives[-1], version, day, commune))
        if chance.random() < 0.5:
            lives.append(gone(lives[-1], date(2026, 9, 1)))
        steps = [
            difference(counts_of_account(after), counts_of_account(before))
            for before, after in zip([None, *lives], lives, strict=False)
        ]
        assert added(*steps) == added(counts_of_account(lives[-1]))


def test_nothing_is_told_of_what_comes_to_nothing() -> None:
    """A cell of zeros is no cell."""
    place = CountPlace(D1, "02647")
    assert added({place: Counter({"alone": 1})}, {place: Counter({"alone": -1})}) == {}
