"""Which morning's digest a reminder belongs to."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.support.directory import make_policy


@pytest.mark.parametrize(
    ("due", "digest"),
    [
        ("2026-08-04T00:00:00", "2026-08-04T07:30:00"),
        ("2026-08-04T07:30:00", "2026-08-04T07:30:00"),
        ("2026-08-04T07:30:01", None),
        ("2026-08-04T11:30:00", None),
        ("2026-08-04T17:00:00", None),
        ("2026-08-04T17:00:01", "2026-08-05T07:30:00"),
        ("2026-12-31T23:59:59", "2027-01-01T07:30:00"),
    ],
)
def test_reminders_of_the_night_and_the_opening_belong_to_the_morning(due, digest) -> None:
    """At every boundary; what is due within the day is told at once."""
    expected = datetime.fromisoformat(f"{digest}+07:00") if digest else None
    assert make_policy().digest.digest_time(datetime.fromisoformat(f"{due}+07:00")) == expected
