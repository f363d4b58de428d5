"""A second factor of one's own: an app that shows codes (RFC 6238), and recovery codes.

A code is good for its half minute, and those beside it, for clocks that are not exact; and it is
good once: no code of a step that was used, or of one before it, is taken again.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

STEP = 30
"""Seconds."""
BESIDE = 1
"""Steps before and after the present one whose codes are good too."""
DIGITS = 6
RECOVERY_CODES = 10
OPEN_FOR = timedelta(minutes=15)
"""How long a secret that was shown waits for its first code."""
_SECRET_BYTES = 20
_RECOVERY_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RECOVERY_HALF = 5


@dataclass(frozen=True)
class AppFactor:
    """The secret (hexadecimal) that an app shares, and the last step whose code was used."""

    secret: str
    since: datetime
    used_step: int = 0

    def is_open(self, now: datetime) -> bool:
        """Whether it may still be put in force."""
        return now < self.since + OPEN_FOR


@dataclass(frozen=True)
class ResetAsked:
    """Somebody asked that a lost app be taken away; another person has to say so too."""

    by: str
    is_administrator: bool
    at: datetime


def new_app(now: datetime) -> AppFactor:
    """With a secret of 160 bits, as the RFC wishes."""
    return AppFactor(secrets.token_hex(_SECRET_BYTES), now)


def code_at(app: AppFactor, step: int) -> str:
    """What the app shows in that half minute."""
    from cryptography.hazmat.primitives.hashes import SHA1
    from cryptography.hazmat.primitives.twofactor.totp import TOTP

    shown = TOTP(bytes.fromhex(app.secret), DIGITS, SHA1(), STEP)  # what all apps know
    return shown.generate(step * STEP).decode()


def step_of(now: datetime) -> int:
    """The half minute of an instant."""
    return int(now.timestamp()) // STEP


def use_code(app: AppFactor, code: str, now: datetime) -> AppFactor | None:
    """The factor with this code used up; None for one that is wrong, over, or was used."""
    present = step_of(now)
    found = None
    for step in range(present - BESIDE, present + BESIDE + 1):
        same = hmac.compare_digest(code_at(app, step).encode(), code.encode())
        if same and step > app.used_step:
            found = step
    return replace(app, used_step=found) if found is not None else None


def uri_of(app: AppFactor, username: str, issuer: str) -> str:
    """What the QR code says: the form that apps agree on (`otpauth`)."""
    from urllib.parse import quote, urlencode

    label = f"{quote(issuer, safe='')}:{quote(username, safe='')}"
    parts = {"secret": secret_text(app), "issuer": issuer, "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{label}?{urlencode(parts)}"


def secret_text(app: AppFactor) -> str:
    """As somebody types it who cannot scan."""
    return base64.b32encode(bytes.fromhex(app.secret)).decode()


def new_recovery_codes() -> tuple[str, ...]:
    """Ten of 50 random bits each, as they are shown once: `7K3QX-9V2MB`."""
    return tuple("-".join(_halves()) for _ in range(RECOVERY_CODES))


def _halves() -> Iterator[str]:
    for _ in range(2):
        yield "".join(secrets.choice(_RECOVERY_LETTERS) for _ in range(_RECOVERY_HALF))
