"""Quiet hours and attempts."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.messages.domain.sending import ATTEMPTS, CODE_ATTEMPTS, Provider, next_attempt
from chalicelib.rules.domain.quiet_hours import QuietHours


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


YEAR = local("2026-01-01T00:00:00")


@pytest.mark.parametrize(
    ("now", "over_at"),
    [
        ("2026-08-03T21:59:59.999999", None),
        ("2026-08-03T22:00:00", "2026-08-04T07:00:00"),
        ("2026-08-03T23:59:59", "2026-08-04T07:00:00"),
        ("2026-08-04T00:00:00", "2026-08-04T07:00:00"),
        ("2026-08-04T06:59:59.999999", "2026-08-04T07:00:00"),
        ("2026-08-04T07:00:00", None),
        ("2026-12-31T22:30:00", "2027-01-01T07:00:00"),
    ],
)
def test_quiet_hours_at_every_boundary(now, over_at) -> None:
    """22:00 to 07:00, half open, over midnight and over New Year."""
    assert QuietHours().over_at(local(now)) == (local(over_at) if over_at else None)


@pytest.mark.parametrize(
    ("now", "over_at"),
    [
        ("2026-08-03T11:59:59", None),
        ("2026-08-03T12:00:00", "2026-08-03T13:30:00"),
        ("2026-08-03T13:30:00", None),
    ],
)
def test_quiet_hours_within_a_day(now, over_at) -> None:
    """A policy may also name a time of the day."""
    quiet = QuietHours(time(12), time(13, 30))
    assert quiet.over_at(local(now)) == (local(over_at) if over_at else None)


def test_equal_times_mean_no_quiet_hours() -> None:
    """How a policy switches them off."""
    assert QuietHours(time(0), time(0)).over_at(local("2026-08-03T00:00:00")) is None


@given(
    st.integers(0, 366 * 24 * 3600).map(lambda second: YEAR + timedelta(seconds=second)),
    st.times(),
    st.times(),
)
def test_what_is_held_is_free_when_the_quiet_hours_end(now, begin, end) -> None:
    """Within a day, at the policy's time, and outside the quiet hours."""
    quiet = QuietHours(begin, end)
    over_at = quiet.over_at(now)
    if over_at is not None:
        assert now < over_at <= now + timedelta(days=1)
        assert over_at.astimezone(LOCAL_ZONE).time() == end
        assert quiet.over_at(over_at) is None


@pytest.mark.parametrize("plan", [ATTEMPTS, CODE_ATTEMPTS])
def test_attempts_begin_at_once_and_reach_the_second_provider(plan) -> None:
    """Both plans, whole: first the primary without a wait, later the secondary, then an end."""
    first = next_attempt(plan, 0)
    assert first is not None
    assert (first.wait, first.provider) == (timedelta(0), Provider.PRIMARY)
    assert Provider.SECONDARY in {attempt.provider for attempt in plan}
    assert next_attempt(plan, len(plan)) is None


def test_the_waits_of_ordinary_messages_grow() -> None:
    """Backing off means that each wait is longer than the one before."""
    waits = [attempt.wait for attempt in ATTEMPTS]
    assert waits == sorted(set(waits))


def test_codes_are_given_up_before_they_expire() -> None:
    """A code is good for minutes; trying longer would only confuse."""
    assert sum((attempt.wait for attempt in CODE_ATTEMPTS), timedelta(0)) <= timedelta(minutes=2)
