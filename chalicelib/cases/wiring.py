"""How the things of cases are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.application.reading import ReadersDesk
from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.followers import Followers
from chalicelib.cases.application.ports import CaseStore, LowRatings, Reporters, UrgencyRecord
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.quotas import Limiter
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.uploads.application.uploads import UploadDesk

if TYPE_CHECKING:
    from chalicelib.cases.application.case_index import CaseIndex
    from chalicelib.cases.application.duplicates import DuplicateDesk
    from chalicelib.cases.application.entering import EntryDesk
    from chalicelib.cases.application.followed import FollowedDesk
    from chalicelib.cases.application.public_following import FollowDesk
    from chalicelib.cases.application.revealing import RevealDesk
    from chalicelib.cases.application.similar import SimilarDesk
    from chalicelib.cases.application.transfer_sheets import SheetDesk
    from chalicelib.cases.application.viewing import ViewingDesk
    from chalicelib.identity.application.blocks import BlockStore
    from chalicelib.identity.application.guests import GuestStore
    from chalicelib.identity.application.people import AccountStore
    from chalicelib.organisations.application.ports import OrganisationStore

_USE_CASES = "chalicelib.cases.application"


def register(services: Services) -> None:
    """Where cases are kept, who follows them, and what their use cases need. What a case page does
    not need is named, so that its first request does not import it."""
    services.register(CaseStore, dynamo_case_store)
    services.register_late(f"{_USE_CASES}.case_index:CaseIndex", _case_index)
    services.register_late(f"{_USE_CASES}.similar:SimilarDesk", _similar_desk)
    services.register(CaseDesk, _desk)
    services.register_late(f"{_USE_CASES}.revealing:RevealDesk", _reveal_desk)
    services.register_late(f"{_USE_CASES}.entering:EntryDesk", _entry_desk)
    services.register_late(f"{_USE_CASES}.duplicates:DuplicateDesk", _duplicate_desk)
    services.register_late(f"{_USE_CASES}.transfer_sheets:SheetDesk", _sheet_desk)
    services.register_late(f"{_USE_CASES}.viewing:ViewingDesk", _viewing_desk)
    services.register(Followers, _followers)
    services.register_late(f"{_USE_CASES}.public_following:FollowDesk", _follow_desk)
    services.register_late(f"{_USE_CASES}.followed:FollowedDesk", _followed_desk)
    services.register(UrgencyRecord, _urgency_record)
    services.register(Reporters, _reporters)
    services.register(LowRatings, _low_ratings)


def dynamo_case_store(services: Services) -> DynamoCaseStore:
    """Where cases are kept, with the items that they are kept as."""
    documents = CaseDocuments(services.get(Sealer))
    return DynamoCaseStore(services.get(Settings).cases_table, documents)


def _case_index(services: Services) -> CaseIndex:
    from chalicelib.cases.adapters.case_index import DynamoCaseIndex

    documents = CaseDocuments(services.get(Sealer))
    return DynamoCaseIndex(services.get(Settings).cases_table, documents, services.get(Faults))


def _similar_desk(services: Services) -> SimilarDesk:
    from chalicelib.cases.application.case_index import CaseIndex
    from chalicelib.cases.application.similar import SimilarDesk

    return SimilarDesk(services.get(CaseDesk), services.get(CaseIndex))


def _viewing_desk(services: Services) -> ViewingDesk:
    from chalicelib.cases.adapters.case_viewers import DynamoCaseViewers
    from chalicelib.cases.application.viewing import ViewingDesk

    viewers = DynamoCaseViewers(services.get(Settings).ledger_table)
    return ViewingDesk(viewers, services.get(Directory), services.get(Clock))


def _duplicate_desk(services: Services) -> DuplicateDesk:
    from chalicelib.cases.application.duplicates import DuplicateDesk

    return DuplicateDesk(services.get(CaseDesk), services.get(Followers))


def _follow_desk(services: Services) -> FollowDesk:
    from chalicelib.cases.application.public_following import FollowDesk

    return FollowDesk(services.get(CaseDesk), services.get(Followers))


def _followed_desk(services: Services) -> FollowedDesk:
    from chalicelib.cases.application.case_index import CaseIndex
    from chalicelib.cases.application.followed import FollowedDesk

    return FollowedDesk(services.get(Followers), services.get(CaseIndex))


def _desk(services: Services) -> CaseDesk:
    return CaseDesk(
        cases=services.get(CaseStore),
        directory=services.get(Directory),
        uploads=services.get(UploadDesk),
        gazetteer=services.get(Gazetteer),
        clock=services.get(Clock),
        prefix=services.get(Province).case_prefix,
        faults=services.get(Faults),
        limiter=services.get(Limiter),
        urgency_record=services.get(UrgencyRecord),
        central_agency=services.get(Province).central_agency,
        reporters=services.get(Reporters),
        low_ratings=services.get(LowRatings),
        blocks=lambda: _block_store(services),
        organisations=lambda: _organisation_store(services),
    )


def _sheet_desk(services: Services) -> SheetDesk:
    from chalicelib.cases.adapters.sheet_document import DocxSheets
    from chalicelib.cases.application.transfer_sheets import SheetDesk
    from chalicelib.kernel.offered_files import OfferedFiles

    files = services.get(OfferedFiles)
    return SheetDesk(files, DocxSheets(), services.get(UploadDesk).files)


def _reveal_desk(services: Services) -> RevealDesk:
    from chalicelib.cases.application.revealing import RevealDesk
    from chalicelib.identity.application.guests import GuestStore
    from chalicelib.identity.application.people import AccountStore

    return RevealDesk(
        services.get(ReadersDesk),
        services.get(AccountStore),
        services.get(GuestStore),
        services.get(Sealer),
    )


def _entry_desk(services: Services) -> EntryDesk:
    from chalicelib.cases.adapters.foreign_numbers import DynamoForeignNumbers
    from chalicelib.cases.application.entering import EntryDesk
    from chalicelib.identity.application.guests import GuestDesk

    numbers = DynamoForeignNumbers(services.get(Settings).cases_table)
    return EntryDesk(services.get(CaseDesk), services.get(GuestDesk), numbers)


def _urgency_record(services: Services) -> UrgencyRecord:
    from chalicelib.cases.adapters.urgency_record import DynamoUrgencyRecord

    return DynamoUrgencyRecord(services.get(Settings).ledger_table)


def _block_store(services: Services) -> BlockStore:
    from chalicelib.identity.application.blocks import BlockStore

    return services.get(BlockStore)


def _organisation_store(services: Services) -> OrganisationStore:
    from chalicelib.organisations.application.ports import OrganisationStore

    return services.get(OrganisationStore)


def _low_ratings(services: Services) -> LowRatings:
    from chalicelib.cases.adapters.low_ratings import DynamoLowRatings

    return DynamoLowRatings(services.get(Settings).ledger_table)


def _reporters(services: Services) -> Reporters:
    from chalicelib.cases.adapters.reporters import KnownReporters

    def accounts() -> AccountStore:
        from chalicelib.identity.application.people import AccountStore

        return services.get(AccountStore)

    def guests() -> GuestStore:
        from chalicelib.identity.application.guests import GuestStore

        return services.get(GuestStore)

    return KnownReporters(accounts, guests)


def _followers(services: Services) -> Followers:
    from chalicelib.cases.adapters.followers import DynamoFollowers

    return DynamoFollowers(services.get(Settings).messages_table)
