"""Passwords and the lock after failed sign-ins."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta

import pytest

from chalicelib.kernel.errors import TooMany
from chalicelib.staff.domain.credentials import (
    HashCost,
    SignInGuard,
    forgive,
    hash_password,
    is_outdated,
    matches,
    nobodys_hash,
    try_sign_in,
)
from tests.support.clock import NOW
from tests.support.people import POLICY

CHEAP = HashCost(memory=64, passes=1)
OF_BEFORE = (
    "scrypt$16$8$1$AAAAAAAAAAAAAAAAAAAAAA==$"
    + base64.b64encode(hashlib.scrypt(b"x" * 12, salt=bytes(16), n=16, r=8, p=1, dklen=32)).decode()
)
"""As passwords were kept before argon2id."""
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
    dear = HashCost(memory=128, passes=2)
    hashed = hash_password(PASSWORD, dear)
    assert matches(PASSWORD, hashed)
    assert hashed.startswith("$argon2id$v=19$m=128,t=2,p=1$")
    assert is_outdated(hashed, CHEAP)
    assert not is_outdated(hashed, dear)


def test_passwords_of_before_are_still_good() -> None:
    """And are known to be outdated, so that they are made anew."""
    assert matches("x" * 12, OF_BEFORE)
    assert not matches("x" * 13, OF_BEFORE)
    assert is_outdated(OF_BEFORE, CHEAP)


def test_nobodys_hash_matches_nothing() -> None:
    """It is only there to cost the same time."""
    assert not matches(PASSWORD, nobodys_hash(CHEAP))
    assert not matches("", nobodys_hash(CHEAP))


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
