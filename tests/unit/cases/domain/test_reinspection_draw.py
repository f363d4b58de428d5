"""Which answers are drawn: always the same for a seed, as many as the policy says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.cases.domain.reinspections import hangs_on_ratings, is_drawn
from chalicelib.rules.domain.reinspections import ReinspectionPolicy

POLICY = ReinspectionPolicy()
CODES = [f"LC-260803-{number:05d}" for number in range(4_000)]


def drawn(percent: int, policy: ReinspectionPolicy = POLICY) -> set[str]:
    return {code for code in CODES if is_drawn(policy, code, 1, percent)}


@pytest.mark.parametrize("percent", [0, 1, 5, 20, 50, 100])
def test_so_many_per_cent_are_drawn(percent: int) -> None:
    """Within what chance leaves of 4,000; none of none, all of all."""
    share = len(drawn(percent)) / len(CODES) * 100
    exact = percent in (0, 100)
    assert share == percent if exact else abs(share - percent) < 2


def test_the_seed_decides() -> None:
    """The same seed draws the same, another one others; a higher share holds the lower one."""
    assert drawn(20) == drawn(20)
    assert drawn(20) != drawn(20, replace(POLICY, seed="other"))
    assert drawn(5) < drawn(20)


def test_a_second_answer_has_a_lot_of_its_own() -> None:
    """Whoever was not drawn once may be the next time."""
    first, second = (
        {code for code in CODES if is_drawn(POLICY, code, number, 50)} for number in (1, 2)
    )
    assert first - second
    assert second - first


def test_only_some_hang_on_the_ratings() -> None:
    """Those between the two shares; where these are equal, nobody asks."""
    asked = {code for code in CODES if hangs_on_ratings(POLICY, code, 1)}
    assert asked == drawn(20) - drawn(5)
    equal = replace(POLICY, low_rated_percent=5)
    assert not any(hangs_on_ratings(equal, code, 1) for code in CODES)


@pytest.mark.parametrize(
    ("content", "ratings", "low"),
    [(0, 9, False), (6, 10, True), (7, 10, False), (69, 100, True), (70, 100, False)],
)
def test_low_ratings(content: int, ratings: int, low: bool) -> None:
    """Less than 70 % of ten and more; fewer say nothing."""
    assert POLICY.is_low(content, ratings) is low
