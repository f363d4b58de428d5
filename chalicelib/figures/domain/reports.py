"""Reports: the balance of rounds over a period, from counted spells.

Source: docs/handbook.md §8. A report covers [from, to) as known at the midnight `as_of`; all three
are local days. Shares are given as numerator and denominator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chalicelib.cases.domain.ratings import SATISFIED
from chalicelib.figures.domain.figures import (
    ANSWERED,
    OPEN,
    REOPENED,
    RoundStatus,
    Spell,
    midnight_after,
)


@dataclass(frozen=True)
class Period:
    """[start, end) as known at `as_of`; local days."""

    start: date
    end: date
    as_of: date
    provisional: bool = False
    """The cut-off is still to come: until then the figures may change."""

    def seen(self, now: datetime) -> Period:
        """The period as it can be known now (§11): the cut-off is the coming midnight at most."""
        coming = midnight_after(now)
        as_of = min(self.as_of, coming)
        return replace(self, as_of=as_of, provisional=as_of == coming)

    def covers(self, day: date | None) -> bool:
        """Whether the day lies in the period."""
        return day is not None and self.start <= day < self.end

    def knows(self, spell: Spell) -> bool:
        """Whether the round stood in this spell at the cut-off."""
        return spell.entered < self.as_of and (spell.left is None or self.as_of <= spell.left)


@dataclass(frozen=True)
class Share:
    """A numerator and its denominator; the percentage is the reader's to compute."""

    n: int
    of: int


@dataclass(frozen=True)
class Figures:
    """One line of a report; the words are those of docs/handbook.md §8."""

    carried_over: int
    received: Mapping[str, int]
    reopened: int
    answered_on_time: int
    answered_late_or_reopened: int
    rejected: int
    duplicate: int
    redirected: int
    withdrawn: int
    pending_in_time: int
    pending_overdue: int
    waiting: int
    extended: int
    returned: int
    rerouted: int
    on_time: Share
    satisfaction: Share
    rated: Share
    median_working_minutes: int | None

    @property
    def total(self) -> int:
        """What had to be handled: it always equals the sum of the outcomes."""
        return self.carried_over + sum(self.received.values()) + self.reopened


@dataclass
class _Tally:
    """Counts while a report is being added up."""

    sources: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[RoundStatus] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)
    minutes: Counter[int] = field(default_factory=Counter)
    ratings: Counter[bool] = field(default_factory=Counter)

    def add(self, spell: Spell, count: int, period: Period) -> None:
        """Count a spell in which `count` rounds stood at the cut-off."""
        if period.covers(spell.rated):
            self.ratings[(spell.stars or 0) >= SATISFIED] += count
        if not _in_total(spell, period):
            return
        self.outcomes[spell.status] += count
        self.sources["carried_over" if spell.started < period.start else spell.source] += count
        for name in ("extended", "returned", "rerouted"):
            self.happened[name] += count * any(map(period.covers, getattr(spell, name)))
        if spell.status in ANSWERED and spell.minutes is not None:
            self.minutes[spell.minutes] += count

    def figures(self) -> Figures:
        """The finished line."""
        got, came = self.outcomes, dict(self.sources)
        late = got[RoundStatus.ANSWERED_LATE] + got[RoundStatus.ANSWERED_REOPENED]
        answered = got[RoundStatus.ANSWERED_ON_TIME] + late
        rated = self.ratings.total()
        return Figures(
            carried_over=came.pop("carried_over", 0),
            reopened=came.pop(REOPENED, 0),
            received=came,
            answered_on_time=got[RoundStatus.ANSWERED_ON_TIME],
            answered_late_or_reopened=late,
            rejected=got[RoundStatus.REJECTED],
            duplicate=got[RoundStatus.DUPLICATE],
            redirected=got[RoundStatus.REDIRECTED],
            withdrawn=got[RoundStatus.WITHDRAWN],
            pending_in_time=got[RoundStatus.PENDING_IN_TIME],
            pending_overdue=got[RoundStatus.PENDING_OVERDUE],
            waiting=got[RoundStatus.WAITING],
            extended=self.happened["extended"],
            returned=self.happened["returned"],
            rerouted=self.happened["rerouted"],
            on_time=Share(
                got[RoundStatus.ANSWERED_ON_TIME], answered + got[RoundStatus.PENDING_OVERDUE]
            ),
            satisfaction=Share(self.ratings[True], rated),
            rated=Share(rated, answered),
            median_working_minutes=_median(self.minutes),
        )


def summarise(
    cells: Iterable[tuple[Spell, int]], period: Period, level: str
) -> tuple[Figures, dict[str | None, Figures]]:
    """The total and one line per key of the level (`agency`, `commune`, `category`).

    At level `province` there are no lines below the total. A case without an agency has the key
    None.
    """
    total, rows = _Tally(), dict[str | None, _Tally]()
    for spell, count in cells:
        if not period.knows(spell):
            continue
        total.add(spell, count, period)
        if level != "province":
            rows.setdefault(getattr(spell, level), _Tally()).add(spell, count, period)
    return total.figures(), {key: tally.figures() for key, tally in rows.items()}


def _in_total(spell: Spell, period: Period) -> bool:
    """Open at the period's start, or received or reopened in it."""
    if spell.started >= period.end:
        return False
    return spell.status in OPEN or (spell.ended is not None and spell.ended >= period.start)


def _median(histogram: Counter[int]) -> int | None:
    """The upper edge of the step in which the middle value lies (the lower of two)."""
    middle, seen = (histogram.total() + 1) // 2, 0
    for minutes in sorted(histogram):
        seen += histogram[minutes]
        if seen >= middle:
            return minutes
    return None
