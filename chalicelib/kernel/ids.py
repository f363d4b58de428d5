"""Identifiers: sortable ids, and the case code that people quote."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime

from chalicelib.kernel.instants import local_date

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford base32: no I, L, O, U."""
CASE_CODE = rf"[A-Z]{{2,4}}-[0-9]{{6}}-[{ALPHABET}]{{5}}"
_CASE_CODE = re.compile(CASE_CODE)
SORTABLE_ID = rf"[{ALPHABET}]{{26}}"
_SORTABLE_ID = re.compile(SORTABLE_ID)
_OFFICER_ID = re.compile(r"[!-~]{1,60}")


def _encode(number: int, length: int) -> str:
    return "".join(ALPHABET[(number >> (5 * i)) & 31] for i in reversed(range(length)))


def new_seed() -> str:
    """128 random bits, from which the ids of one request are derived."""
    return secrets.token_hex(16)


def sortable_id(now: datetime, seed: str | None = None, purpose: str = "") -> str:
    """26 characters in ULID form: milliseconds since 1970, then 80 bits.

    With a `seed` the same id comes out for the same seed, purpose and `now`, so that a request
    that is taken over after a crash creates nothing twice.
    """
    tail = secrets.randbits(80) if seed is None else _derive(seed, purpose, 80)
    return _encode(int(now.timestamp() * 1000), 10) + _encode(tail, 16)


def case_code(prefix: str, now: datetime, seed: str | None = None, attempt: int = 0) -> str:
    """For example `LC-260801-7K3QX`: prefix, local date, 5 characters that cannot be guessed."""
    tail = secrets.randbits(25) if seed is None else _derive(seed, f"case:{attempt}", 25)
    return f"{prefix}-{local_date(now):%y%m%d}-{_encode(tail, 5)}"


def is_case_code(text: str) -> bool:
    """Whether the text has the form of a case code."""
    return _CASE_CODE.fullmatch(text) is not None


def is_sortable_id(text: str) -> bool:
    """Whether the text has the form of an id that `sortable_id` makes."""
    return _SORTABLE_ID.fullmatch(text) is not None


def is_officer_id(text: str) -> bool:
    """Whether the text could be an officer's id: visible ASCII, and no `#`, which parts keys."""
    return _OFFICER_ID.fullmatch(text) is not None and "#" not in text


def _derive(seed: str, purpose: str, bits: int) -> int:
    digest = hashlib.sha256(f"{seed}|{purpose}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits)
