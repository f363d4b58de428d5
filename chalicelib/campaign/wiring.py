"""How the things of the campaign are made."""

from __future__ import annotations

from typing import Any

from chalicelib.campaign.application.counting import CountDesk
from chalicelib.campaign.application.launch import LaunchBoard
from chalicelib.campaign.application.membership import MembershipDesk
from chalicelib.campaign.application.officials import OfficialDesk
from chalicelib.campaign.application.ports import CountStore, OfficialBook, TargetStore, VisitBook
from chalicelib.campaign.application.reach import ReachDesk
from chalicelib.campaign.application.recount import CampaignRecords
from chalicelib.campaign.application.visits import VisitDesk
from chalicelib.identity.application.people import AccountStore
from chalicelib.identity.domain.identity_policy import IdentityPolicy
from chalicelib.imports.application.ports import ImportRecords, ListEntries, ListHashes, ListTallies
from chalicelib.kernel.clock import Clock
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """Teams and their visits."""
    services.register(MembershipDesk, _membership)
    services.register(VisitBook, _book)
    services.register(VisitDesk, _desk)
    services.register(CountStore, _counts)
    services.register(CountDesk, _count_desk)
    services.register(CampaignRecords, _records)
    services.register(TargetStore, _targets)
    services.register(ReachDesk, _reach_desk)
    services.register(OfficialBook, _official_book)
    services.register(OfficialDesk, _official_desk)
    morning = "chalicelib.campaign.application.morning_list:MorningListDesk"
    services.register_late(morning, _morning_list)
    services.register(LaunchBoard, lambda s: LaunchBoard(s.get(Clock), s.get(CountStore)))


def _morning_list(services: Services) -> Any:
    from chalicelib.agencies.application.ports import Directory
    from chalicelib.campaign.application.morning_list import MorningListDesk
    from chalicelib.kernel.faults import Faults
    from chalicelib.kernel.quotas import Limiter
    from chalicelib.messages.application.messages import MessageStore
    from chalicelib.messages.domain.templates import Templates
    from chalicelib.places.domain.provinces import Province

    province = services.get(Province)
    return MorningListDesk(
        clock=services.get(Clock),
        reach=lambda: services.get(ReachDesk),
        directory=services.get(Directory),
        messages=services.get(MessageStore),
        templates=services.get(Templates),
        limiter=services.get(Limiter),
        faults=services.get(Faults),
        app=province.app_name,
        centre=province.central_agency,
    )


def _membership(services: Services) -> MembershipDesk:
    return MembershipDesk(
        services.get(AccountStore),
        services.get(ListEntries),
        services.get(ListTallies),
        services.get(ListHashes),
    )


def _book(services: Services) -> VisitBook:
    from chalicelib.campaign.adapters.visits import DynamoVisitBook

    return DynamoVisitBook(services.get(Settings).campaign_table)


def _counts(services: Services) -> CountStore:
    from chalicelib.campaign.adapters.counts import DynamoCounts

    return DynamoCounts(services.get(Settings).campaign_table)


def _count_desk(services: Services) -> CountDesk:
    return CountDesk(
        services.get(Clock),
        services.get(AccountStore),
        services.get(CountStore),
        services.get(ListHashes),
        services.get(ImportRecords),
        services.get(ListTallies),
        services.get(OfficialDesk),
    )


def _official_book(services: Services) -> OfficialBook:
    from chalicelib.campaign.adapters.official_book import DynamoOfficialBook

    return DynamoOfficialBook(services.get(Settings).campaign_table)


def _official_desk(services: Services) -> OfficialDesk:
    return OfficialDesk(
        services.get(Clock),
        services.get(ListEntries),
        services.get(CountStore),
        services.get(OfficialBook),
    )


def _records(services: Services) -> CampaignRecords:
    from chalicelib.campaign.adapters.campaign_records import DynamoCampaignRecords

    return DynamoCampaignRecords(services.get(Settings).campaign_table)


def _targets(services: Services) -> TargetStore:
    from chalicelib.campaign.adapters.targets import DynamoTargets

    return DynamoTargets(services.get(Settings).campaign_table)


def _reach_desk(services: Services) -> ReachDesk:
    return ReachDesk(
        services.get(Clock),
        services.get(CountStore),
        services.get(TargetStore),
        services.get(Gazetteer),
    )


def _desk(services: Services) -> VisitDesk:
    return VisitDesk(
        services.get(Clock),
        services.get(MembershipDesk),
        services.get(VisitBook),
        frozenset(services.get(IdentityPolicy).phone_countries),
    )
