"""How long what was made for a request may be made again for its repetition."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.kernel.errors import Gone

REPEATABLE_FOR = timedelta(seconds=60)
"""Counted from the first answer, this instant included. Source: docs/handbook.md §7."""


def answer_over() -> Gone:
    """The answer was given once; what was made fresh with it is not made again."""
    return Gone("answer_over")


def check_repeatable(first: datetime, now: datetime) -> None:
    """Raises Gone (`answer_over`) for a repetition that comes too late."""
    if now - first > REPEATABLE_FOR:
        raise answer_over()
