"""How the things of cases are made."""

from __future__ import annotations

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.application.reading import ReadersDesk
from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.case_index import CaseIndex
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.duplicates import DuplicateDesk
from chalicelib.cases.application.entering import EntryDesk
from chalicelib.cases.application.followers import Followers
from chalicelib.cases.application.ports import CaseStore, UrgencyRecord
from chalicelib.cases.application.revealing import RevealDesk
from chalicelib.cases.application.similar import SimilarDesk
from chalicelib.identity.application.guests import GuestDesk, GuestStore
from chalicelib.identity.application.people import AccountStore
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.quotas import Limiter
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.uploads.application.uploads import UploadDesk


def register(services: Services) -> None:
    """Where cases are kept, who follows them, and what their use cases need."""
    services.register(CaseStore, dynamo_case_store)
    services.register(CaseIndex, _case_index)
    services.register(SimilarDesk, lambda s: SimilarDesk(s.get(CaseDesk), s.get(CaseIndex)))
    services.register(CaseDesk, _desk)
    services.register(RevealDesk, _reveal_desk)
    services.register(EntryDesk, _entry_desk)
    services.register(DuplicateDesk, lambda s: DuplicateDesk(s.get(CaseDesk), s.get(Followers)))
    services.register(Followers, _followers)
    services.register(UrgencyRecord, _urgency_record)


def dynamo_case_store(services: Services) -> DynamoCaseStore:
    """Where cases are kept, with the items that they are kept as."""
    documents = CaseDocuments(services.get(Sealer))
    return DynamoCaseStore(services.get(Settings).cases_table, documents)


def _case_index(services: Services) -> CaseIndex:
    from chalicelib.cases.adapters.case_index import DynamoCaseIndex

    documents = CaseDocuments(services.get(Sealer))
    return DynamoCaseIndex(services.get(Settings).cases_table, documents, services.get(Faults))


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
    )


def _reveal_desk(services: Services) -> RevealDesk:
    return RevealDesk(
        services.get(ReadersDesk),
        services.get(AccountStore),
        services.get(GuestStore),
        services.get(Sealer),
    )


def _entry_desk(services: Services) -> EntryDesk:
    from chalicelib.cases.adapters.foreign_numbers import DynamoForeignNumbers

    numbers = DynamoForeignNumbers(services.get(Settings).cases_table)
    return EntryDesk(services.get(CaseDesk), services.get(GuestDesk), numbers)


def _urgency_record(services: Services) -> UrgencyRecord:
    from chalicelib.cases.adapters.urgency_record import DynamoUrgencyRecord

    return DynamoUrgencyRecord(services.get(Settings).ledger_table)


def _followers(services: Services) -> Followers:
    from chalicelib.cases.adapters.followers import DynamoFollowers

    return DynamoFollowers(services.get(Settings).messages_table)
