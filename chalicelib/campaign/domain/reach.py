"""How far the campaign has come, by commune, hamlet or team. Source: docs/handbook.md §8, §10.

Nothing here is a percentage: each share is a numerator and its denominator, both with their day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from chalicelib.campaign.domain.counts import Counts, Measure, visits_measure
from chalicelib.campaign.domain.targets import CommuneTarget
from chalicelib.campaign.domain.visits import VisitResult

PACE_OF = timedelta(days=7)
"""The present pace is that of so many days, or of what has come of the period where that is
shorter."""


@dataclass(frozen=True)
class ReachPeriod:
    """Local days, the last one exclusive. Nothing of `tomorrow` and later has happened yet, where
    that is said."""

    start: date
    end: date
    tomorrow: date | None = None

    @property
    def first_of_month(self) -> date:
        """Where counting the accounts that are there begins: what was before is summed up."""
        return self.start.replace(day=1)

    @property
    def pace_from(self) -> date:
        """The first of the days that the pace is of."""
        return max(self.start, self.pace_until - PACE_OF)

    @property
    def pace_until(self) -> date:
        """The day after the last of them, which has come."""
        come = min(self.end, self.tomorrow) if self.tomorrow else self.end
        return max(come, self.start + timedelta(days=1))


@dataclass(frozen=True)
class Listed:
    """People with an ID card and a smartphone, as a list had them."""

    people: int
    at: datetime


@dataclass(frozen=True)
class Forecast:
    """What it comes to on the target's last day if it goes on at this pace."""

    day: date
    accounts: int


@dataclass(frozen=True)
class ReachLine:
    """One line. `accounts` are there at the period's end; what was made and visited is of the
    period. `of_listed` and `of_target`: those of places that have a list, or a target. `target` is
    what was to be reached by its end, `behind` how much is missing of it."""

    accounts: int
    alone: int
    assisted: int
    visits: Mapping[VisitResult, int]
    made_at_pace: int
    pace_days: int
    listed: Listed | None = None
    of_listed: int = 0
    of_target: int = 0
    target: int | None = None
    whole_target: int | None = None
    forecast: Forecast | None = None

    @property
    def behind(self) -> int:
        """Accounts that are missing of what was to be reached by now."""
        return max((self.target or 0) - self.of_target, 0)


@dataclass
class ReachSum:
    """What adds up to a line."""

    accounts: int = 0
    period: Counter[str] = field(default_factory=Counter)
    lately: int = 0
    targets: list[CommuneTarget] = field(default_factory=list)
    lists: list[Listed] = field(default_factory=list)
    of_listed: int | None = None
    of_target: int | None = None
    """Accounts of what it was added up of that has a list, or a target; None of one place."""

    def line(self, period: ReachPeriod) -> ReachLine:
        """The line of it."""
        days = (period.pace_until - period.pace_from).days
        listed = None
        if self.lists:
            people = sum(one.people for one in self.lists)
            listed = Listed(people, min(one.at for one in self.lists))
        return ReachLine(
            accounts=self.accounts,
            alone=self.period[Measure.ALONE],
            assisted=self.period[Measure.ASSISTED],
            visits={result: self.period[visits_measure(result)] for result in VisitResult},
            made_at_pace=self.lately,
            pace_days=days,
            listed=listed,
            of_listed=self.accounts if self.of_listed is None else self.of_listed,
            of_target=self.accounts if self.of_target is None else self.of_target,
            target=self._target(period),
            whole_target=sum(t.whole for t in self.targets) if self.targets else None,
            forecast=self._forecast(period, days),
        )

    def _target(self, period: ReachPeriod) -> int | None:
        """None before the first day that has one."""
        last = period.end - timedelta(days=1)
        found = [target.by(last) for target in self.targets]
        known = [accounts for accounts in found if accounts is not None]
        return sum(known) if known else None

    def _forecast(self, period: ReachPeriod, days: int) -> Forecast | None:
        if not self.targets:
            return None
        last = max(target.last for target in self.targets)
        ahead = max((last - period.pace_until).days + 1, 0)
        return Forecast(last, self.accounts + round(self.lately * ahead / days))


def reach_of_communes(
    period: ReachPeriod,
    before: Mapping[str, int],
    counts: Counts,
    targets: Iterable[CommuneTarget] = (),
    lists: Mapping[str, Listed] | None = None,
) -> dict[str, ReachSum]:
    """By commune. `before`: who was there when the first month began; `counts` since then."""
    sums: dict[str, ReachSum] = {code: ReachSum(accounts=n) for code, n in before.items()}
    for place, cell in counts.items():
        if place.team is not None or place.day >= period.end:
            continue
        found = sums.setdefault(place.commune, ReachSum())
        found.accounts += cell[Measure.PRESENT]
        _add(found, period, place.day, cell)
    for target in targets:
        sums.setdefault(target.commune, ReachSum()).targets.append(target)
    for commune, listed in (lists or {}).items():
        sums.setdefault(commune, ReachSum()).lists.append(listed)
    return sums


def reach_of_teams(period: ReachPeriod, counts: Counts, *, by_hamlet: bool) -> dict[str, ReachSum]:
    """By the hamlet that was visited, or by team. People who made their accounts alone are in
    neither: nobody knows their hamlet."""
    sums: dict[str, ReachSum] = {}
    for place, cell in counts.items():
        if place.team is None:
            continue
        key = (place.hamlet or "") if by_hamlet else place.team.hamlet
        found = sums.setdefault(key, ReachSum())
        found.accounts += cell[Measure.ASSISTED]
        _add(found, period, place.day, cell)
    return sums


def whole(sums: Collection[ReachSum]) -> ReachSum:
    """All of them as one; lists and targets are held against the places that have them."""
    total = ReachSum(
        of_listed=sum(one.accounts for one in sums if one.lists),
        of_target=sum(one.accounts for one in sums if one.targets),
    )
    for one in sums:
        total.accounts += one.accounts
        total.period.update(one.period)
        total.lately += one.lately
        total.targets += one.targets
        total.lists += one.lists
    return total


def _add(found: ReachSum, period: ReachPeriod, day: date, cell: Counter[str]) -> None:
    if not period.start <= day < period.end:
        return
    found.period.update(cell)
    if day >= period.pace_from:
        found.lately += cell[Measure.ALONE] + cell[Measure.ASSISTED]
