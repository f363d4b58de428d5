"""Where sessions and attendances are kept, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.kernel.entries import EntryStore
from chalicelib.trainings.domain.trainings import Attendance, Training


@dataclass(frozen=True)
class TrainingStore:
    """The stores, by a type of their own."""

    sessions: EntryStore[Training]
    attendances: EntryStore[Attendance]


@dataclass(frozen=True)
class TrainingCalendars:
    """How a session becomes a calendar file."""

    write: Callable[[Training], bytes]
