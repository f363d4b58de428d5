"""Reach against both denominators, with targets, pace and forecast. Source: docs/handbook.md §8."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from chalicelib.campaign.domain.counts import CountPlace
from chalicelib.campaign.domain.reach import (
    Forecast,
    Listed,
    ReachPeriod,
    ReachSum,
    reach_of_communes,
    reach_of_teams,
    whole,
)
from chalicelib.campaign.domain.targets import CommuneTarget, target_faults
from chalicelib.campaign.domain.teams import Team

AUGUST = ReachPeriod(date(2026, 8, 1), date(2026, 8, 11))
AT = datetime(2026, 7, 28, tzinfo=UTC)


def cells(commune: str, *days: tuple[int, dict[str, int]]) -> dict[CountPlace, Counter[str]]:
    return {CountPlace(date(2026, 8, day), commune): Counter(cell) for day, cell in days}


def target(commune: str, *days: tuple[int, int]) -> CommuneTarget:
    return CommuneTarget(commune, {date(2026, 8, day): accounts for day, accounts in days})


def test_a_line_adds_up_its_days() -> None:
    """Accounts from before; what was made and visited in the period; the last day is not in it."""
    counts = cells(
        "02647",
        (1, {"alone": 3, "present": 3, "visit_absent": 2}),
        (10, {"assisted": 2, "present": 1, "visit_account_made": 2}),
        (11, {"alone": 50, "present": 50}),
    )
    line = reach_of_communes(AUGUST, {"02647": 100}, counts)["02647"].line(AUGUST)
    assert (line.accounts, line.alone, line.assisted) == (104, 3, 2)
    assert {result.value: n for result, n in line.visits.items() if n} == {
        "absent": 2,
        "account_made": 2,
    }
    assert (line.made_at_pace, line.pace_days) == (2, 7)
    assert (line.target, line.behind, line.listed, line.forecast) == (None, 0, None, None)


def test_a_period_within_a_month_knows_who_was_there_before() -> None:
    """What came between the month's beginning and the period's is there, and not made in it."""
    period = ReachPeriod(date(2026, 8, 5), date(2026, 8, 8))
    counts = cells("02647", (2, {"alone": 4, "present": 4}), (6, {"alone": 1, "present": 1}))
    line = reach_of_communes(period, {}, counts)["02647"].line(period)
    assert (line.accounts, line.alone, line.pace_days) == (5, 1, 3)


def test_who_is_behind_and_where_it_leads() -> None:
    """What was to be there by the period's last day; the pace of seven days goes on."""
    counts = cells("02647", *((day, {"alone": 10, "present": 10}) for day in range(1, 11)))
    targets = [target("02647", (5, 40), (10, 150), (30, 300))]
    line = reach_of_communes(AUGUST, {}, counts, targets)["02647"].line(AUGUST)
    assert (line.accounts, line.target, line.behind, line.whole_target) == (100, 150, 50, 300)
    assert line.forecast == Forecast(date(2026, 8, 30), 300)


def test_days_without_a_target_have_the_earlier_ones() -> None:
    """Before the first there is none, and nobody is behind."""
    one = target("02647", (5, 40), (10, 150))
    assert [one.by(date(2026, 8, day)) for day in (4, 5, 9, 10, 20)] == [None, 40, 40, 150, 150]


def test_a_target_of_zero_is_reached() -> None:
    """Nothing is divided by it."""
    line = reach_of_communes(AUGUST, {}, {}, [target("02647", (1, 0))])["02647"].line(AUGUST)
    assert (line.target, line.whole_target, line.behind) == (0, 0, 0)
    assert line.forecast == Forecast(date(2026, 8, 1), 0)


def test_a_commune_of_which_nothing_is_counted_yet_has_a_line() -> None:
    """It has a list or a target: that is who must be looked at."""
    sums = reach_of_communes(AUGUST, {}, {}, [target("02647", (1, 5))], {"02683": Listed(700, AT)})
    assert sums["02647"].line(AUGUST).behind == 5
    assert sums["02683"].line(AUGUST).listed == Listed(700, AT)


def test_the_whole_is_the_sum_with_the_oldest_list() -> None:
    """Of communes with and without."""
    sums = [
        ReachSum(5, Counter({"alone": 5}), 5, [target("1", (1, 9))], [Listed(10, AT)]),
        ReachSum(1, Counter({"alone": 1}), 1, [], [Listed(5, AT.replace(day=1))]),
    ]
    line = whole(sums).line(AUGUST)
    assert (line.accounts, line.alone, line.target, line.behind) == (6, 6, 9, 4)
    assert line.listed == Listed(15, AT.replace(day=1))


def test_hamlets_and_teams_know_what_they_helped_to() -> None:
    """By the hamlet that was visited, or by who visited it."""
    near, far = Team("02647", "Tổ 4"), Team("02647", "Tổ 5")
    day = date(2026, 8, 2)
    counts = {
        CountPlace(day, "02647", near, "Tổ 5"): Counter({"assisted": 2, "visit_absent": 1}),
        CountPlace(day, "02647", far, "Tổ 5"): Counter({"assisted": 1}),
        CountPlace(day, "02647"): Counter({"assisted": 3, "alone": 9}),
    }
    hamlets = reach_of_teams(AUGUST, counts, by_hamlet=True)
    assert {key: one.accounts for key, one in hamlets.items()} == {"Tổ 5": 3}
    teams = reach_of_teams(AUGUST, counts, by_hamlet=False)
    assert {key: one.accounts for key, one in teams.items()} == {"Tổ 4": 2, "Tổ 5": 1}


@pytest.mark.parametrize(
    ("targets", "faults"),
    [
        ([target("02647", (1, 5), (2, 5))], []),
        ([target("99999", (1, 5))], [(("items", 0, "commune_code"), "unknown_commune")]),
        (
            [target("02647", (1, 5)), target("02647", (1, 5))],
            [(("items", 1, "commune_code"), "not_unique")],
        ),
        ([target("02647", (1, 5), (2, 4))], [(("items", 0, "days"), "target_falls")]),
    ],
)
def test_what_is_wrong_with_targets_is_named(
    targets: list[CommuneTarget], faults: list[tuple[object, str]]
) -> None:
    """All at once."""
    assert [(f.path, f.code) for f in target_faults(targets, ["02647"])] == faults


def test_a_total_holds_accounts_against_the_places_that_have_a_list_or_a_target() -> None:
    """Else a province with one list of a hundred people would have reached a thousand per cent."""
    sums = reach_of_communes(
        AUGUST,
        {"02647": 40, "02671": 900, "02683": 60},
        {},
        [target("02683", (1, 90))],
        {"02647": Listed(100, AT)},
    )
    total = whole(sums.values()).line(AUGUST)
    assert (total.accounts, total.of_listed, total.of_target, total.behind) == (1000, 40, 60, 30)
    one = sums["02671"].line(AUGUST)
    assert (one.of_listed, one.of_target) == (900, 900)
