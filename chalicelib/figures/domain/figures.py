"""What one case contributes to the figures. Source: docs/handbook.md §8.

The unit is the round. At each local midnight T a round stands in exactly one *spell*: its status,
agency, commune and category as known at T. A case's spells follow from its timeline alone, so a
projection that keeps `sum(spells of every case)` is exact however often, late or disordered the
events come, and can be rebuilt from the cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from chalicelib.cases.domain.cases import Case, Entry
from chalicelib.cases.domain.workflow import Action, State
from chalicelib.kernel.instants import local_date


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


@dataclass(frozen=True)
class Spell:
    """One stretch of a round's life: active at midnight T if `entered < T <= left` (or no end).

    All days are local. `ended` is the day of the outcome; the tuples hold the days on which it
    happened in this round so far.
    """

    agency: str | None
    commune: str
    category: str
    source: str
    started: date
    status: RoundStatus
    entered: date
    left: date | None = None
    ended: date | None = None
    minutes: int | None = None
    """Working time to the answer, rounded up to the median's steps."""
    rated: date | None = None
    stars: int | None = None
    extended: tuple[date, ...] = ()
    returned: tuple[date, ...] = ()
    rerouted: tuple[date, ...] = ()


def spells(case: Case) -> Iterator[Spell]:
    """All spells of the case, up to its present version."""
    for entries in _rounds(case):
        yield from _closed(_steps(case, entries))


def _rounds(case: Case) -> Iterator[list[Entry]]:
    """The timeline cut at each reopening, which ends one round and begins the next."""
    cuts = [i for i, entry in enumerate(case.timeline) if entry.action is Action.REOPEN]
    for start, end in zip([0, *cuts], [*cuts, len(case.timeline)], strict=True):
        yield sorted(case.timeline[start : end + 1], key=lambda entry: entry.at)


def _steps(case: Case, entries: list[Entry]) -> Iterator[Spell]:
    """The spell after each day on which something happened, as it stood at that day's end."""
    first = entries[0]
    spell = Spell(
        agency=first.agency,
        commune=case.commune,
        category=first.category,
        source=REOPENED if first.action is Action.REOPEN else case.channel,
        started=local_date(first.at),
        status=RoundStatus.PENDING_IN_TIME,
        entered=local_date(first.at),
    )
    for day, of_day in groupby(entries, key=lambda entry: local_date(entry.at)):
        for entry in of_day:
            spell = _after(spell, entry, first, day)
        yield spell


def _after(spell: Spell, entry: Entry, first: Entry, day: date) -> Spell:
    if entry is not first and entry.action is Action.REOPEN:
        return replace(spell, status=RoundStatus.ANSWERED_REOPENED, entered=day)
    status = _status(spell.status, entry)
    changed = replace(_marked(spell, entry, day), status=status)
    if status in OPEN:
        changed = replace(
            changed, agency=entry.agency, category=entry.category, ended=None, minutes=None
        )
    elif spell.status in OPEN:
        changed = replace(changed, category=entry.category, ended=day, minutes=_minutes(entry))
    return replace(changed, entered=day) if changed != spell else spell


def _marked(spell: Spell, entry: Entry, day: date) -> Spell:
    """Ratings, and what is counted once a round and period."""
    match entry.action:
        case Action.RATE:
            return replace(spell, rated=day, stars=int(entry.facts["stars"] or 0))
        case Action.DECIDE_EXTENSION if entry.facts.get("grant"):
            return replace(spell, extended=_with(spell.extended, day))
        case Action.RETURN:
            return replace(spell, returned=_with(spell.returned, day))
        case Action.ASSIGN if entry.facts.get("rerouted"):
            return replace(spell, rerouted=_with(spell.rerouted, day))
        case _:
            return spell


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
        if entry.action is not Action.APPROVE:
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
    """Each spell is left when the next is entered; what did not last to midnight never was."""
    before: Spell | None = None
    for spell in steps:
        if before is not None and before.entered != spell.entered:
            yield replace(before, left=spell.entered)
        before = spell
    if before is not None:
        yield before


def midnight_after(instant: datetime) -> date:
    """The first midnight (its day) at which everything up to this instant is known."""
    return local_date(instant) + timedelta(days=1)
