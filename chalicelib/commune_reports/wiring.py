"""How the things of communes' reports are made."""

from __future__ import annotations

from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.campaign.application.reach import ReachDesk
from chalicelib.commune_reports.application.commune_reports import CommuneReportDesk
from chalicelib.commune_reports.application.ports import CommuneReportStore
from chalicelib.commune_reports.application.prefilling import FigureSources
from chalicelib.commune_reports.domain.commune_reports import CommuneReport
from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.figures.application.ports import FigureLog
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.faults import Faults
from chalicelib.kernel.keys import Sealer
from chalicelib.places.domain.communes import Gazetteer
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def register(services: Services) -> None:
    """The communes' reports."""
    services.register(CommuneReportStore, _store)
    services.register(CommuneReportDesk, _desk)
    reminding = "chalicelib.commune_reports.application.reminding:ReportReminderDesk"
    services.register_late(reminding, _reminding)


def _store(services: Services) -> CommuneReportStore:
    from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
    from chalicelib.runtime.dynamodb.entries import DynamoEntries
    from chalicelib.runtime.dynamodb.schemas import COMMUNE_REPORT

    table, sealer = services.get(Settings).directory_table, services.get(Sealer)
    kind = DirectoryKind.COMMUNE_REPORTS
    return CommuneReportStore(DynamoEntries(table, kind, COMMUNE_REPORT, CommuneReport, sealer))


def _desk(services: Services) -> CommuneReportDesk:
    return CommuneReportDesk(
        services.get(CommuneReportStore),
        services.get(Directory),
        services.get(Province),
        services.get(Gazetteer),
        FigureSources(
            lambda: services.get(FigureLog),
            lambda: services.get(ReachDesk),
            lambda: services.get(DifficultyStore),
        ),
        services.get(Clock),
        services.get(Faults),
    )


def _reminding(services: Services) -> Any:
    from chalicelib.commune_reports.application.reminding import ReportReminderDesk
    from chalicelib.kernel.quotas import Limiter
    from chalicelib.messages.application.messages import MessageStore
    from chalicelib.messages.domain.templates import Templates

    return ReportReminderDesk(
        reports=services.get(CommuneReportDesk),
        directory=services.get(Directory),
        messages=services.get(MessageStore),
        templates=services.get(Templates),
        limiter=services.get(Limiter),
        app=services.get(Province).app_name,
    )
