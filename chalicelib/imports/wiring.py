"""How the things of imports are made."""

from __future__ import annotations

from importlib import import_module

from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.imports.application.landings import EntryLanding, Handover, Landing, OfficeLists
from chalicelib.imports.application.office_landings import AgencyLanding, OfficerLanding
from chalicelib.imports.application.ports import (
    Continuation,
    ImportRecords,
    ListEntries,
    ListFiles,
    ListHashes,
    ListSheets,
    ListTallies,
)
from chalicelib.imports.application.starting import ListDesk
from chalicelib.imports.application.working import WorkDesk
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.quotas import Limiter
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings

_OFFICE = "chalicelib.staff.wiring"
"""Named and not imported: it stands behind cases, which leavers hand over, and those behind us."""


def register(services: Services) -> None:
    """Records and files of imports, the lists, and what works with them."""
    services.register(ImportRecords, _records)
    services.register(ListFiles, _files)
    services.register(ListEntries, _entries)
    services.register(ListTallies, _tallies)
    services.register(ListHashes, _hashes)
    services.register(ListSheets, _sheets)
    services.register(Continuation, _continuation)
    services.register(ListDesk, _desk)
    services.register(WorkDesk, _work_desk)
    services.register(OfficeLists, _office_lists)


def _records(services: Services) -> ImportRecords:
    from chalicelib.imports.adapters.records import DynamoImportRecords

    return DynamoImportRecords(services.get(Settings).directory_table)


def _files(services: Services) -> ListFiles:
    from chalicelib.imports.adapters.bucket import S3ListFiles

    settings = services.get(Settings)
    return S3ListFiles(settings.uploads_bucket, settings.account_id, services.get(Sealer))


def _entries(services: Services) -> ListEntries:
    from chalicelib.imports.adapters.entries import DynamoListEntries

    return DynamoListEntries(services.get(Settings).directory_table)


def _tallies(services: Services) -> ListTallies:
    from chalicelib.imports.adapters.tallies import DynamoListTallies

    return DynamoListTallies(services.get(Settings).directory_table)


def _hashes(services: Services) -> ListHashes:
    import boto3

    from chalicelib.imports.adapters.hashes import DerivedListHashes

    return DerivedListHashes(boto3.client("kms"), services.get(Settings).hash_key_id)


def _sheets(_services: Services) -> ListSheets:
    from chalicelib.imports.adapters.sheets import WorkbookSheets

    return WorkbookSheets()


def _continuation(services: Services) -> Continuation:
    import boto3

    from chalicelib.imports.adapters.queue import SqsContinuation

    return SqsContinuation(boto3.client("sqs"), services.get(Settings).queue_url("imports"))


def _desk(services: Services) -> ListDesk:
    return ListDesk(
        services.get(ImportRecords),
        services.get(ListFiles),
        services.get(Clock),
        services.get(Limiter),
        services.get(Directory),
    )


def _office_lists(services: Services) -> OfficeLists:
    made: OfficeLists = import_module(_OFFICE).office_lists(services)
    return made


def _work_desk(services: Services) -> WorkDesk:
    from chalicelib.imports.adapters.list_files import TableFiles

    def people() -> Landing:
        return EntryLanding(
            services.get(ListEntries), services.get(ListHashes), services.get(ListTallies)
        )

    def agencies() -> Landing:
        return AgencyLanding(services.get(DirectoryStore), services.get(Clock))

    def officers() -> Landing:
        store = services.get(DirectoryStore)
        clock = services.get(Clock)
        return OfficerLanding(
            services.get(Directory), store, clock, lambda: services.get(OfficeLists).posts
        )

    def leavers() -> Landing:
        return services.get(OfficeLists).leavers

    def handover(kind: ListKind) -> Handover | None:
        by_list = kind in {ListKind.OFFICERS, ListKind.LEAVERS}
        return services.get(OfficeLists).handovers[kind] if by_list else None

    landings = dict.fromkeys(ListKind, people)
    landings |= {ListKind.AGENCIES: agencies, ListKind.OFFICERS: officers}
    landings[ListKind.LEAVERS] = leavers
    return WorkDesk(
        records=services.get(ImportRecords),
        files=services.get(ListFiles),
        tables=TableFiles(),
        sheets=services.get(ListSheets),
        landings=landings,
        handover=handover,
        store=services.get(DirectoryStore),
        gazetteer=services.get(Gazetteer),
        clock=services.get(Clock),
        central=services.get(Province).central_agency,
    )
