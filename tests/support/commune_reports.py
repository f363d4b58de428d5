"""Communes' reports to look at, and the people of the commune."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.commune_reports.application.commune_reports import CommuneReportDesk
from chalicelib.commune_reports.application.ports import CommuneReportStore
from chalicelib.commune_reports.application.prefilling import FigureSources
from chalicelib.commune_reports.application.reminding import ReportReminderDesk
from chalicelib.commune_reports.domain.commune_reports import CommuneReport
from chalicelib.difficulties.application.ports import DifficultyStore
from chalicelib.difficulties.domain.difficulties import Difficulty
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.entries import EntryStore
from chalicelib.messages.adapters.template_files import read_templates
from chalicelib.messages.application.messages import MessageStore
from chalicelib.places.adapters.place_files import read_gazetteer, read_province
from tests.support.clock import NOW
from tests.support.directory import make_directory
from tests.support.entries import MemoryEntries
from tests.support.faults import FakeFaults
from tests.support.figures import FakeFigureStore
from tests.support.limits import FakeLimiter

COMMUNE = "02647"
COMMUNE_LEADER = Actor(Role.LEADER, "l7", f"ubnd-{COMMUNE}")
COMMUNE_OFFICER = Actor(Role.OFFICER, "o7", f"ubnd-{COMMUNE}")
REPORT = f"2026-08.{COMMUNE}"
"""Of the month that runs."""
OVER = f"2026-07.{COMMUNE}"
"""Of the month that is over."""
COMMUNE_REPORT_CHANGED = AuditEvent(
    AuditKind.COMMUNE_REPORT_CHANGED, NOW, COMMUNE_LEADER, "request-1"
)


def make_commune_report(**other: Any) -> CommuneReport:
    """Of July, begun and complete."""
    first = CommuneReport(
        commune=COMMUNE,
        month="2026-07",
        version=1,
        form_version=1,
        figures={"received": 12, "on_time": (9, 10)},
        as_of=date(2026, 8, 1),
        provisional=False,
        texts={"results": "Cả 12 thôn đã có tổ.", "next_month": "Đến từng nhà."},
    )
    return replace(first, **other)


def make_report_desk(
    clock: Clock,
    store: EntryStore[CommuneReport] | None = None,
    figures: Any = None,
    reach: Any = None,
    difficulties: Any = None,
    directory: Directory | None = None,
) -> CommuneReportDesk:
    """Of Lào Cai."""
    kept = store or MemoryEntries[CommuneReport]("commune_reports")
    return CommuneReportDesk(
        CommuneReportStore(kept),
        directory or make_directory((), clock),
        read_province("lao_cai"),
        read_gazetteer("lao_cai"),
        FigureSources(
            lambda: figures or FakeFigureStore(),
            lambda: reach,
            lambda: difficulties or DifficultyStore(MemoryEntries[Difficulty]("difficulties")),
        ),
        clock,
        FakeFaults(),
    )


def make_report_reminders(
    clock: Clock,
    directory: Directory,
    messages: MessageStore,
    store: EntryStore[CommuneReport] | None = None,
) -> ReportReminderDesk:
    """Over these people, messages and reports."""
    reports = make_report_desk(clock, store)
    return ReportReminderDesk(
        reports, directory, messages, read_templates(), FakeLimiter(), "LaoCai-S"
    )
