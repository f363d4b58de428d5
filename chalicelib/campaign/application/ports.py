"""Where visits and counts are kept, as ports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.campaign.domain.campaign_events import VisitsCounted
from chalicelib.campaign.domain.counts import (
    AccountCount,
    Counts,
    counts_of_account,
    difference,
)
from chalicelib.campaign.domain.officials import OfficialCount
from chalicelib.campaign.domain.reach import Listed
from chalicelib.campaign.domain.targets import Targets
from chalicelib.campaign.domain.teams import Team
from chalicelib.campaign.domain.visits import Household, TeamVisit
from chalicelib.kernel.pages import Page, Position

AT_ONCE = 63
"""Visits that are written together, at most: they are counted together too, each in a cell of its
team and hamlet, by 33 days and 3 months, with one mark, and a transaction takes 100 writes."""
HOUSEHOLDS_AT_ONCE = 33
"""Of them, those with a phone."""


class VisitBook(Protocol):
    """Visits by their clients' ids, and what is known of households by the hashes of phones."""

    def find(self, client_ids: Sequence[str]) -> Mapping[str, TeamVisit]:
        """Those that are there, read consistently."""
        ...

    def households(self, phones: Sequence[str]) -> Mapping[str, Household]:
        """What is known of those behind these phones."""
        ...

    def add(self, told: VisitsCounted) -> bool:
        """All of its visits with their households and the event, or none of it; False if one of
        the client ids is taken."""
        ...

    def of_team(
        self, team: Team, day: date, limit: int, position: Position | None
    ) -> Page[TeamVisit]:
        """The team's visits of that day, in the order of the devices' time."""
        ...


@dataclass(frozen=True)
class AccountStep:
    """An account from what it has contributed to what it comes to now."""

    id: str
    before: AccountCount | None
    after: AccountCount

    @property
    def counts(self) -> Counts:
        """What the step adds to the counters."""
        return difference(counts_of_account(self.after), counts_of_account(self.before))

    @property
    def newly_known_by(self) -> frozenset[str]:
        """Hashes that the account was not known by before."""
        return self.after.known_by - (self.before.known_by if self.before else frozenset())

    @property
    def no_longer_known_by(self) -> frozenset[str]:
        """Hashes that were the account's."""
        return (self.before.known_by if self.before else frozenset()) - self.after.known_by


@dataclass(frozen=True)
class ReachBase:
    """Accounts that were there by commune, people on lists, and what is to be reached."""

    present: Mapping[str, int]
    lists: Mapping[str, Listed]
    targets: Targets


class CountStore(Protocol):
    """Counters, each change of which is made once."""

    def add_once(self, told_by: str, counts: Counts) -> bool:
        """Add what that item's event tells of; False, and nothing, if it was added before."""
        ...

    def counted(self, ids: Sequence[str]) -> Mapping[str, AccountCount]:
        """What these accounts have contributed."""
        ...

    def take(self, steps: Sequence[AccountStep]) -> bool:
        """All of these steps, or none; False if one of them begins with what is so no more. From
        then on households know by the hashes that they have an account, or have none."""
        ...

    def have_accounts(self, hashes: Sequence[str]) -> frozenset[str]:
        """Those of these by which an account is known."""
        ...

    def communes(self, since: date, until: date) -> Counts:
        """The communes' cells from the one day to before the other; in one call."""
        ...

    def teams(self, commune: str, since: date, until: date) -> Counts:
        """The same of the teams of one commune."""
        ...

    def base(self, month: date) -> ReachBase:
        """What the communes' reach is held against, when that month began; in one call."""
        ...

    def months(self, until: date) -> Counts:
        """The communes' cells of whole months, that month's among them; in one call."""
        ...

    def listed_in(self, commune: str) -> Mapping[str, Listed]:
        """People on the commune's list, by hamlet; in one call."""
        ...

    def keep_list(self, commune: str, hamlets: Mapping[str, int], at: datetime) -> None:
        """How many people a commune's list has, by hamlet; what is older changes nothing."""
        ...


class OfficialBook(Protocol):
    """How many officials of each agency have an account."""

    def all(self) -> Mapping[str, OfficialCount]:
        """By agency; in one call."""
        ...

    def find(self, agency: str) -> OfficialCount | None:
        """One agency's, read consistently."""
        ...

    def put(self, counted: OfficialCount) -> bool:
        """Write over exactly the version before; False if somebody was first."""
        ...

    def place(self, agency: str, hashes: Sequence[str]) -> None:
        """These are people of that agency's list: whoever knows a hash finds the agency."""
        ...

    def agencies_of(self, hashes: Sequence[str]) -> frozenset[str]:
        """On whose lists the people of these hashes were last."""
        ...


class TargetStore(Protocol):
    """The targets of all communes."""

    def find(self) -> Targets:
        """The present version."""
        ...

    def put(self, targets: Targets, event: AuditEvent) -> bool:
        """Write over exactly the version before; False if somebody was first."""
        ...
