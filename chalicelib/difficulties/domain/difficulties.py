"""Difficulties (khó khăn, vướng mắc): raised by an agency, with an owner, a due date, a solution.

Source: docs/handbook.md §10.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from chalicelib.kernel.errors import Conflict


class Topic(StrEnum):
    """What stands in the way."""

    PEOPLE = "people"
    """Residents who cannot or do not wish to."""
    STAFF = "staff"
    NETWORK = "network"
    EQUIPMENT = "equipment"
    SOFTWARE = "software"
    FUNDING = "funding"
    PROCEDURES = "procedures"
    OTHER = "other"


class DifficultyState(StrEnum):
    """How far it has come."""

    RAISED = "raised"
    """Nobody owns it yet."""
    ASSIGNED = "assigned"
    SOLVED = "solved"


ALL_AGENCIES = "all"
"""The list of the province."""


@dataclass(frozen=True)
class Difficulty:
    """One difficulty in its present version. `owner` is the agency that is to solve it by the end
    of the local day `due`. Instants are UTC; officers by id."""

    id: str
    version: int
    agency: str
    topic: Topic
    text: str
    raised_at: datetime
    raised_by: str
    changed_at: datetime
    changed_by: str
    owner: str | None = None
    due: date | None = None
    solution: str | None = None
    solved_at: datetime | None = None

    @property
    def state(self) -> DifficultyState:
        """A solution that did not help is taken back by a new due date."""
        if self.solved_at is not None:
            return DifficultyState.SOLVED
        return DifficultyState.ASSIGNED if self.owner else DifficultyState.RAISED

    @property
    def parts(self) -> tuple[str, ...]:
        """The province's list, the raising agency's, the owner's."""
        return tuple(dict.fromkeys((ALL_AGENCIES, self.agency, self.owner or self.agency)))

    def is_overdue(self, today: date) -> bool:
        """Whether its day is over without a solution; solved: whether it was late is not asked."""
        return self.solved_at is None and self.due is not None and self.due < today


def assigned(before: Difficulty, owner: str, due: date, now: datetime, officer: str) -> Difficulty:
    """The next version with that owner and day; one that was solved is open again."""
    return replace(_next(before, now, officer), owner=owner, due=due, solved_at=None)


def solved(before: Difficulty, solution: str, now: datetime, officer: str) -> Difficulty:
    """The next version with that solution; raises Conflict where nobody owns it yet."""
    if before.owner is None:
        raise Conflict("difficulty_without_owner")
    return replace(_next(before, now, officer), solution=solution, solved_at=now)


def _next(before: Difficulty, now: datetime, officer: str) -> Difficulty:
    return replace(before, version=before.version + 1, changed_at=now, changed_by=officer)
