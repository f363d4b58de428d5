"""Windows of quotas."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.kernel.quotas import Quota, window_of

DAY, HOUR = Quota(3, timedelta(days=1)), Quota(6, timedelta(hours=1))


@pytest.mark.parametrize(
    ("quota", "first", "last"),
    [
        (DAY, datetime(2026, 8, 2, 17, tzinfo=UTC), datetime(2026, 8, 3, 16, 59, 59, tzinfo=UTC)),
        (HOUR, datetime(2026, 8, 2, 17, tzinfo=UTC), datetime(2026, 8, 2, 17, 59, 59, tzinfo=UTC)),
        (HOUR, datetime(2026, 8, 3, 16, tzinfo=UTC), datetime(2026, 8, 3, 16, 59, 59, tzinfo=UTC)),
    ],
)
def test_windows_divide_the_local_day(quota: Quota, first: datetime, last: datetime) -> None:
    """«A day» ends at midnight in the province, and a window's name changes with it."""
    window = window_of(quota, first)
    after = last + timedelta(seconds=1)
    assert window == window_of(quota, last)
    assert window.end == after
    assert window.seconds_left(last) == 1
    assert window_of(quota, after).name != window.name


def test_quotas_of_different_length_do_not_share_a_window() -> None:
    """The first hour's counter is not the day's."""
    now = datetime(2026, 8, 2, 17, tzinfo=UTC)
    assert window_of(DAY, now).name != window_of(HOUR, now).name
