"""A whole case office in memory: the store, its people, and cases that go their way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zlib import crc32

from chalicelib.cases.adapters.case_documents import card_of
from chalicelib.cases.application.cases import CaseDesk, SubmitCase, submit_case
from chalicelib.cases.application.listing import keys_of, place_of, writers_of
from chalicelib.cases.application.matters import Matter
from chalicelib.cases.application.ports import Card, DueCase, Queue, StuckCase, UrgencyRecord
from chalicelib.cases.application.transitions import Request, transition
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.events import CaseEventDocument, events_of
from chalicelib.kernel import backoff
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.due_work import SHARDS, shard_of
from chalicelib.kernel.faults import Work
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import store
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Unsealable
from chalicelib.kernel.pages import Page, Position, page_of
from chalicelib.kernel.quotas import Limiter
from chalicelib.kernel.segments import TableSegment
from chalicelib.kernel.together import Part, Refused
from chalicelib.organisations.application.ports import OrganisationStore
from chalicelib.organisations.domain.organisations import Organisation
from chalicelib.runtime.dynamodb.together import joined
from chalicelib.uploads.application.uploads import UploadDesk
from tests.support.actors import CENTRAL_AGENCY, central
from tests.support.blocks import FakeBlocks
from tests.support.clock import FakeClock
from tests.support.directory import LAO_CAI, FakeDirectory, make_directory, make_officer
from tests.support.entries import MemoryEntries
from tests.support.faults import FakeFaults
from tests.support.limits import NoLimits
from tests.support.together import FakePart, write_together
from tests.support.uploads import FakeUploadBytes, FakeUploadStore
from tests.support.urgency import FakeUrgencyRecord, NoUrgencyRecord

CITIZEN = Actor(Role.CITIZEN, "account-1")
STRANGER = Actor(Role.CITIZEN, "account-2")
INTAKE = central(Role.INTAKE, "i1")
SUPERVISOR = central(Role.SUPERVISOR, "s1")
OFFICER = Actor(Role.OFFICER, "o1", "so-xay-dung")
LEADER = Actor(Role.LEADER, "l1", "so-xay-dung")
ELSEWHERE = Actor(Role.OFFICER, "o3", "so-y-te")
PEOPLE = (
    make_officer("o1"),
    make_officer("o2"),
    make_officer("l1", role=Role.LEADER),
    make_officer("o3", "so-y-te"),
    make_officer("l3", "so-y-te", Role.LEADER),
    make_officer("i1", CENTRAL_AGENCY, Role.INTAKE),
    make_officer("s1", CENTRAL_AGENCY, Role.SUPERVISOR),
    make_officer("solo", "ubnd-02680", Role.OFFICER),
)


class FakeCaseStore:
    """In memory, with the same conditions as the table; `events` is what the stream would say."""

    def __init__(self) -> None:
        self.cases: dict[str, Case] = {}
        self.next_at: dict[str, datetime] = {}
        self.failing: dict[str, StuckCase] = {}
        self.unreadable: set[str] = set()
        """Codes of cases whose documents nobody can open."""
        self.faults = FakeFaults()
        self.events: list[CaseEventDocument] = []

    def find(self, code: str) -> Case | None:
        self._open(code)
        return self.cases.get(code)

    def _open(self, code: str) -> None:
        if code in self.unreadable:
            raise Unsealable("not an envelope")

    def scan(
        self, segment: TableSegment, position: Position | None, isolation: Isolation
    ) -> Page[Case]:
        codes = [
            one for one in sorted(self.cases) if crc32(one.encode()) % segment.of == segment.number
        ]
        found = page_of(codes, 2, position, lambda code: {"id": code})
        return isolation.page(found, lambda code: code, self._read)

    def _read(self, code: str) -> Case:
        self._open(code)
        return self.cases[code]

    def create(
        self,
        case: Case,
        next_at: datetime | None,
        correlation_id: str,
        together_with: Sequence[Part] = (),
    ) -> bool:
        own = FakePart(
            lambda: case.code not in self.cases,
            lambda: self._write(case, 0, next_at, correlation_id),
        )
        try:
            write_together([own, *together_with])
        except Refused as refused:
            if refused.part is not own:
                raise
            return False
        return True

    def save(
        self, case: Case, previous: Case, next_at: datetime | None, correlation_id: str
    ) -> bool:
        if not self._is_exactly(previous):
            return False
        self._write(case, len(previous.timeline), next_at, correlation_id)
        return True

    def annotate(self, case: Case, previous: Case) -> bool:
        if not self._is_exactly(previous):
            return False
        self.cases[case.code] = case
        return True

    def _is_exactly(self, case: Case) -> bool:
        stored = self.cases[case.code]
        return (stored.version, stored.annotations) == (case.version, case.annotations)

    def reschedule(self, case: Case, next_at: datetime | None) -> bool:
        same = self.next_at.get(case.code) == next_at
        if self.cases[case.code].version != case.version or same:
            return False
        self._is_due_at(case, next_at)
        return True

    def put_off(self, due: DueCase, fault: str, now: datetime) -> bool:
        if self.next_at.get(due.code) != due.at:
            return False
        before = self.failing.get(due.code)
        failures = before.failures + 1 if before else 1
        later = self.next_at[due.code] = now + backoff.wait_after(failures)
        self.failing[due.code] = StuckCase(due.code, failures, fault, now, later)
        return True

    def stuck(self, limit: int, position: Position | None) -> Page[StuckCase]:
        found = [one for one in self.failing.values() if backoff.needs_attention(one.failures)]
        found.sort(key=lambda one: tuple(_failed_at(one).values()), reverse=True)
        return page_of(found, limit, position, _failed_at, backwards=True)

    def _is_due_at(self, case: Case, next_at: datetime | None) -> None:
        self.failing.pop(case.code, None)
        self.next_at.pop(case.code, None)
        if next_at is not None:
            self.next_at[case.code] = next_at

    def _write(self, case: Case, told: int, next_at: datetime | None, correlation_id: str) -> None:
        self.cases[case.code] = case
        self.events += events_of(case, told, correlation_id)
        self._is_due_at(case, next_at)

    def page(
        self,
        queue: Queue,
        key: str,
        *,
        limit: int,
        position: Position | None,
        due_before: datetime | None = None,
    ) -> Page[Card]:
        backwards = queue is Queue.REPORTER
        found = sorted(self._members(queue, key, due_before), reverse=backwards)
        members = page_of(found, limit, position, _place, backwards=backwards)
        isolation = Isolation(self.faults, Work.SHOW)
        return isolation.page(
            members, lambda member: member[1], lambda member: self._card(member[1])
        )

    def count(self, queue: Queue, key: str, *, most: int, due_before: datetime | None) -> int:
        return min(most, len(list(self._members(queue, key, due_before))))

    def _card(self, code: str) -> Card:
        self._open(code)
        return card_of(self.cases[code])

    def _members(
        self, queue: Queue, key: str, due_before: datetime | None
    ) -> Iterable[tuple[str, str]]:
        for case in self.cases.values():
            order = _order(queue, case)
            late = due_before is None or order < store(due_before)
            if keys_of(case).get(queue) == key and late:
                yield order, case.code

    def count_open(self, officer: str) -> int:
        return sum(case.is_open and case.officer == officer for case in self.cases.values())

    def held_by(self, officer: str) -> Sequence[str]:
        return [
            code
            for code, case in self.cases.items()
            if keys_of(case).get(Queue.OFFICER) == officer or officer in writers_of(case).values()
        ]

    def due(self, now: datetime, limit: int, shards: Sequence[str] = SHARDS) -> Sequence[DueCase]:
        due = sorted(
            (at, code)
            for code, at in self.next_at.items()
            if at <= now and shard_of(code) in shards
        )
        return [DueCase(code, at) for at, code in due[:limit]]


def _order(queue: Queue, case: Case) -> str:
    if queue is Queue.REPORTER:
        return store(case.submitted_at)
    return place_of(case) or ""


def _failed_at(case: StuckCase) -> Position:
    return {"failed_at": store(case.failed_at), "id": case.code}


def _place(member: tuple[str, str]) -> Position:
    return dict(zip(("order", "id"), member, strict=True))


@dataclass
class FakeReporters:
    """Names by account; who is not there has none."""

    names: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {CITIZEN.id: ("Giàng Thị Mẩy",), STRANGER.id: ("Lù A Sử",)}
    )
    others: tuple[str, ...] | None = ("Vàng A Páo",)

    def names_of(self, account: str) -> tuple[str, ...] | None:
        return self.names.get(account, self.others)


@dataclass
class FakeLowRatings:
    """In memory."""

    day: date | None = None
    low: frozenset[str] = frozenset()

    def agencies(self) -> frozenset[str]:
        return self.low

    def counted_on(self) -> date | None:
        return self.day

    def keep(self, day: date, agencies: frozenset[str]) -> None:
        self.day, self.low = day, agencies


@dataclass
class Office:
    """A desk with everything in memory, and one case that is taken through its life."""

    clock: FakeClock = field(default_factory=FakeClock)
    store: FakeCaseStore = field(default_factory=FakeCaseStore)
    uploads: FakeUploadStore = field(default_factory=FakeUploadStore)
    directory: FakeDirectory = field(default_factory=lambda: make_directory(PEOPLE))
    faults: FakeFaults = field(default_factory=FakeFaults)
    files: FakeUploadBytes = field(default_factory=FakeUploadBytes)
    limiter: Limiter | None = None
    """Nobody is limited, unless a test says by what."""
    urgency: UrgencyRecord = field(default_factory=FakeUrgencyRecord)
    reporters: FakeReporters = field(default_factory=FakeReporters)
    low_ratings: FakeLowRatings = field(default_factory=FakeLowRatings)
    blocks: FakeBlocks = field(default_factory=FakeBlocks)
    organisations: MemoryEntries[Organisation] = field(
        default_factory=lambda: MemoryEntries("organisations")
    )

    @property
    def desk(self) -> CaseDesk:
        """What the use cases take."""
        in_memory = isinstance(self.store, FakeCaseStore)
        nothing = FakePart(lambda: True, lambda: None) if in_memory else joined([])
        limiter = self.limiter or NoLimits(nothing)
        remembers = in_memory or not isinstance(self.urgency, FakeUrgencyRecord)
        return CaseDesk(
            cases=self.store,
            directory=self.directory,
            uploads=UploadDesk(self.uploads, self.files, self.clock, limiter, self.directory),
            gazetteer=LAO_CAI.gazetteer,
            clock=self.clock,
            prefix="LC",
            faults=self.faults,
            limiter=limiter,
            urgency_record=self.urgency if remembers else NoUrgencyRecord(nothing),
            central_agency=CENTRAL_AGENCY,
            reporters=self.reporters,
            low_ratings=self.low_ratings,
            blocks=lambda: self.blocks,
            organisations=lambda: OrganisationStore(self.organisations),
        )

    def submit(self, **changes: Any) -> Case:
        """A pothole in phường Lào Cai, unless the changes say otherwise."""
        values: dict[str, Any] = {
            "reporter": CITIZEN.id,
            "channel": "app",
            "category": "roads",
            "description": "Ổ gà sâu trước cổng trường, xe máy ngã nhiều lần.",
            "visibility": "public",
            "urgent": False,
            "location": None,
            "address": None,
            "commune": "02647",
            "uploads": (),
            "seed": new_seed(),
            "correlation_id": "test",
        }
        values |= changes
        whose = {
            name: values.pop(name) for name in ("reporter", "channel", "seed", "correlation_id")
        }
        return submit_case(self.desk, SubmitCase(matter=Matter(**values), **whose))

    def take(
        self,
        case: Case,
        actor: Actor,
        command: commands.Command,
        *,
        version: int | None = None,
        uploads: tuple[str, ...] = (),
    ) -> Case:
        """One command, as a route gives it."""
        request = Request(actor, case, command, version, "test", uploads)
        return transition(self.desk, request)

    def accepted(self, **changes: Any) -> Case:
        """Taken in by the intake desk."""
        return self.take(self.submit(**changes), INTAKE, commands.Accept())

    def assigned(self, **changes: Any) -> Case:
        """With the officer o1 of Sở Xây dựng."""
        case = self.accepted(**changes)
        return self.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))

    def in_progress(self, **changes: Any) -> Case:
        """The officer has begun."""
        return self.take(self.assigned(**changes), OFFICER, commands.Start())

    def pending_approval(self, **changes: Any) -> Case:
        """An answer lies before the leader."""
        answer = commands.ProposeAnswer("Đã vá ổ gà và kẻ lại vạch sơn.")
        return self.take(self.in_progress(**changes), OFFICER, answer)

    def answered(self, **changes: Any) -> Case:
        """The citizen has the answer."""
        return self.take(self.pending_approval(**changes), LEADER, commands.Approve())

    def find(self, case: Case) -> Case:
        """The case as it stands now."""
        return self.store.cases[case.code]


def change_policy(office: Office, **changes: Any) -> None:
    """Another policy for cases that come from now on."""
    policy = replace(office.directory.policy(), **changes)
    office.directory.put_policy(policy)
