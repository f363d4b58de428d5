"""Teams and visits in memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.campaign.application.counting import CountDesk, count_events
from chalicelib.campaign.application.membership import MembershipDesk
from chalicelib.campaign.application.officials import OfficialDesk
from chalicelib.campaign.application.ports import AccountStep, ReachBase
from chalicelib.campaign.application.reach import ReachDesk
from chalicelib.campaign.application.visits import VisitDesk
from chalicelib.campaign.domain.campaign_events import VisitsCounted
from chalicelib.campaign.domain.counts import AccountCount, CountPlace, Counts, Measure
from chalicelib.campaign.domain.officials import OfficialCount
from chalicelib.campaign.domain.reach import Listed
from chalicelib.campaign.domain.targets import Targets
from chalicelib.campaign.domain.teams import Team
from chalicelib.campaign.domain.visits import Household, TeamVisit
from chalicelib.imports.domain.entries import ListEntry, put_on, taken_off
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.tallies import tally
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.instants import local_midnight, store
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.runtime.workers import contracts
from tests.support.clock import NOW
from tests.support.directory import LAO_CAI
from tests.support.imports import FakeListHashes, Imports
from tests.support.people import POLICY, People

COMMUNE, HAMLET = "02647", "Tổ dân phố số 5"
TEAM = Team(COMMUNE, HAMLET)
KIND = ListKind.TEAM_MEMBERS


class MemoryVisitBook:
    """Visits by client ids; `writes` counts what was written together."""

    def __init__(self) -> None:
        self.visits: dict[str, TeamVisit] = {}
        self._teams: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        self.accounts: dict[str, Household] = {}
        """Households with an account, by phone."""
        self.writes: list[int] = []
        self.events: list[dict[str, object]] = []
        self._lock = Lock()

    def find(self, client_ids: Sequence[str]) -> Mapping[str, TeamVisit]:
        return {id: self.visits[id] for id in client_ids if id in self.visits}

    def households(self, phones: Sequence[str]) -> Mapping[str, Household]:
        known = [phone for phone in phones if phone in self._teams or phone in self.accounts]
        return {
            phone: replace(self.accounts.get(phone, Household()), teams=self._teams[phone])
            for phone in known
        }

    def add(self, told: VisitsCounted) -> bool:
        visits = told.visits
        with self._lock:
            if any(visit.client_id in self.visits for visit in visits):
                return False
            self.visits |= {visit.client_id: visit for visit in visits}
            for visit in visits:
                if visit.phone:
                    self._teams[visit.phone] |= {visit.team}
            self.writes.append(len(visits))
            self.events.append(told.document(f"upload#{told.id}"))
            return True

    def of_team(
        self, team: Team, day: date, limit: int, position: Position | None
    ) -> Page[TeamVisit]:
        found = [
            visit
            for visit in self.visits.values()
            if (visit.commune, visit.team_hamlet, visit.day) == (team.commune, team.hamlet, day)
        ]
        found.sort(key=lambda visit: _place(visit)["visited"])
        return page_of(found, limit, position, _place)


class MemoryOfficialBook:
    """Counts by agency, and whose list has a hash."""

    def __init__(self) -> None:
        self.counts: dict[str, OfficialCount] = {}
        self.places: dict[str, str] = {}

    def all(self) -> Mapping[str, OfficialCount]:
        return self.counts

    def find(self, agency: str) -> OfficialCount | None:
        return self.counts.get(agency)

    def put(self, counted: OfficialCount) -> bool:
        before = self.counts.get(counted.agency)
        if counted.version != (before.version if before else 0) + 1:
            return False
        self.counts[counted.agency] = counted
        return True

    def place(self, agency: str, hashes: Sequence[str]) -> None:
        self.places |= dict.fromkeys(hashes, agency)

    def agencies_of(self, hashes: Sequence[str]) -> frozenset[str]:
        return frozenset(self.places[hash] for hash in hashes if hash in self.places)


class MemoryTargets:
    """The newest version, and the events that went with each."""

    def __init__(self) -> None:
        self.events: list[dict[str, object]] = []
        self._targets = Targets()

    def find(self) -> Targets:
        return self._targets

    def put(self, targets: Targets, event: AuditEvent) -> bool:
        if targets.version != self._targets.version + 1:
            return False
        self._targets = targets
        self.events.append(event.document("t#targets", targets.version))
        return True


class MemoryCounts:
    """Counters by cell."""

    def __init__(self, book: MemoryVisitBook) -> None:
        self.cells: defaultdict[CountPlace, Counter[str]] = defaultdict(Counter)
        self.accounts: dict[str, AccountCount] = {}
        self.lists: dict[str, tuple[Mapping[str, int], datetime]] = {}
        self.targets = MemoryTargets()
        self._book = book
        self._told: set[str] = set()
        self._lock = Lock()

    def add_once(self, told_by: str, counts: Counts) -> bool:
        with self._lock:
            if told_by in self._told:
                return False
            self._told.add(told_by)
            self._add(counts)
            return True

    def counted(self, ids: Sequence[str]) -> Mapping[str, AccountCount]:
        return {id: self.accounts[id] for id in ids if id in self.accounts}

    def take(self, steps: Sequence[AccountStep]) -> bool:
        with self._lock:
            if any(self.accounts.get(step.id) != step.before for step in steps):
                return False
            for step in steps:
                self.accounts[step.id] = step.after
                self._add(step.counts)
                helper = step.after.helped.member if step.after.helped else None
                known = Household(frozenset(), local_midnight(step.after.made), helper)
                self._book.accounts |= dict.fromkeys(step.newly_known_by, known)
                for hash in step.no_longer_known_by:
                    self._book.accounts.pop(hash, None)
            return True

    def have_accounts(self, hashes: Sequence[str]) -> frozenset[str]:
        return frozenset(hash for hash in hashes if hash in self._book.accounts)

    def communes(self, since: date, until: date) -> Counts:
        return {
            place: cell
            for place, cell in self.cells.items()
            if place.team is None and since <= place.day < until
        }

    def teams(self, commune: str, since: date, until: date) -> Counts:
        return {
            place: cell
            for place, cell in self.cells.items()
            if place.team and place.commune == commune and since <= place.day < until
        }

    def base(self, month: date) -> ReachBase:
        present: Counter[str] = Counter()
        for place, cell in self.communes(date.min, month.replace(day=1)).items():
            present[place.commune] += cell[Measure.PRESENT]
        lists = {
            commune: Listed(sum(hamlets.values()), at)
            for commune, (hamlets, at) in self.lists.items()
        }
        return ReachBase(present, lists, self.targets.find())

    def months(self, until: date) -> Counts:
        months: defaultdict[CountPlace, Counter[str]] = defaultdict(Counter)
        after = (until + timedelta(days=32)).replace(day=1)
        for place, cell in self.communes(date.min, after).items():
            months[CountPlace(place.day.replace(day=1), place.commune)].update(cell)
        return months

    def listed_in(self, commune: str) -> Mapping[str, Listed]:
        hamlets, at = self.lists.get(commune, ({}, NOW))
        return {hamlet: Listed(people, at) for hamlet, people in hamlets.items()}

    def keep_list(self, commune: str, hamlets: Mapping[str, int], at: datetime) -> None:
        if commune not in self.lists or self.lists[commune][1] <= at:
            self.lists[commune] = hamlets, at

    def _add(self, counts: Counts) -> None:
        for place, cell in counts.items():
            self.cells[place].update(cell)


def told(*visits: TeamVisit) -> VisitsCounted:
    """These, as they are written together."""
    team = Team(visits[0].commune, visits[0].team_hamlet)
    return VisitsCounted(sortable_id(NOW), NOW, "c-1", team, visits)


def _place(visit: TeamVisit) -> Position:
    return {"visited": f"{store(visit.at)}#{visit.client_id}"}


def enlist(imports: Imports, phone: str, hamlet: str = HAMLET, commune: str = COMMUNE) -> None:
    """Put somebody on a team's list."""
    key = FakeListHashes().of("phone", phone)
    imports.entries.put([put_on(ListEntry(KIND, commune, key, hamlet, key), None, NOW, "i0")])
    _count(imports, commune)


