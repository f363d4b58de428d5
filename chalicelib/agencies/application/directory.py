"""Loading the directory: agencies, their people, rules, policy, calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.agencies.application.officer_changes import officer_changed
from chalicelib.agencies.application.ports import DirectoryStore
from chalicelib.agencies.domain.agencies import Agency, Officer, committee_of
from chalicelib.agencies.domain.rosters import check_roster
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Fault, Findings, TooMany
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import new_seed
from chalicelib.places.domain.communes import Commune, Gazetteer
from chalicelib.rules.application.ports import ShippedRules
from chalicelib.rules.domain.abuse import AbuseWords
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.questions import CategoryQuestions, unknown_categories
from chalicelib.rules.domain.routing import RoutingRules
from chalicelib.rules.domain.routing_checks import RoutingNames, routing_faults
from chalicelib.worktime.domain.calendars import Calendar

_ATTEMPTS = 5


@frozen
class LoadDirectory:
    """Everything that a province begins with, by whom and when it is loaded. The committees of
    communes follow from these."""

    communes: Sequence[Commune]
    departments: Sequence[Agency]
    categories: Sequence[Category]
    routing_rules: RoutingRules
    policy: Policy
    calendar: Calendar
    questions: CategoryQuestions
    abuse_words: AbuseWords
    officers: Sequence[Officer]
    central_agency: str
    by: Actor
    at: datetime


@frozen
class FirstLoad:
    """What the province brings, all but its people."""

    gazetteer: Gazetteer
    departments: Sequence[Agency]
    rules: ShippedRules
    central_agency: str

    def with_people(self, officers: Sequence[Officer], by: Actor, at: datetime) -> LoadDirectory:
        """What the directory of the province begins with."""
        return LoadDirectory(
            communes=self.gazetteer.communes(),
            departments=self.departments,
            categories=self.rules.categories,
            routing_rules=self.rules.routing_rules,
            policy=self.rules.policy,
            calendar=self.rules.calendar,
            questions=self.rules.questions,
            abuse_words=self.rules.abuse_words,
            officers=officers,
            central_agency=self.central_agency,
            by=by,
            at=at,
        )


def load_directory(store: DirectoryStore, command: LoadDirectory) -> None:
    """Write all of it; writing the same again changes nothing. The audit is told with the first
    write, so that there is no directory without its line, and of each officer apart.

    Raises Invalid with all that does not fit together, before anything is written, and Conflict
    (`username_taken`, `phone_taken`) when somebody else has an officer's username or phone.
    """
    agencies = (*command.departments, *map(committee_of, command.communes))
    faults = Findings(_routing_faults(command, agencies))
    codes = {category.code for category in command.categories}
    faults += unknown_categories(command.questions, codes)
    ids = {agency.id for agency in agencies}
    outside = {agency.id for agency in agencies if agency.is_external}
    central = command.central_agency
    officers = faults.collect(lambda: check_roster(command.officers, ids, central, outside))
    faults.check()
    store.put_agencies(agencies, _loaded(command, agencies), new_seed()[:16])
    store.put_routing_rules(command.routing_rules)
    store.put_policy(command.policy)
    store.put_calendar(command.calendar)
    store.put_questions(command.questions)
    store.put_abuse_words(command.abuse_words)
    for officer in officers or ():
        put_officer(store, officer, command.by, command.at)
    store.announce()


def _loaded(command: LoadDirectory, agencies: Sequence[Agency]) -> AuditEvent:
    what = {
        "agencies": len(agencies),
        "officers": len(command.officers),
        "routing": command.routing_rules.version,
        "policy": command.policy.version,
        "calendar": command.calendar.version,
        "questions": command.questions.version,
        "abuse_words": command.abuse_words.version,
    }
    return AuditEvent(AuditKind.DIRECTORY_LOADED, command.at, command.by, "operations", what)


def put_officer(
    store: DirectoryStore,
    officer: Officer,
    by: Actor,
    at: datetime,
    correlation_id: str = "operations",
) -> Officer:
    """This officer in place of the same one before, as the next version; the same changes nothing.

    Raises Conflict (`username_taken`, `phone_taken`), and TooMany when others keep being first.
    """
    for _ in range(_ATTEMPTS):
        before = store.find_officer(officer.id)
        wanted = replace(officer, version=before.version if before else 1)
        if wanted == before:
            return wanted
        if before:
            wanted = replace(officer, version=before.version + 1)
        event = officer_changed(before, wanted, by, at, correlation_id)
        if store.save_officer(wanted, before, event):
            return wanted
    raise TooMany("too_busy", 1)


def _routing_faults(command: LoadDirectory, agencies: Sequence[Agency]) -> list[Fault]:
    names = RoutingNames(
        categories=[category.code for category in command.categories],
        communes=command.communes,
        channels=tuple(CaseChannel),
        agencies=[agency.id for agency in agencies if not agency.is_external],
    )
    return routing_faults(command.routing_rules, names)
