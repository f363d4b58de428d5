"""Training sessions: what for, where, when and for whom; and who was there.

Source: docs/handbook.md §10.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Fault

ALL_SESSIONS, FOR_EVERYBODY = "all", "everybody"
"""Lists beside those of single agencies: the province's, and of what is for all agencies."""
LONGEST_SESSION = timedelta(days=7)
OPEN_AROUND = timedelta(minutes=30)
"""How long before and after a session somebody can say by its code that they are there."""
CODE_STEP = 60
"""Seconds that a code stands on the screen."""
_STEPS_BACK = 2
"""Whoever types slowly has seen a code of before."""
_DIGITS = 6


@dataclass(frozen=True)
class Material:
    """Something to read or watch, where it can be had."""

    title: str
    link: str


@dataclass(frozen=True)
class Training:
    """One session in its present version, held by `agency`. Instants are UTC; officers by id.

    No `agencies`, no `roles`: for all of them. `secret` (hexadecimal) makes the codes.
    """

    id: str
    version: int
    agency: str
    title: str
    purpose: str
    starts_at: datetime
    ends_at: datetime
    place: str | None
    link: str | None
    agencies: tuple[str, ...]
    roles: tuple[Role, ...]
    materials: tuple[Material, ...]
    cancelled: bool
    secret: str
    changed_at: datetime
    changed_by: str

    @property
    def parts(self) -> tuple[str, ...]:
        """Whoever holds it and whomever it is for has it on a list."""
        for_whom = self.agencies or (FOR_EVERYBODY,)
        return tuple(dict.fromkeys((ALL_SESSIONS, self.agency, *for_whom)))

    def is_for(self, who: Actor) -> bool:
        """Whether this person of the office is meant."""
        here = not self.agencies or who.agency in self.agencies
        return here and (not self.roles or who.role in self.roles)

    def check_open(self, now: datetime) -> None:
        """Raise Conflict unless somebody can say now that they are there."""
        if self.cancelled:
            raise Conflict("training_cancelled")
        if not self.starts_at - OPEN_AROUND <= now < self.ends_at + OPEN_AROUND:
            raise Conflict("attendance_closed")


@dataclass(frozen=True)
class Attendance:
    """Whether an officer was there, in its present version. `by` is who said so: the officer, by
    the code on the screen, or who wrote the list."""

    training: str
    officer: str
    version: int
    present: bool
    said_at: datetime
    by: str

    @property
    def id(self) -> str:
        """An officer's attendances are beside one another."""
        return attendance_id(self.officer, self.training)

    @property
    def parts(self) -> tuple[str, ...]:
        """Of the session, and of all of them."""
        return (session_part(self.training), ALL_SESSIONS)


def attendance_id(officer: str, training: str) -> str:
    """Each officer is at a session once."""
    return f"{officer}#{training}"


def session_part(training: str) -> str:
    """The list of who was at that session."""
    return f"of-{training}"


def training_faults(training: Training) -> Iterator[Fault]:
    """What cannot be: nowhere, no time, much too long, named twice."""
    if training.place is None and training.link is None:
        yield Fault(("place",), "place_or_link")
    if training.ends_at <= training.starts_at:
        yield Fault(("ends_at",), "ends_before_start")
    elif training.ends_at - training.starts_at > LONGEST_SESSION:
        yield Fault(("ends_at",), "session_too_long", {"days": LONGEST_SESSION.days})
    for place, one in enumerate(training.agencies):
        if one in training.agencies[:place]:
            yield Fault(("agencies", place), "listed_twice")
    for place, role in enumerate(training.roles):
        if role in training.roles[:place]:
            yield Fault(("roles", place), "listed_twice")


def shown_code(training: Training, now: datetime) -> str:
    """Six digits, others each minute, that only who holds the session can show."""
    return _code(training, _step(now))


def shown_until(now: datetime) -> datetime:
    """When the screen shows the next code (UTC)."""
    left = CODE_STEP - now.timestamp() % CODE_STEP
    return now + timedelta(seconds=left)


def is_shown(training: Training, code: str, now: datetime) -> bool:
    """Whether it is the code of this minute or of one of the two before it."""
    good = False
    for back in range(_STEPS_BACK + 1):
        good |= hmac.compare_digest(_code(training, _step(now) - back).encode(), code.encode())
    return good


def _step(now: datetime) -> int:
    return int(now.timestamp()) // CODE_STEP


def _code(training: Training, step: int) -> str:
    key, message = bytes.fromhex(training.secret), f"{training.id}.{step}".encode()
    number = int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8], "big")
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"
