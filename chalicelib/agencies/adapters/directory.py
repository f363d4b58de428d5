"""The directory in DynamoDB, remembered by warm processes.

Access patterns: docs/access-patterns.md. All reads are consistent: what is remembered under a
revision is at least as new as that revision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, Protocol, TypeVar

from chalicelib.agencies.adapters.officer_items import officer_of
from chalicelib.agencies.domain.agencies import Agency, Officer, agencies_from_document
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults, Work
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Hasher, KeyPurpose, Sealer
from chalicelib.rules.application.ports import ShippedRules
from chalicelib.rules.domain.abuse import AbuseWords, abuse_from_document
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.policy_documents import policy_from_document
from chalicelib.rules.domain.questions import (
    CategoryQuestions,
    questions_from_document,
    with_first,
)
from chalicelib.rules.domain.routing import RoutingRules, routing_from_document
from chalicelib.runtime.dynamodb.directory_items import (
    SCHEMAS,
    DirectoryKind,
    directory_item_class,
    document_of,
    roster_of,
)
from chalicelib.runtime.dynamodb.schemas import AGENCIES
from chalicelib.runtime.faults import MetricFaults
from chalicelib.runtime.memory import Memory
from chalicelib.worktime.domain.calendar_documents import calendar_from_document
from chalicelib.worktime.domain.calendars import Calendar
from chalicelib.worktime.domain.public_holidays import PublicHolidays


class NumberedDocument(Protocol):
    """A document with versions."""

    @property
    def version(self) -> int:
        """Counts from 1."""
        ...


class Dated(NumberedDocument, Protocol):
    """A document whose versions each begin on a day."""

    @property
    def valid_from(self) -> date:
        """The first local day."""
        ...


T = TypeVar("T")
V = TypeVar("V", bound=NumberedDocument)
D = TypeVar("D", bound=Dated)


class DynamoDirectory:
    """The directory of one table; categories come with the province's files, and so does the first
    version of their questions and of the words that insult."""

    def __init__(
        self,
        table: str,
        sealer: Sealer,
        hasher: Hasher,
        clock: Clock,
        shipped: ShippedRules,
        holidays: PublicHolidays,
        faults: Faults | None = None,
    ) -> None:
        self._faults = faults or MetricFaults()
        self._items = directory_item_class(table)
        self._sealer = sealer
        self._hasher = hasher
        self._clock = clock
        self._categories = {category.code: category for category in shipped.categories}
        self._shipped = shipped
        self._read_calendar = partial(calendar_from_document, holidays=holidays)
        self._memory = Memory(self._revision, lambda: clock.now().timestamp())

    def agencies(self) -> Sequence[Agency]:
        """All agencies."""
        return tuple(self._agencies().values())

    def agency(self, id: str) -> Agency | None:
        """The agency of that id."""
        return self._agencies().get(id)

    def categories(self) -> Sequence[Category]:
        """All categories in the order in which they are shown."""
        return tuple(self._categories.values())

    def category(self, code: str) -> Category | None:
        """The category of that code."""
        return self._categories.get(code)

    def officers(self, agency: str) -> Sequence[Officer]:
        """The people of an agency, those who have left included, by id: as of today, so that a post
        ends with its last day whatever a process remembers."""
        known = self._memory.recall(f"officers {agency}", partial(self._read_officers, agency))
        today = local_date(self._clock.now())
        return tuple(officer.as_of(today) for officer in known)

    def officer(self, id: str) -> Officer | None:
        """The officer of that id, whether active or not."""
        place = self._memory.recall(
            f"officer {id}", partial(self._find, f"{DirectoryKind.OFFICER}#{id}", "place")
        )
        return self._in_agency(place.agency, id) if place else None

    def officer_by_username(self, username: str) -> Officer | None:
        """The officer who signs in with that username (in lower case)."""
        hashed = self._hasher.hash(KeyPurpose.USERNAME, username)
        holder = self._find(f"{DirectoryKind.USERNAME}#{hashed}", "officer")
        return self.officer(holder.officer) if holder else None

    def look_again(self) -> None:
        """Ask for the revision before anything else is recalled."""
        self._memory.forget_all()

    def routing_rules(self) -> RoutingRules:
        """The newest version."""
        return max(self._versions(DirectoryKind.ROUTING, routing_from_document), key=_version)

    def policy(self, version: int | None = None) -> Policy:
        """That version, or the newest that is valid today."""
        return self._one_of(DirectoryKind.POLICY, policy_from_document, version)

    def calendar(self, version: int | None = None) -> Calendar:
        """That version, or the newest that is valid today."""
        return self._one_of(DirectoryKind.CALENDAR, self._read_calendar, version)

    def questions(self, version: int | None = None) -> CategoryQuestions:
        """That version, or the newest that is valid today."""
        if version is None:
            return _valid(self._all_questions(), local_date(self._clock.now()))
        known = {one.version: one for one in self._all_questions()}
        if version not in known:
            # Another process knew a newer version when it wrote the case.
            self._memory.forget(DirectoryKind.QUESTIONS)
            known = {one.version: one for one in self._all_questions()}
        return known[version]

    def earlier_questions(self, version: int) -> Sequence[CategoryQuestions]:
        """All versions before that one."""
        return [one for one in self._all_questions() if one.version < version]

    def _all_questions(self) -> tuple[CategoryQuestions, ...]:
        kind, read = DirectoryKind.QUESTIONS, questions_from_document
        kept = self._memory.recall(kind, partial(self._read_versions, kind, read))
        return with_first(kept, lambda: self._shipped.questions)

    def abuse_words(self) -> AbuseWords:
        """The newest that is valid today."""
        kind, read = DirectoryKind.ABUSE_WORDS, abuse_from_document
        kept = self._memory.recall(kind, partial(self._read_versions, kind, read))
        every = with_first(kept, lambda: self._shipped.abuse_words)
        return _valid(every, local_date(self._clock.now()))

    def is_quarantined(self) -> bool:
        """Whether no message may leave yet; remembered like all else."""
        kind = DirectoryKind.QUARANTINE
        return self._memory.recall(kind, lambda: self._find(kind, kind) is not None)

    def _one_of(self, kind: DirectoryKind, read: Callable[[object], D], version: int | None) -> D:
        documents = self._versions(kind, read)
        if version is None:
            return _valid(documents, local_date(self._clock.now()))
        known = {document.version: document for document in documents}
        if version not in known:
            # Another process knew a newer version when it wrote the case.
            self._memory.forget(kind)
            known = {document.version: document for document in self._versions(kind, read)}
        return known[version]

    def _agencies(self) -> dict[str, Agency]:
        return self._memory.recall("agencies", self._read_agencies)

    def _read_agencies(self) -> dict[str, Agency]:
        item = self._find(DirectoryKind.AGENCIES, "all")
        agencies = agencies_from_document(document_of(item, AGENCIES)) if item else ()
        return {agency.id: agency for agency in agencies}

    def _versions(self, kind: DirectoryKind, read: Callable[[object], V]) -> tuple[V, ...]:
        found = self._memory.recall(kind, partial(self._read_versions, kind, read))
        if not found:
            raise LookupError(f"the directory holds no {kind}")
        return found

    def _read_versions(self, kind: DirectoryKind, read: Callable[[object], V]) -> tuple[V, ...]:
        items = self._items.query(kind, consistent_read=True)
        return self._each(items, lambda item: read(document_of(item, SCHEMAS[kind])))

    def _read_officers(self, agency: str) -> tuple[Officer, ...]:
        items = self._items.query(roster_of(agency), consistent_read=True)
        return self._each(items, lambda item: officer_of(item, self._sealer))

    def _each(self, items: Iterable[Any], read: Callable[[Any], T]) -> tuple[T, ...]:
        """What can be read of them: one broken person or version takes no other along."""
        isolation, found = Isolation(self._faults, Work.READ), []
        for item in items:
            with isolation.of(f"{item.pk}/{item.sk}"):
                found.append(read(item))
        return tuple(found)

    def _in_agency(self, agency: str, id: str) -> Officer | None:
        return next((officer for officer in self.officers(agency) if officer.id == id), None)

    def _revision(self) -> str | None:
        item = self._find(DirectoryKind.REVISION, "revision")
        return item.token if item else None

    def _find(self, pk: str, sk: str) -> Any:
        """The item, or None."""
        try:
            return self._items.get(pk, sk, consistent_read=True)
        except self._items.DoesNotExist:
            return None


def _version(document: NumberedDocument) -> int:
    return document.version


def _valid(documents: Iterable[D], today: date) -> D:
    """The highest version that is valid; before the first is, the one that will be first."""
    known = sorted(documents, key=_version)
    valid = [document for document in known if document.valid_from <= today]
    return valid[-1] if valid else min(known, key=lambda document: document.valid_from)
