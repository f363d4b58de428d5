"""A registration's steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.identity.domain import registrations
from chalicelib.identity.domain.one_time_codes import CodeCheck
from chalicelib.identity.domain.registrations import Registration
from chalicelib.kernel.errors import Conflict, Gone, TooMany
from tests.support.clock import NOW
from tests.support.people import PHONE, POLICY

RULES = POLICY.codes
MINUTE, MICROSECOND = timedelta(minutes=1), timedelta(microseconds=1)
BEGUN = registrations.begin("R1", PHONE, NOW, RULES)
LOCKED = replace(BEGUN, code=replace(BEGUN.code, wrong=RULES.wrong_answers))
VERIFIED = replace(BEGUN, verified_at=NOW)


def test_the_right_code_proves_the_phone_once() -> None:
    """The request that proved it may come again, its answer lost on the way; no other may."""
    digits = BEGUN.code.digits
    once, verdict = registrations.verify(BEGUN, digits, NOW + MINUTE, RULES, "r1")
    twice, again = registrations.verify(once, digits, NOW + 2 * MINUTE, RULES, "r1")
    assert (verdict, again) == (CodeCheck.RIGHT, CodeCheck.RIGHT)
    assert once.verified_at == twice.verified_at == NOW + MINUTE
    assert (once.version, twice.version) == (2, 3)
    for given in (digits, "x"):
        with pytest.raises(Conflict, match="code_used"):
            registrations.verify(once, given, NOW + 2 * MINUTE, RULES, "r2")


def test_a_wrong_code_proves_nothing_and_is_counted() -> None:
    """Each answer is a version of its own, so that none is lost among racers."""
    answered, verdict = registrations.verify(BEGUN, "x", NOW, RULES, "r1")
    assert (verdict, answered.verified_at, answered.code.wrong) == (CodeCheck.WRONG, None, 1)
    assert answered.version == BEGUN.version + 1


@pytest.mark.parametrize(
    ("registration", "after", "error", "code"),
    [
        (BEGUN, 5 * MINUTE, Gone, "code_expired"),
        (BEGUN, 15 * MINUTE, Gone, "registration_expired"),
        (LOCKED, MINUTE, TooMany, "code_locked"),
        (LOCKED, 15 * MINUTE, Gone, "registration_expired"),
    ],
)
def test_even_the_right_code_is_refused(
    registration: Registration, after: timedelta, error: type[Exception], code: str
) -> None:
    """After its time, or after too many wrong ones."""
    with pytest.raises(error, match=code):
        registrations.verify(registration, registration.code.digits, NOW + after, RULES, "r1")


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        (10 * MINUTE, 300),
        (10 * MINUTE + MICROSECOND, 300),
        (10 * MINUTE - MICROSECOND, 301),
        (15 * MINUTE - MICROSECOND, 1),
    ],
)
def test_a_lock_lasts_as_long_as_the_registration(after: timedelta, seconds: int) -> None:
    """Retry-After says when it makes sense to begin again: never too early."""
    with pytest.raises(TooMany) as caught:
        registrations.verify(LOCKED, "x", NOW + after, RULES, "r1")
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("registration", "after", "error", "code"),
    [
        (BEGUN, MINUTE - timedelta(seconds=1), TooMany, "resend_too_early"),
        (BEGUN, 15 * MINUTE, Gone, "registration_expired"),
        (LOCKED, 2 * MINUTE, TooMany, "code_locked"),
        (VERIFIED, 2 * MINUTE, Conflict, "already_verified"),
    ],
)
def test_no_other_code_is_sent(
    registration: Registration, after: timedelta, error: type[Exception], code: str
) -> None:
    """Too early, too late, locked, or needed no more."""
    with pytest.raises(error, match=code):
        registrations.send_again(registration, NOW + after, RULES)


def test_another_code_replaces_the_first_and_carries_its_count() -> None:
    """Sending again must not give five more guesses, nor more time than the registration has."""
    wrong, _ = registrations.verify(BEGUN, "x", NOW, RULES, "r1")
    renewed = registrations.send_again(wrong, NOW + MINUTE, RULES)
    assert renewed.code.wrong == 1
    assert renewed.code.expires_at == NOW + 6 * MINUTE
    assert renewed.open_until == BEGUN.open_until
    assert renewed.version == 3
