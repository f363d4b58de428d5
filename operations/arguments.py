"""What command lines bring: numbers and instants, each in one form. Types for argparse."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.time_forms import FIRST_DAY, LAST_DAY, parse_instant

_DIGITS = re.compile("[0-9]{1,12}")
_ENDPOINT = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?")


def whole(least: int, most: int = 10**12) -> Callable[[str], int]:
    """A whole number in plain digits, between these two."""

    def read(text: str) -> int:
        if not _DIGITS.fullmatch(text) or not least <= int(text) <= most:
            raise ArgumentTypeError(f"a whole number of {least} to {most} is expected")
        return int(text)

    return read


def endpoint(text: str) -> str:
    """The address of a service: http or https, a host, perhaps a port, and nothing after it."""
    if not _ENDPOINT.fullmatch(text):
        raise ArgumentTypeError("an address is expected, http://127.0.0.1:8000")
    return text.rstrip("/")


def present_file(text: str) -> Path:
    """A file that is there."""
    file = Path(text)
    if not file.is_file():
        raise ArgumentTypeError(f"there is no file {text}")
    return file


def instant(text: str) -> datetime:
    """An instant in UTC, given in ISO 8601 with an offset."""
    try:
        return parse_instant(text)
    except Invalid:
        years = f"{FIRST_DAY.year} to {LAST_DAY.year}"
        message = f"an instant of {years} with an offset is expected, 2026-08-03T07:00+07:00"
        raise ArgumentTypeError(message) from None
