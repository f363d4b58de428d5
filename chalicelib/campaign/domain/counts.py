"""What is counted by day and place: visits by how they ended, and accounts that were made.

A commune has a cell a day; a team's visits have one a day and hamlet besides. What an account
contributes follows from where it has been: so whatever is told twice, late or before another
changes nothing that was not so. Source: docs/handbook.md §10.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from chalicelib.campaign.domain.teams import Team
from chalicelib.campaign.domain.visits import TeamVisit, VisitResult


class Measure(StrEnum):
    """What a cell counts beside visits."""

    ALONE = "alone"
    """Accounts that people made without help."""
    ASSISTED = "assisted"
    """Accounts that a team helped to make."""
    PRESENT = "present"
    """Accounts that are there: those made, less those that left, and who moved."""
    ACTIVE = "active"
    """Accounts that were used for the first time in the month."""


def visits_measure(result: VisitResult) -> str:
    """The name under which visits that ended so are counted."""
    return f"visit_{result.value}"


@dataclass(frozen=True)
class CountPlace:
    """A cell: a commune's day; with a team and the hamlet where it was, that team's."""

    day: date
    commune: str
    team: Team | None = None
    hamlet: str | None = None


Counts = Mapping[CountPlace, Counter[str]]
"""By cell, what is to be added to each measure."""


@dataclass(frozen=True)
class Help:
    """Who helped somebody to an account: the member's account, the team, and in which hamlet."""

    member: str
    team: Team
    hamlet: str


@dataclass(frozen=True)
class AccountCount:
    """What an account has contributed: the day on which it was made, with whose help, the communes
    that it was in, each from which day on, and the day on which it left. `version` is the
    account's; one that is older tells nothing new. `phone` and `person` are the keyed hashes by
    which lists know the person."""

    version: int
    stays: tuple[tuple[date, str], ...]
    helped: Help | None = None
    left: date | None = None
    phone: str | None = None
    person: str | None = None

    @property
    def known_by(self) -> frozenset[str]:
        """The hashes of who is there; nobody is known by those of an account that is gone."""
        return frozenset() if self.left else frozenset(filter(None, (self.phone, self.person)))

    @property
    def made(self) -> date:
        """The day on which it was made."""
        return self.stays[0][0]


def counts_of_visits(visits: Iterable[TeamVisit]) -> Counts:
    """The cells of these visits."""
    counts: defaultdict[CountPlace, Counter[str]] = defaultdict(Counter)
    for visit in visits:
        team, measure = Team(visit.commune, visit.team_hamlet), visits_measure(visit.result)
        counts[CountPlace(visit.day, visit.commune)][measure] += 1
        counts[CountPlace(visit.day, visit.commune, team, visit.hamlet)][measure] += 1
    return counts


def counts_of_account(counted: AccountCount | None) -> Counts:
    """The cells of an account; of none, none."""
    counts: defaultdict[CountPlace, Counter[str]] = defaultdict(Counter)
    if counted is None:
        return counts
    made, commune = counted.stays[0]
    how = Measure.ASSISTED if counted.helped else Measure.ALONE
    counts[CountPlace(made, commune)][how] += 1
    counts[CountPlace(made, commune)][Measure.PRESENT] += 1
    if counted.helped:
        team, hamlet = counted.helped.team, counted.helped.hamlet
        counts[CountPlace(made, team.commune, team, hamlet)][Measure.ASSISTED] += 1
    for day, next_one in counted.stays[1:]:
        counts[CountPlace(day, commune)][Measure.PRESENT] -= 1
        counts[CountPlace(day, next_one)][Measure.PRESENT] += 1
        commune = next_one
    if counted.left:
        counts[CountPlace(counted.left, commune)][Measure.PRESENT] -= 1
    return counts


def added(*parts: Counts) -> Counts:
    """All of them together, without what comes to nothing."""
    whole: defaultdict[CountPlace, Counter[str]] = defaultdict(Counter)
    for counts in parts:
        for place, cell in counts.items():
            for measure, n in cell.items():
                whole[place][measure] += n
    cells = {place: Counter({m: n for m, n in c.items() if n}) for place, c in whole.items()}
    return {place: cell for place, cell in cells.items() if cell}


def difference(after: Counts, before: Counts) -> Counts:
    """What is to be added to `before` to come to `after`."""
    less = {p: Counter({m: -n for m, n in cell.items()}) for p, cell in before.items()}
    return added(after, less)


def gone(counted: AccountCount, day: date) -> AccountCount:
    """The account is there no more; it stays among those that were made."""
    return counted if counted.left else replace(counted, left=day)


def moved(counted: AccountCount, version: int, day: date, commune: str) -> AccountCount:
    """The account in a later version, in that commune from the day on."""
    stays = counted.stays
    if stays[-1][1] != commune:
        stays = (*stays, (max(day, stays[-1][0]), commune))
    return replace(counted, version=version, stays=stays)