def strike_off(imports: Imports, phone: str) -> None:
    """Take them off it."""
    key = FakeListHashes().of("phone", phone)
    scope = imports.entries.places[KIND, key]
    imports.entries.put([taken_off(imports.entries.entries[KIND, scope, key], NOW, "i1")])
    _count(imports, scope)


def _count(imports: Imports, commune: str) -> None:
    there = imports.entries.of(KIND, commune)
    imports.tallies.put(tally(KIND, commune, there, NOW, "i0"))


@dataclass
class Campaign:
    """What teams do, beside people and lists."""

    people: People
    imports: Imports
    book: MemoryVisitBook = field(default_factory=MemoryVisitBook)

    @property
    def membership_desk(self) -> MembershipDesk:
        lists: Any = self.imports
        return MembershipDesk(self.people.accounts, lists.entries, lists.tallies, FakeListHashes())

    def __post_init__(self) -> None:
        self.counts = MemoryCounts(self.book)
        self.officials = MemoryOfficialBook()

    @property
    def count_desk(self) -> CountDesk:
        return CountDesk(
            self.people.clock,
            self.people.accounts,
            self.counts,
            FakeListHashes(),
            self.imports.records,
            self.imports.tallies,
            self.official_desk,
        )

    @property
    def official_desk(self) -> OfficialDesk:
        entries: Any = self.imports.entries
        return OfficialDesk(self.people.clock, entries, self.counts, self.officials)

    def count(self, *more: Mapping[str, Any]) -> None:
        """What the worker does with all that was told; it may be told again."""
        lists = [e for e in self.imports.records.events if e["type"] == "list.imported"]
        told = [*self.book.events, *self.people.accounts.store.events, *lists, *more]
        for event in told:
            contracts.check(str(event["schema"]), event)
        count_events(self.count_desk, told)

    @property
    def reach_desk(self) -> ReachDesk:
        return ReachDesk(self.people.clock, self.counts, self.counts.targets, LAO_CAI.gazetteer)

    @property
    def visit_desk(self) -> VisitDesk:
        countries = frozenset(POLICY.phone_countries)
        return VisitDesk(self.people.clock, self.membership_desk, self.book, countries)
