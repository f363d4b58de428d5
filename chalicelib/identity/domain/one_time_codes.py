"""One-time codes: six digits that prove who holds a phone. Source: docs/handbook.md §5, §7."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.identity.domain.identity_policy import CodeRules
from chalicelib.kernel.instants import whole_seconds

DIGITS = 6


@dataclass(frozen=True)
class OneTimeCode:
    """A code and how often it, or one before it for the same purpose, was answered wrongly."""

    digits: str
    issued_at: datetime
    expires_at: datetime
    wrong: int = 0


class CodeCheck(StrEnum):
    """What an answer comes to."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    LOCKED = "locked"


def issue(now: datetime, rules: CodeRules, wrong: int = 0) -> OneTimeCode:
    """A fresh code; `wrong` carries on the count when it replaces another."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    return OneTimeCode(digits, now, now + rules.life, wrong)


def is_locked(code: OneTimeCode, rules: CodeRules) -> bool:
    """Whether too many wrong answers were given, so that the right one counts no more."""
    return code.wrong >= rules.wrong_answers


def answer(
    code: OneTimeCode, digits: str, now: datetime, rules: CodeRules
) -> tuple[OneTimeCode, CodeCheck]:
    """The code after this answer. Only a wrong answer changes it."""
    if is_locked(code, rules):
        return code, CodeCheck.LOCKED
    if now >= code.expires_at:
        return code, CodeCheck.EXPIRED
    if hmac.compare_digest(code.digits.encode(), digits.encode()):
        return code, CodeCheck.RIGHT
    return replace(code, wrong=code.wrong + 1), CodeCheck.WRONG


def seconds_until_resend(code: OneTimeCode, now: datetime, rules: CodeRules) -> int:
    """Whole seconds until another code may be sent; 0 when it may."""
    return max(0, whole_seconds(code.issued_at + rules.resend_after - now))
