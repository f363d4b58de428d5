"""Devices on which somebody signed in before, known by a value that they show again.

The value says whose device it is and until when, and carries a keyed hash of both: nothing is kept
of it here. It opens nothing; whoever shows it is counted apart from strangers.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, timedelta

from chalicelib.kernel.instants import epoch_seconds
from chalicelib.kernel.keys import Hasher, KeyPurpose

LONGEST = 200
"""Characters of a value, at most."""
_DIGITS = 10
"""Of an expiry in seconds since 1970."""


def device_for(hasher: Hasher, holder: str, now: datetime, life: timedelta) -> str:
    """The value for a device on which `holder` (an account's or officer's id) signed in now."""
    until = f"{epoch_seconds(now + life):0{_DIGITS}d}"
    return f"{until}.{_proof(hasher, holder, until)}.{holder}"


def holder_of(hasher: Hasher, device: str | None, now: datetime) -> str | None:
    """Whose device it is; None for one that is over, changed, or was never ours."""
    until, _, rest = (device or "")[:LONGEST].partition(".")
    proof, _, holder = rest.partition(".")
    if len(until) != _DIGITS or not (until.isascii() and until.isdecimal()):
        return None
    if not hmac.compare_digest(_proof(hasher, holder, until).encode(), proof.encode()):
        return None
    return holder if now < datetime.fromtimestamp(int(until), tz=UTC) else None


def _proof(hasher: Hasher, holder: str, until: str) -> str:
    return hasher.hash(KeyPurpose.DEVICE, f"{until}|{holder}")
