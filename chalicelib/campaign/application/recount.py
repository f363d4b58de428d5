"""Counting the campaign anew, from visits and accounts themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.campaign.application.counting import CountDesk, counted_as
from chalicelib.campaign.application.ports import CountStore
from chalicelib.campaign.domain.counts import (
    AccountCount,
    CountPlace,
    Counts,
    Measure,
    added,
    counts_of_account,
    counts_of_visits,
    difference,
    gone,
)
from chalicelib.campaign.domain.visits import TeamVisit
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.pages import Page, Position
from chalicelib.kernel.segments import TableSegment
from chalicelib.kernel.time_forms import FIRST_DAY, LAST_DAY


@dataclass(frozen=True)
class Contributed:
    """What an account has contributed."""

    account: str
    counted: AccountCount


@dataclass(frozen=True)
class UsedInMonth:
    """A note that an account was used in a month, given by its first day; whether it is counted."""

    month: date
    counted: bool


CampaignRecord = TeamVisit | Contributed | UsedInMonth


class CampaignRecords(Protocol):
    """All that the counters are made of, for whoever goes through it; and mending them."""

    def scan(
        self, segment: TableSegment, position: Position | None, isolation: Isolation
    ) -> Page[CampaignRecord]:
        """A page of a segment; what cannot be read is the isolation's."""
        ...

    def correct(self, days: Counts, months: Counts) -> None:
        """Add to cells of days, and to those of months, whatever stands there."""
        ...


@dataclass(frozen=True)
class KeptCounts:
    """The cells as they are kept: of days with those of teams, and of months."""

    days: Counts
    months: Counts


@dataclass(frozen=True)
class CountDifferences:
    """What must be added to cells of days and months, and to how many accounts were used by month.
    Empty where the counters are what visits and accounts say."""

    days: Counts
    months: Counts
    used: Mapping[date, int]

    def lines(self) -> Iterator[str]:
        """In words, one for each measure of a cell."""
        for name, counts in (("day", self.days), ("month", self.months)):
            for place, cell in counts.items():
                team = f", {place.team.hamlet} in {place.hamlet}" if place.team else ""
                for measure, n in sorted(cell.items()):
                    yield f"{name} {place.day}, {place.commune}{team}: {measure} {n:+}"
        for month, n in self.used.items():
            yield f"used in {month:%Y-%m}: {n:+}"


def counts_of(desk: CountDesk, records: Iterable[CampaignRecord]) -> Counts:
    """What these come to: visits, and accounts as they stand after what they have contributed."""
    found = list(records)
    visits = counts_of_visits(one for one in found if isinstance(one, TeamVisit))
    accounts = [_counts(desk, one) for one in found if isinstance(one, Contributed)]
    return added(visits, *accounts)


def counts_of_uncounted(desk: CountDesk, ids: Iterable[str]) -> Counts:
    """What the accounts among these come to that have contributed nothing yet."""
    wanted = list(ids)
    known = desk.counts.counted(wanted) if wanted else {}
    accounts = [desk.accounts.find(id) for id in wanted if id not in known]
    return added(*(counts_of_account(counted_as(one, None)) for one in accounts if one))


def kept_counts(counts: CountStore, communes: Iterable[str]) -> KeptCounts:
    """All cells; so much is held in memory as there are communes, teams, hamlets and days."""
    days = dict(counts.communes(FIRST_DAY, LAST_DAY))
    for commune in communes:
        days |= counts.teams(commune, FIRST_DAY, LAST_DAY)
    return KeptCounts(days, counts.months(LAST_DAY))


def differences(counted: Counts, used: Mapping[date, int], kept: KeptCounts) -> CountDifferences:
    """In which commune an account was used is nobody's to know later: of that the sums by month
    are compared, with how many notes say that they are counted."""
    activity = _only(kept.days, Measure.ACTIVE)
    expected = added(counted, activity)
    by_month: Counter[date] = Counter(used)
    for place, cell in activity.items():
        by_month[place.day.replace(day=1)] -= cell[Measure.ACTIVE]
    return CountDifferences(
        difference(expected, kept.days),
        difference(months_of(expected), kept.months),
        {month: n for month, n in by_month.items() if n},
    )


def months_of(days: Counts) -> Counts:
    """The communes' cells of months that those of days make."""
    months: defaultdict[CountPlace, Counter[str]] = defaultdict(Counter)
    for place, cell in days.items():
        if place.team is None:
            months[CountPlace(place.day.replace(day=1), place.commune)].update(cell)
    return months


def _counts(desk: CountDesk, one: Contributed) -> Counts:
    account = desk.accounts.find(one.account)
    if account is None:
        return counts_of_account(gone(one.counted, local_date(desk.clock.now())))
    return counts_of_account(counted_as(account, one.counted))


def _only(counts: Counts, measure: Measure) -> Counts:
    return {
        place: Counter({measure.value: cell[measure]})
        for place, cell in counts.items()
        if cell[measure]
    }
