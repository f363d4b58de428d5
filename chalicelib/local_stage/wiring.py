"""How the things of the local stack are made, and which of the product's they stand in for."""

from __future__ import annotations

from typing import Any

from chalicelib.kernel.clock import Clock
from chalicelib.local_stage.adapters.clock import MovableClock
from chalicelib.local_stage.application.clock import ClockDesk, Pipeline
from chalicelib.relay.application.ports import Barriers
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings


def stand_in(services: Services) -> None:
    """Put in place what only the local stack has; called by the runtime's wiring in its stage."""
    services.register(Clock, lambda s: MovableClock(s.get(Settings).ledger_table))
    services.register(Barriers, _barriers)


def register(services: Services) -> None:
    """Waiting for the pipeline, and moving the clock."""
    services.register(Pipeline, _pipeline)
    services.register(ClockDesk, _clock_desk)


def _barriers(services: Services) -> Barriers:
    from chalicelib.local_stage.adapters.pipeline import LedgerBarriers

    return LedgerBarriers(services.get(Settings).ledger_table)


def _pipeline(services: Services) -> Any:
    import boto3

    from chalicelib.local_stage.adapters.pipeline import LocalPipeline

    settings = services.get(Settings)
    tables = settings.cases_table, settings.ledger_table
    return LocalPipeline(boto3.client("sqs"), settings.queue_urls(), *tables)


def _clock_desk(services: Services) -> ClockDesk:
    from chalicelib.campaign.application.morning_list import MorningListDesk
    from chalicelib.cases.application.cases import CaseDesk
    from chalicelib.commune_reports.application.reminding import ReportReminderDesk
    from chalicelib.local_stage.application.clock import ClockDesk
    from chalicelib.messages.application.messaging import NotificationDesk
    from chalicelib.rule_edits.application.recomputation import RecomputationDesk

    return ClockDesk(
        MovableClock(services.get(Settings).ledger_table),
        services.get(CaseDesk),
        services.get(NotificationDesk),
        services.get(RecomputationDesk),
        services.get(Pipeline),
        services.get(ReportReminderDesk),
        services.get(MorningListDesk),
    )
