"""How the rounds of a case stand, from midnight to midnight. Source: docs/handbook.md §8.

The unit is the round. At each local midnight T a round stands in exactly one way: its status,
agency, commune and category as known at T. That follows from the case's timeline alone. A case's
*cells* say on which day a round began to stand in a way (+1) and on which it no longer did (−1):
the sum of the cells of all cases up to a midnight is how everything stood then, in whatever order
they are added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from chalicelib.cases.domain.cases import Case, Entry
from chalicelib.cases.domain.workflow import ANSWERING, Action, State
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import load, local_date


class RoundStatus(StrEnum):
    """How a round stands at a midnight."""

    PENDING_IN_TIME = "pending_in_time"
    PENDING_OVERDUE = "pending_overdue"
    WAITING = "waiting"
    ANSWERED_ON_TIME = "answered_on_time"
    ANSWERED_LATE = "answered_late"
    ANSWERED_REOPENED = "answered_reopened"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({RoundStatus.PENDING_IN_TIME, RoundStatus.PENDING_OVERDUE, RoundStatus.WAITING})
ANSWERED = frozenset(
    {RoundStatus.ANSWERED_ON_TIME, RoundStatus.ANSWERED_LATE, RoundStatus.ANSWERED_REOPENED}
)
REOPENED = "reopened"
"""The source of a round that began with a reopening; else the channel."""
MEDIAN_STEP = 15
"""Working minutes; the median comes from a histogram of these steps (a step's upper edge)."""


@frozen
class Standing:
    """How a round stands at a midnight.

    All days are local. `ended` is the day of the outcome; the tuples hold the days on which it
    happened in this round so far.
    """

    agency: str | None
    commune: str
    category: str
    source: str
    started: date
    status: RoundStatus
    ended: date | None = None
    minutes: int | None = None
    """Working time to the answer, rounded up to the median's steps."""
    rated: date | None = None
    stars: int | None = None
    extended: tuple[date, ...] = ()
    returned: tuple[date, ...] = ()
    rerouted: tuple[date, ...] = ()
    recategorised: tuple[date, ...] = ()
    reinspected: date | None = None
    held: bool | None = None
    """Whether the answer was found to be true."""


class Spell(NamedTuple):
    """A round stands so at midnight T if `entered < T <= left` (None: it still does)."""

    standing: Standing
    entered: date
    left: date | None = None


class Cell(NamedTuple):
    """What is counted: rounds that began (or, less than zero, ceased) to stand so on that day."""

    day: date
    standing: Standing


Cells = Counter[Cell]


def spells(case: Case, lines: int | None = None) -> list[Spell]:
    """All spells of the case, or of its timeline's first lines, round by round."""
    timeline = case.timeline[:lines]
    return [spell for entries in _rounds(timeline) for spell in _closed(_steps(case, entries))]


def cells_of(stood: Iterable[Spell]) -> Cells:
    """What these spells count for; no cell is zero."""
    cells: Cells = Counter()
    for spell in stood:
        cells[Cell(spell.entered, spell.standing)] += 1
        if spell.left is not None:
            cells[Cell(spell.left, spell.standing)] -= 1
    return Counter({cell: n for cell, n in cells.items() if n})


def _rounds(timeline: tuple[Entry, ...]) -> Iterator[list[Entry]]:
    """The timeline cut at each reopening, which ends one round and begins the next."""
    cuts = [i for i, entry in enumerate(timeline) if entry.action is Action.REOPEN]
    for start, end in zip([0, *cuts], [*cuts, len(timeline)], strict=True):
        yield sorted(timeline[start : end + 1], key=lambda entry: entry.at)


def _steps(case: Case, entries: list[Entry]) -> Iterator[Spell]:
    """How it stood at the end of each day on which something happened."""
    first = entries[0]
    standing = Standing(
        agency=first.agency,
        commune=case.commune,
        category=first.category,
        source=REOPENED if first.action is Action.REOPEN else case.channel,
        started=_received_on(first),
        status=RoundStatus.PENDING_IN_TIME,
    )
    for day, of_day in groupby(entries, key=lambda entry: local_date(entry.at)):
        for entry in of_day:
            standing = _after(standing, entry, first, day)
        yield Spell(standing, day)


def _received_on(first: Entry) -> date:
    """Of a case that was entered later than it was received, the earlier day."""
    received = first.facts.get("received_at")
    return local_date(load(received) if isinstance(received, str) else first.at)


def _after(standing: Standing, entry: Entry, first: Entry, day: date) -> Standing:
    if entry is not first and entry.action is Action.REOPEN:
        return replace(standing, status=RoundStatus.ANSWERED_REOPENED)
    status = _status(standing.status, entry)
    changed = replace(_marked(standing, entry, day), status=status)
    if status in OPEN:
        return replace(
            changed, agency=entry.agency, category=entry.category, ended=None, minutes=None
        )
    if standing.status in OPEN:
        return replace(changed, category=entry.category, ended=day, minutes=_minutes(entry))
    return changed


def _marked(standing: Standing, entry: Entry, day: date) -> Standing:
    """Ratings, and what is counted once a round and period."""
    match entry.action:
        case Action.RATE:
            return replace(standing, rated=day, stars=int(entry.facts["stars"] or 0))
        case Action.REINSPECT:
            return replace(standing, reinspected=day, held=bool(entry.facts["holds"]))
        case Action.DECIDE_EXTENSION if entry.facts.get("grant"):
            return replace(standing, extended=_with(standing.extended, day))
        case Action.RETURN:
            return replace(standing, returned=_with(standing.returned, day))
        case Action.ASSIGN if entry.facts.get("rerouted"):
            return replace(standing, rerouted=_with(standing.rerouted, day))
        case Action.ACCEPT if entry.facts.get("recategorised"):
            return replace(standing, recategorised=_with(standing.recategorised, day))
        case _:
            return standing


_OUTCOMES = {
    State.REJECTED: RoundStatus.REJECTED,
    State.DUPLICATE: RoundStatus.DUPLICATE,
    State.REDIRECTED: RoundStatus.REDIRECTED,
    State.WITHDRAWN: RoundStatus.WITHDRAWN,
}


def _status(before: RoundStatus, entry: Entry) -> RoundStatus:
    if entry.target in _OUTCOMES:
        return _OUTCOMES[entry.target]
    if entry.target in (State.ANSWERED, State.CLOSED):
        if entry.action not in ANSWERING:
            return before
        return RoundStatus.ANSWERED_ON_TIME if entry.facts["on_time"] else RoundStatus.ANSWERED_LATE
    if entry.action is Action.REQUEST_INFO or entry.facts.get("standing"):
        return RoundStatus.WAITING
    return (
        RoundStatus.PENDING_OVERDUE if entry.facts.get("overdue") else RoundStatus.PENDING_IN_TIME
    )


def _minutes(entry: Entry) -> int | None:
    worked = entry.facts.get("working_minutes")
    return -(-int(worked) // MEDIAN_STEP) * MEDIAN_STEP if worked is not None else None


def _with(days: tuple[date, ...], day: date) -> tuple[date, ...]:
    return days if days and days[-1] == day else (*days, day)


def _closed(steps: Iterator[Spell]) -> Iterator[Spell]:
    """Each spell is left when another is entered; days that changed nothing begin none."""
    before: Spell | None = None
    for spell in steps:
        if before is None:
            before = spell
        elif spell.standing != before.standing:
            yield before._replace(left=spell.entered)
            before = spell
    if before is not None:
        yield before
