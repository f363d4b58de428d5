"""Whole seconds are never too few: nobody is called back, and nothing is over, too early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.kernel.instants import epoch_seconds, whole_seconds

_EARLY = {"microseconds": -1}
_LATE = {"microseconds": 1}


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        (timedelta(0), 0),
        (timedelta(**_LATE), 1),
        (timedelta(seconds=60, **_EARLY), 60),
        (timedelta(seconds=60), 60),
        (timedelta(seconds=60, **_LATE), 61),
        (timedelta(seconds=-1, **_EARLY), -1),
        (timedelta(days=20_000, **_LATE), 1_728_000_001),
    ],
)
def test_seconds_are_rounded_up(duration: timedelta, seconds: int) -> None:
    """A wait, and an instant as it is kept for the time to live."""
    assert whole_seconds(duration) == seconds
    assert epoch_seconds(datetime(1970, 1, 1, tzinfo=UTC) + duration) == seconds
