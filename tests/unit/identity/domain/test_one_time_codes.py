"""One-time codes: the table of answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.identity.domain.one_time_codes import (
    CodeCheck,
    OneTimeCode,
    answer,
    is_locked,
    issue,
    seconds_until_resend,
)
from tests.support.clock import NOW
from tests.support.people import POLICY

RULES = POLICY.codes
CODE = OneTimeCode("012345", NOW, NOW + timedelta(minutes=5))
LATE = NOW + timedelta(minutes=5)


def test_a_code_has_six_digits_and_five_minutes() -> None:
    """Leading zeros belong to it."""
    codes = [issue(NOW, RULES) for _ in range(50)]
    assert all(len(code.digits) == 6 and code.digits.isdecimal() for code in codes)
    assert len({code.digits for code in codes}) > 40
    assert {code.expires_at for code in codes} == {LATE}


@pytest.mark.parametrize(
    ("digits", "at", "wrong", "verdict"),
    [
        ("012345", NOW, 0, CodeCheck.RIGHT),
        ("012345", LATE - timedelta(microseconds=1), 4, CodeCheck.RIGHT),
        ("012345", LATE, 0, CodeCheck.EXPIRED),
        ("012345", NOW, 5, CodeCheck.LOCKED),
        ("012346", NOW, 0, CodeCheck.WRONG),
        ("12345", NOW, 0, CodeCheck.WRONG),
        ("٠١٢٣٤٥", NOW, 0, CodeCheck.WRONG),
        ("012346", LATE, 0, CodeCheck.EXPIRED),
        ("012346", LATE, 5, CodeCheck.LOCKED),
    ],
)
def test_answers(digits, at, wrong, verdict) -> None:
    """Locked wins over expired, expired over wrong, and only wrong ones are counted."""
    code = replace(CODE, wrong=wrong)
    answered, found = answer(code, digits, at, RULES)
    assert found is verdict
    assert answered.wrong == wrong + (verdict is CodeCheck.WRONG)


def test_the_fifth_wrong_answer_locks() -> None:
    """After it not even the right code counts, and a fresh one carries the count on."""
    code = CODE
    for _ in range(RULES.wrong_answers):
        assert not is_locked(code, RULES)
        code, _ = answer(code, "000000", NOW, RULES)
    assert is_locked(code, RULES)
    assert is_locked(issue(NOW, RULES, code.wrong), RULES)


@pytest.mark.parametrize(
    ("seconds", "wait"), [(0, 60), (0.5, 60), (1, 59), (59.9, 1), (60, 0), (600, 0)]
)
def test_another_code_may_be_sent_after_a_minute(seconds: float, wait: int) -> None:
    """The wait is told in whole seconds, rounded up."""
    assert seconds_until_resend(CODE, NOW + timedelta(seconds=seconds), RULES) == wait
