"""Communes' reports to look at, and the people of the commune."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.commune_reports.domain.commune_reports import CommuneReport
from chalicelib.kernel.actors import Actor, Role
from tests.support.clock import NOW

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
