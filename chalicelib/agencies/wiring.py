"""How the directory's things are made."""

from __future__ import annotations

from chalicelib.agencies.application.directory import FirstLoad
from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.agencies.application.rosters import RosterDesk
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Fingerprints, Hasher, Sealer
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.places.domain.provinces import Province
from chalicelib.rules.application.ports import ShippedRules
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.worktime.domain.public_holidays import PublicHolidays


def register(services: Services) -> None:
    """Agencies and their people, to read and to write, and what the province begins with."""
    services.register(Directory, _directory)
    services.register(DirectoryStore, _directory_store)
    services.register(FirstLoad, _first_load)
    services.register(RosterDesk, lambda s: RosterDesk(s.get(Directory), s.get(DirectoryStore)))


def _directory(services: Services) -> Directory:
    from chalicelib.agencies.adapters.directory import DynamoDirectory

    return DynamoDirectory(
        services.get(Settings).directory_table,
        services.get(Sealer),
        services.get(Hasher),
        services.get(Clock),
        services.get(ShippedRules),
        services.get(PublicHolidays),
    )


def _directory_store(services: Services) -> DirectoryStore:
    from chalicelib.agencies.adapters.directory_store import DynamoDirectoryStore

    return DynamoDirectoryStore(
        services.get(Settings).directory_table,
        services.get(Sealer),
        services.get(Hasher),
        services.get(Fingerprints),
    )


def _first_load(services: Services) -> FirstLoad:
    from chalicelib.agencies.adapters.department_files import read_departments

    departments = read_departments(services.get(Settings).province)
    central = services.get(Province).central_agency
    return FirstLoad(services.get(Gazetteer), departments, services.get(ShippedRules), central)
