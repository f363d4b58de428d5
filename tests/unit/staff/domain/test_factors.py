"""Apps that show codes: RFC 6238, each code once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.staff.domain.factors import (
    AppFactor,
    code_at,
    new_app,
    new_recovery_codes,
    secret_text,
    step_of,
    uri_of,
    use_code,
)
from tests.support.clock import NOW

RFC = AppFactor(b"12345678901234567890".hex(), NOW)
"""The secret of RFC 6238, appendix B."""
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    """Of its table the last six digits, by SHA-1."""
    now = datetime.fromtimestamp(seconds, tz=UTC)
    assert code_at(RFC, step_of(now)) == code
    assert use_code(RFC, code, now)


def test_a_code_is_good_once() -> None:
    """Neither it nor one before it is taken again."""
    app = new_app(NOW)
    before, present = (code_at(app, step_of(NOW) - n) for n in (1, 0))
    used = use_code(app, present, NOW)
    assert used
    assert use_code(used, present, NOW) is None
    assert use_code(used, before, NOW) is None
    following = code_at(app, step_of(NOW) + 1)
    assert use_code(used, following, NOW)


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(steps: int, good: bool) -> None:
    """Before and after, and no more."""
    app = new_app(NOW)
    code = code_at(app, step_of(NOW + steps * STEP))
    assert (use_code(app, code, NOW) is not None) == good


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    """Whatever it is."""
    assert use_code(new_app(NOW), code, NOW) is None


def test_the_address_is_what_apps_read() -> None:
    """Names are escaped; the secret is base 32."""
    app = AppFactor("00" * 20, NOW)
    assert uri_of(app, "may@lc", "Lào Cai: S") == (
        "otpauth://totp/L%C3%A0o%20Cai%3A%20S:may%40lc?secret=" + "A" * 32 + "&issuer="
        "L%C3%A0o+Cai%3A+S&digits=6&period=30"
    )
    assert secret_text(app) == "A" * 32


def test_recovery_codes_are_ten_and_unlike() -> None:
    """In halves that people can read out."""
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(len(half) == 5 for code in codes for half in code.split("-"))
