"""Which messages must follow from the reminders on the timelines."""

from __future__ import annotations

import pytest

from localstack.demo.clock import local
from localstack.demo.reminder_checks import morning_of


@pytest.mark.parametrize(
    ("at", "morning"),
    [
        ("2026-08-24T07:30", "2026-08-24"),
        ("2026-08-24T07:31", None),
        ("2026-08-24T17:00", None),
        ("2026-08-24T17:01", "2026-08-25"),
        ("2026-08-24T06:00", "2026-08-24"),
        ("2026-08-21T17:01", "2026-08-22"),
        ("2026-08-22T17:01", "2026-08-24"),
        ("2026-08-30T10:00", "2026-09-03"),
    ],
)
def test_a_reminder_belongs_to_a_morning_or_stands_alone(at: str, morning: str | None) -> None:
    """What falls due at 07:30 or outside the day's hours is gathered on the next working day; the
    rest is told at once."""
    assert morning_of(local(at)) == morning
