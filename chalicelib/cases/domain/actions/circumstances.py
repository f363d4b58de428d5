"""What an action needs to know besides the case and the command."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime

from chalicelib.cases.domain.cases import Case, Facts
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.policies import Policy
from chalicelib.worktime.domain.calendars import Calendar


@frozen
class Circumstances:
    """Who acts, when, and under which rules. `now` is UTC."""

    actor: Actor
    now: datetime
    policy: Policy
    calendar: Calendar
    category: Category
    """Of the case, or the one that the command sets."""
    sole_staff: bool = False
    """The case's agency has one person only: the supervisor stands in for its leader."""
    reporter_names: tuple[str, ...] | None = None
    """Of a case that gets a public form; None: not asked for, or nobody is there any more."""
    followers: int = 0
    """How many follow a case that is disputed, its reporter left out."""
    low_rated: bool = False
    """Of a case that is answered: whether its agency's ratings are low."""
    parent: Case | None = None
    """The case that a duplicate points to, if it exists."""


@frozen
class Outcome:
    """What an action made of the case, and what the timeline says about it."""

    case: Case
    note: str | None = None
    internal: bool = False
    facts: Facts = field(default_factory=dict)
