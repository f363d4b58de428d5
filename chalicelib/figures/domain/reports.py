"""Reports: the balance of rounds over a period, from counted cells.

Source: docs/handbook.md §8. A report covers [from, to) as known at the midnight `as_of`; all three
are local days. Shares are given as numerator and denominator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.cases.domain.ratings import SATISFIED
from chalicelib.cases.domain.standings import (
    ANSWERED,
    OPEN,
    REOPENED,
    Cell,
    RoundStatus,
    Standing,
)
from chalicelib.kernel.instants import local_date


def midnight_after(instant: datetime) -> date:
    """The first midnight (its day) at which everything up to this instant is known."""
    return local_date(instant) + timedelta(days=1)


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
    recategorised: int
    on_time: Share
    satisfaction: Share
    rated: Share
    reinspection: Share
    """Answers that were found to be true, of those that were looked at in the period."""
    sent_elsewhere: Share
    """Rounds that went to another lead agency in the period, of all that had to be handled."""
    taken_otherwise: Share
    """Rounds that were taken in under another category, of all that had to be handled."""
    median_working_minutes: int | None

    @property
    def total(self) -> int:
        """What had to be handled: it always equals the sum of the outcomes."""
        return self.carried_over + sum(self.received.values()) + self.reopened


@dataclass
class Balance:
    """One line while it is being added up. Zeros stand for nothing."""

    sources: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[RoundStatus] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)
    minutes: Counter[int] = field(default_factory=Counter)
    ratings: Counter[bool] = field(default_factory=Counter)
    inspections: Counter[bool] = field(default_factory=Counter)

    def add(self, standing: Standing, count: int, period: Period) -> None:
        """Count `count` rounds that stood so at the cut-off; less than zero: stood so no longer."""
        if period.covers(standing.rated):
            self.ratings[(standing.stars or 0) >= SATISFIED] += count
        if period.covers(standing.reinspected):
            self.inspections[bool(standing.held)] += count
        if not _in_total(standing, period):
            return
        self.outcomes[standing.status] += count
        carried = standing.started < period.start
        self.sources["carried_over" if carried else standing.source] += count
        for name in ("extended", "returned", "rerouted", "recategorised"):
            self.happened[name] += count * any(map(period.covers, getattr(standing, name)))
        if standing.status in ANSWERED and standing.minutes is not None:
            self.minutes[standing.minutes] += count

    def parts(self) -> tuple[Counter[Any], ...]:
        """What it counts, in the order of its fields, without zeros."""
        counters = (
            *(self.sources, self.outcomes, self.happened),
            *(self.minutes, self.ratings, self.inspections),
        )
        return tuple(Counter({key: n for key, n in one.items() if n}) for one in counters)

    @property
    def is_empty(self) -> bool:
        """Whether it counts nothing."""
        return not any(self.parts())

    def figures(self) -> Figures:
        """The finished line."""
        got, came = self.outcomes, {source: n for source, n in self.sources.items() if n}
        late = got[RoundStatus.ANSWERED_LATE] + got[RoundStatus.ANSWERED_REOPENED]
        answered = got[RoundStatus.ANSWERED_ON_TIME] + late
        rated, total = self.ratings.total(), self.sources.total()
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
            recategorised=self.happened["recategorised"],
            on_time=Share(
                got[RoundStatus.ANSWERED_ON_TIME], answered + got[RoundStatus.PENDING_OVERDUE]
            ),
            satisfaction=Share(self.ratings[True], rated),
            rated=Share(rated, answered),
            reinspection=Share(self.inspections[True], self.inspections.total()),
            sent_elsewhere=Share(self.happened["rerouted"], total),
            taken_otherwise=Share(self.happened["recategorised"], total),
            median_working_minutes=_median(self.minutes),
        )


@dataclass
class Balances:
    """The total and one line per key of the level (`agency`, `commune`, `category`).

    At level `province` there are no lines below the total. A case without an agency has the key
    None.
    """

    level: str
    total: Balance = field(default_factory=Balance)
    rows: dict[str | None, Balance] = field(default_factory=dict)

    def add(self, standing: Standing, count: int, period: Period) -> None:
        """Count rounds that stood so at the cut-off, or no longer did."""
        self.total.add(standing, count, period)
        if self.level != "province":
            key = getattr(standing, self.level)
            self.rows.setdefault(key, Balance()).add(standing, count, period)

    def figures(self) -> tuple[Figures, dict[str | None, Figures]]:
        """The total's line, and those of the keys that have anything to count."""
        rows = {key: row.figures() for key, row in self.rows.items() if not row.is_empty}
        return self.total.figures(), rows


def summarise(
    cells: Iterable[tuple[Cell, int]], period: Period, level: str
) -> tuple[Figures, dict[str | None, Figures]]:
    """The lines of a report, from all cells that there are."""
    balances = Balances(level)
    for cell, count in cells:
        if cell.day < period.as_of:
            balances.add(cell.standing, count, period)
    return balances.figures()


def _in_total(standing: Standing, period: Period) -> bool:
    """Open at the period's start, or received or reopened in it."""
    if standing.started >= period.end:
        return False
    return standing.status in OPEN or (
        standing.ended is not None and standing.ended >= period.start
    )


def _median(histogram: Counter[int]) -> int | None:
    """The upper edge of the step in which the middle value lies (the lower of two)."""
    middle, seen = (histogram.total() + 1) // 2, 0
    for minutes in sorted(histogram):
        seen += histogram[minutes]
        if seen >= middle:
            return minutes
    return None
