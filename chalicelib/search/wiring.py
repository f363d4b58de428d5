"""How the things of the search are made."""

from __future__ import annotations

from typing import Any

from chalicelib.audit.application.reading import ReadersDesk
from chalicelib.cases.application.case_index import CaseIndex
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.ports import CaseStore
from chalicelib.identity.application.guests import GuestDesk
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Hasher
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.search.application.at_risk import RiskDesk
from chalicelib.search.application.indexing import IndexDesk, hashing_words
from chalicelib.search.application.phones import PhoneDesk
from chalicelib.search.application.ports import SearchIndex
from chalicelib.search.application.searching import SearchDesk


def register(services: Services) -> None:
    """The lists, who writes them, and who looks into them."""
    services.register(SearchIndex, dynamo_search_index)
    services.register(IndexDesk, _index_desk)
    services.register(SearchDesk, _search_desk)
    services.register(RiskDesk, lambda s: RiskDesk(s.get(CaseDesk), s.get(CaseIndex)))
    services.register(PhoneDesk, _phone_desk)


def dynamo_search_index(services: Services) -> Any:
    """The lists, with the items that they are kept as."""
    from chalicelib.search.adapters.search_index import DynamoSearchIndex

    return DynamoSearchIndex(services.get(Settings).search_table)


def _index_desk(services: Services) -> IndexDesk:
    return IndexDesk(
        services.get(CaseStore),
        services.get(SearchIndex),
        hashing_words(services.get(Hasher)),
        services.get(Clock),
    )


def _search_desk(services: Services) -> SearchDesk:
    return SearchDesk(
        services.get(CaseDesk),
        services.get(CaseIndex),
        services.get(SearchIndex),
        hashing_words(services.get(Hasher)),
        services.get(ReadersDesk),
    )


def _phone_desk(services: Services) -> PhoneDesk:
    return PhoneDesk(services.get(CaseStore), services.get(GuestDesk), services.get(ReadersDesk))
