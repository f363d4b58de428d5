"""Passwords and the lock after failed sign-ins."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chalicelib.kernel.errors import Invalid, TooMany
from chalicelib.staff.domain.credentials import (
    ScryptCost,
    SignInGuard,
    forgive,
    hash_password,
    matches,
    nobodys_hash,
    try_sign_in,
)
from tests.support.clock import NOW
from tests.support.people import POLICY

CHEAP = ScryptCost(n=2**4, r=8, p=1)
RULES = POLICY.lock_out
PASSWORD = "đường lên Sa Pa 1"


def failed(times: int, guard: SignInGuard | None = None, at: datetime = NOW) -> SignInGuard:
    for _ in range(times):
        guard = try_sign_in(guard, "L1", at, RULES)
    assert guard
    return guard


def test_only_the_password_matches() -> None:
    """However its letters are composed; and two equal passwords are stored unlike."""
    one, two = hash_password(PASSWORD, CHEAP), hash_password(PASSWORD, CHEAP)
    assert one != two
    assert matches(PASSWORD, one)
    assert matches("đường lên Sa Pa 1", two)
    assert not matches(PASSWORD + " ", one)
    assert PASSWORD not in one


def test_costs_stand_in_the_hash() -> None:
    """They can rise without locking anybody out."""
    dear = ScryptCost(n=2**5, r=8, p=2)
    assert matches(PASSWORD, hash_password(PASSWORD, dear))
    assert hash_password(PASSWORD, dear).startswith("scrypt$32$8$2$")


def test_nobodys_hash_matches_nothing() -> None:
    """It is only there to cost the same time."""
    assert not matches(PASSWORD, nobodys_hash(CHEAP))
    assert not matches("", nobodys_hash(CHEAP))


@pytest.mark.parametrize("password", ["", "x" * 11, "x" * 201])
def test_passwords_have_a_length(password: str) -> None:
    """Long enough to resist, short enough to hash."""
    with pytest.raises(Invalid) as caught:
        hash_password(password, CHEAP)
    assert [fault.code for fault in caught.value.faults] == ["password_length"]


def test_the_fifth_failure_locks_for_a_quarter_of_an_hour() -> None:
    """The tries before it do not, and Retry-After counts down."""
    assert failed(4).locked_until is None
    guard = failed(5)
    for minutes, wait in [(0, 900), (14, 60)]:
        with pytest.raises(TooMany, match="signing_in_locked") as caught:
            try_sign_in(guard, "L1", NOW + timedelta(minutes=minutes), RULES)
        assert caught.value.retry_after == wait


def test_after_the_lock_counting_begins_anew() -> None:
    """Otherwise one more slip would lock an honest officer at once."""
    after = try_sign_in(failed(5), "L1", NOW + RULES.lock, RULES)
    assert (after.failures, after.locked_until) == (1, None)


def test_old_failures_are_forgotten() -> None:
    """Only tries within the lock's length of each other are in a row."""
    assert failed(1, failed(4), NOW + RULES.lock).failures == 1
    assert failed(1, failed(4), NOW + RULES.lock - timedelta(seconds=1)).locked_until


def test_a_right_password_clears_the_count() -> None:
    """Also the lock that its own try would have set."""
    guard = forgive(failed(5))
    assert (guard.failures, guard.locked_until) == (0, None)
    assert guard.version == 6
