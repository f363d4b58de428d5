"""Loading the directory: agencies, their people, rules, policy, calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chalicelib.application.ports.directory import DirectoryStore
from chalicelib.domain.agencies import Agency, Officer, committee_of
from chalicelib.domain.calendars import Calendar
from chalicelib.domain.categories import Category
from chalicelib.domain.communes import Commune
from chalicelib.domain.errors import Fault, Findings
from chalicelib.domain.policies import Policy
from chalicelib.domain.rosters import check_roster
from chalicelib.domain.routing import RoutingRules, unknown_names


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


def load_directory(store: DirectoryStore, command: LoadDirectory) -> None:
    """Write all of it; writing the same again changes nothing.

    Raises Invalid with all that does not fit together, before anything is written, and Conflict
    (`username_taken`) when somebody else has an officer's username.
    """
    agencies = (*command.departments, *map(committee_of, command.communes))
    faults = Findings(_unknown_names(command, agencies))
    ids = {agency.id for agency in agencies}
    officers = faults.collect(lambda: check_roster(command.officers, ids))
    faults.check()
    store.put_agencies(agencies)
    store.put_routing_rules(command.routing_rules)
    store.put_policy(command.policy)
    store.put_calendar(command.calendar)
    for officer in officers or ():
        store.put_officer(officer)
    store.announce()


def _unknown_names(command: LoadDirectory, agencies: Sequence[Agency]) -> list[Fault]:
    return unknown_names(
        command.routing_rules,
        categories=[category.code for category in command.categories],
        communes=[commune.code for commune in command.communes],
        agencies=[agency.id for agency in agencies],
    )
