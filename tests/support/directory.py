"""Builders and a fake for the directory: agencies, people, rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from zlib import crc32

from chalicelib.agencies.adapters.department_files import read_departments
from chalicelib.agencies.application import directory as directories
from chalicelib.agencies.application.directory import FirstLoad, LoadDirectory, load_directory
from chalicelib.agencies.application.ports import DirectoryStore, OfficerChange
from chalicelib.agencies.domain.agencies import Agency, Officer
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.store import StoredEvent
from chalicelib.places.adapters.place_files import read_gazetteer, read_province
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.places.domain.provinces import Province
from chalicelib.rules.adapters.rule_files import RuleFiles
from chalicelib.rules.domain.abuse import AbuseWords
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.policy_documents import policy_from_document, policy_to_document
from chalicelib.rules.domain.questions import CategoryQuestions
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.rules.domain.routing import RoutingRules
from chalicelib.worktime.domain.calendars import Calendar
from tests.support.audit import OPERATOR
from tests.support.calendars import HOLIDAYS
from tests.support.clock import NOW, FakeClock


class ShippedProvince:
    """One province as it ships; each file is read when it is first asked for."""

    def __init__(self, code: str) -> None:
        self._code = code
        self.rules = RuleFiles(code, HOLIDAYS)

    @cached_property
    def province(self) -> Province:
        return read_province(self._code)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return read_gazetteer(self._code)

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.rules.categories

    def first_load(self, officers: Sequence[Officer]) -> LoadDirectory:
        """What the directory begins with, and these people."""
        departments = read_departments(self._code)
        central = self.province.central_agency
        return FirstLoad(self.gazetteer, departments, self.rules, central).with_people(
            officers, OPERATOR, NOW
        )


LAO_CAI = ShippedProvince("lao_cai")
LAI_CHAU = ShippedProvince("lai_chau")
FIRST_LOAD = LAO_CAI.first_load(())
PROVINCES = {"lao_cai": LAO_CAI, "lai_chau": LAI_CHAU}


def make_officer(
    id: str = "o1", agency: str = "so-xay-dung", role: Role = Role.OFFICER, **changes: Any
) -> Officer:
    number = crc32(id.encode()) % 10_000_000
    values: dict[str, Any] = {
        "username": f"user.{id}".lower(),
        "name": "Nguyễn Văn Mẫu",
        "phone": f"+8491{number:07d}",
        "email": f"{id}@laocai.example",
    }
    return Officer(id=id, agency=agency, role=role, **{**values, **changes})


def put_officer(store: DirectoryStore, officer: Officer) -> Officer:
    """As the operator does."""
    return directories.put_officer(store, officer, OPERATOR, NOW)


def make_policy(**changes: Any) -> Policy:
    """The default policy; `changes` are members of its document."""
    return policy_from_document({**policy_to_document(FIRST_LOAD.policy), **changes})


class FakeDirectory:
    """A directory in memory, which also is its own store."""

    def __init__(
        self, clock: Clock | None = None, categories: Sequence[Category] = LAO_CAI.categories
    ) -> None:
        self._clock = clock or FakeClock()
        self._categories = {category.code: category for category in categories}
        self._agencies: dict[str, Agency] = {}
        self.events: list[dict[str, object]] = []
        self._officers: dict[str, Officer] = {}
        self._claimed: dict[str, str] = {}
        self._rules: dict[int, RoutingRules] = {}
        self._policies: dict[int, Policy] = {}
        self._calendars: dict[int, Calendar] = {}
        self._questions: dict[int, CategoryQuestions] = {}
        self._abuse: dict[int, AbuseWords] = {}

    def agencies(self) -> Sequence[Agency]:
        return tuple(self._agencies.values())

    def agency(self, id: str) -> Agency | None:
        return self._agencies.get(id)

    def categories(self) -> Sequence[Category]:
        return tuple(self._categories.values())

    def category(self, code: str) -> Category | None:
        return self._categories.get(code)

    def officers(self, agency: str) -> Sequence[Officer]:
        today = local_date(self._clock.now())
        people = (one.as_of(today) for one in self._officers.values() if one.agency == agency)
        return tuple(sorted(people, key=lambda officer: officer.id))

    def officer(self, id: str) -> Officer | None:
        known = self._officers.get(id)
        return known and known.as_of(local_date(self._clock.now()))

    def officer_by_username(self, username: str) -> Officer | None:
        known = {one.username: one.id for one in self._officers.values()}
        return self.officer(known.get(username, ""))

    def look_again(self) -> None:
        """Nothing is remembered."""

    def routing_rules(self) -> RoutingRules:
        if not self._rules:
            raise LookupError
        return self._rules[max(self._rules)]

    def policy(self, version: int | None = None) -> Policy:
        if version is None:
            return self._valid(self._policies.values())
        return self._policies[version]

    def questions(self, version: int | None = None) -> CategoryQuestions:
        if version is None:
            return self._valid(self._questions.values())
        return self._questions[version]

    def earlier_questions(self, version: int) -> Sequence[CategoryQuestions]:
        return [one for one in self._questions.values() if one.version < version]

    def abuse_words(self) -> AbuseWords:
        found: AbuseWords = self._valid(self._abuse.values())
        return found

    def is_quarantined(self) -> bool:
        return False

    def calendar(self, version: int | None = None) -> Calendar:
        if version is None:
            return self._valid(self._calendars.values())
        return self._calendars[version]

    def _valid(self, documents: Iterable[Any]) -> Any:
        known = sorted(documents, key=lambda document: document.version)
        if not known:
            raise LookupError
        today = local_date(self._clock.now())
        valid = [document for document in known if document.valid_from <= today]
        return valid[-1] if valid else min(known, key=lambda document: document.valid_from)

    def put_agencies(self, agencies: Sequence[Agency], event: AuditEvent, change: str) -> None:
        self.events.append(event.document("directory", change))
        self._agencies = {agency.id: agency for agency in agencies}

    def find_agencies(self) -> Sequence[Agency]:
        return self.agencies()

    def find_officer(self, id: str) -> Officer | None:
        return self._officers.get(id)

    def save_officer(
        self,
        officer: Officer,
        before: Officer | None,
        event: StoredEvent | None = None,
        beside: Officer | None = None,
    ) -> bool:
        if beside and self._officers.get(beside.id) != beside:
            return False
        others = [one for one in self._officers.values() if one.id != officer.id]
        if any(one.username == officer.username for one in others):
            raise Conflict("username_taken")
        if officer.claimed_phone in {one.claimed_phone for one in others} - {None}:
            raise Conflict("phone_taken")
        present = self._officers.get(officer.id)
        if (present and present.version) != (before and before.version):
            return False
        self._officers[officer.id] = officer
        if event:
            self.events.append(event.document(f"officer#{officer.id}", officer.version))
        return True

    def find_by_usernames(self, usernames: Sequence[str]) -> Mapping[str, Officer]:
        known = {one.username: one for one in self._officers.values()}
        return {name: known[name] for name in usernames if name in known}

    def save_officers(self, changes: Sequence[OfficerChange]) -> Sequence[OfficerChange]:
        return [change for change in changes if not self._saved(change)]

    def _saved(self, change: OfficerChange) -> bool:
        try:
            return self.save_officer(change.officer, change.before, change.event)
        except Conflict:
            return False

    def claim_phone(self, officer: Officer, hashed: str) -> bool:
        if self._claimed.get(hashed, officer.id) != officer.id:
            raise Conflict("phone_taken")
        present = self._officers.get(officer.id)
        if present is None or present.version != officer.version:
            return False
        self._claimed[hashed] = officer.id
        return True

    def put_routing_rules(self, rules: RoutingRules) -> None:
        self._rules[rules.version] = rules

    def put_policy(self, policy: Policy) -> None:
        self._policies[policy.version] = policy

    def put_calendar(self, calendar: Calendar) -> None:
        self._calendars[calendar.version] = calendar

    def put_questions(self, questions: CategoryQuestions) -> None:
        self._questions[questions.version] = questions

    def put_abuse_words(self, words: AbuseWords) -> None:
        self._abuse[words.version] = words

    def announce(self) -> None:
        """Nothing to do: everybody reads the same memory."""


def make_directory(officers: Iterable[Officer] = (), clock: Clock | None = None) -> FakeDirectory:
    """Lào Cai's directory with these people. No answer is drawn, unless a test says so."""
    directory = FakeDirectory(clock)
    load_directory(directory, LAO_CAI.first_load(tuple(officers)))
    none = ReinspectionPolicy(percent=0, low_rated_percent=0)
    directory.put_policy(replace(directory.policy(), reinspections=none))
    return directory
