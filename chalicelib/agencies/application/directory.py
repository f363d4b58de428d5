"""Loading the directory: agencies, their people, rules, policy, calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.agencies.application.ports import DirectoryStore
from chalicelib.agencies.domain.agencies import Agency, Officer, committee_of
from chalicelib.agencies.domain.rosters import check_roster
from chalicelib.kernel.errors import Fault, Findings, TooMany
from chalicelib.places.domain.communes import Commune, Gazetteer
from chalicelib.rules.application.ports import ShippedRules
from chalicelib.rules.domain.categories import Category
from chalicelib.rules.domain.channels import CaseChannel
from chalicelib.rules.domain.policies import Policy
from chalicelib.rules.domain.routing import RoutingRules
from chalicelib.rules.domain.routing_checks import RoutingNames, routing_faults
from chalicelib.worktime.domain.calendars import Calendar

_ATTEMPTS = 5


@dataclass(frozen=True)
class LoadDirectory:
    """Everything that a province begins with. The committees of communes follow from these."""

    communes: Sequence[Commune]
    departments: Sequence[Agency]
    categories: Sequence[Category]
    routing_rules: RoutingRules
    policy: Policy
    calendar: Calendar
    officers: Sequence[Officer]


@dataclass(frozen=True)
class FirstLoad:
    """What the province brings, all but its people."""

    gazetteer: Gazetteer
    departments: Sequence[Agency]
    rules: ShippedRules

    def with_people(self, officers: Sequence[Officer]) -> LoadDirectory:
        """What the directory of the province begins with."""
        return LoadDirectory(
            communes=self.gazetteer.communes(),
            departments=self.departments,
            categories=self.rules.categories,
            routing_rules=self.rules.routing_rules,
            policy=self.rules.policy,
            calendar=self.rules.calendar,
            officers=officers,
        )


def load_directory(store: DirectoryStore, command: LoadDirectory) -> None:
    """Write all of it; writing the same again changes nothing.

    Raises Invalid with all that does not fit together, before anything is written, and Conflict
    (`username_taken`, `phone_taken`) when somebody else has an officer's username or phone.
    """
    agencies = (*command.departments, *map(committee_of, command.communes))
    faults = Findings(_routing_faults(command, agencies))
    ids = {agency.id for agency in agencies}
    officers = faults.collect(lambda: check_roster(command.officers, ids))
    faults.check()
    store.put_agencies(agencies)
    store.put_routing_rules(command.routing_rules)
    store.put_policy(command.policy)
    store.put_calendar(command.calendar)
    for officer in officers or ():
        put_officer(store, officer)
    store.announce()


def put_officer(store: DirectoryStore, officer: Officer) -> Officer:
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
        if store.save_officer(wanted, before):
            return wanted
    raise TooMany("too_busy", 1)


def _routing_faults(command: LoadDirectory, agencies: Sequence[Agency]) -> list[Fault]:
    names = RoutingNames(
        categories=[category.code for category in command.categories],
        communes=command.communes,
        channels=tuple(CaseChannel),
        agencies=[agency.id for agency in agencies],
    )
    return routing_faults(command.routing_rules, names)
