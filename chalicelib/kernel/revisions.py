"""Changing one aggregate while others may be changing it too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from chalicelib.identity.application.people import Shelf, Versioned
from chalicelib.identity.domain.account_events import AccountEvent
from chalicelib.kernel.errors import DomainError, TooMany

T = TypeVar("T", bound=Versioned)
R = TypeVar("R")
_ATTEMPTS = 12


def revise(
    shelf: Shelf[T],
    id: str,
    absent: DomainError,
    step: Callable[[T], tuple[T, R]],
    expires: datetime | None = None,
    event: AccountEvent | None = None,
) -> R:
    """Read, apply `step`, write; again from the start when somebody else was first.

    Raises `absent` when there is nothing to read, whatever `step` raises, and TooMany
    (`too_busy`) when others are first again and again.
    """
    for _ in range(_ATTEMPTS):
        present = shelf.find(id)
        if present is None:
            raise absent
        changed, result = step(present)
        if shelf.put(changed, expires, event):
            return result
    raise TooMany("too_busy", 1)
