"""Limits."""

from __future__ import annotations

import pytest

from tests.support.calendars import limit


@pytest.mark.parametrize(
    ("one", "other", "longer"),
    [
        ("3 ngày", "22 giờ", True),
        ("3 ngày", "23 giờ", False),
        ("2 ngày", "15 giờ", False),
        ("16 giờ", "2 ngày", True),
    ],
)
def test_hours_and_days_compare_at_seven_and_a_half_hours_a_day(one, other, longer) -> None:
    """An extension may be asked in either unit, whatever the unit of the limit."""
    assert (limit(one).minutes > limit(other).minutes) is longer


@pytest.mark.parametrize("text", ["0 ngày", "-1 giờ"])
def test_a_limit_is_at_least_one(text) -> None:
    """A limit of nothing would be overdue at its start."""
    with pytest.raises(ValueError, match="at least 1"):
        limit(text)
