"""Requests that come again: how long their answers are kept, and may be made anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.kernel.errors import Gone
from chalicelib.kernel.frozen import frozen

KEPT = timedelta(hours=24)
"""How long an answer under an idempotency key stands. Source: the HTTP contract, Manners."""
REPEATABLE_FOR = timedelta(seconds=60)
"""Counted from the first answer, this instant included. Source: docs/handbook.md §7."""


@frozen
class AnsweredRequest:
    """A request under a key, kept by what it was about; `expires_at` is UTC.

    `id` and `body` are keyed hashes, of who asked for what under which key and of what was sent.
    """

    id: str
    body: str
    answer: str
    """JSON, with its number within."""
    expires_at: datetime


class AnsweredBefore(Exception):
    """This very request was carried out before: nothing was written, and its answer stands."""


class GoesByLedger(Exception):
    """Its answer cannot be kept by what the request is about: the ledger keeps it."""


def answer_over() -> Gone:
    """The answer was given once; what was made fresh with it is not made again."""
    return Gone("answer_over")


def check_repeatable(first: datetime, now: datetime) -> None:
    """Raises Gone (`answer_over`) for a repetition that comes too late."""
    if now - first > REPEATABLE_FOR:
        raise answer_over()
