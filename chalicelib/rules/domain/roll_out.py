"""The roll-out of a province, as data: when its campaign runs and who hears each morning who is
behind; which report is due by which day; what communes report.

One document with versions, each from a day on. A commune's report keeps the version that it was
written to. Source: docs/handbook.md §8, §10.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from chalicelib.kernel.documents import Document
from chalicelib.kernel.frozen import frozen
from chalicelib.rules.domain.campaign_days import (
    CampaignDays,
    days_from_document,
    days_to_document,
)
from chalicelib.rules.domain.report_plans import (
    ReportPlan,
    reports_from_document,
    reports_to_document,
)


@frozen
class RollOutPlan:
    """One version; it holds from the local day `valid_from` on."""

    version: int
    valid_from: date
    source: str
    campaign: CampaignDays
    reports: ReportPlan


def roll_out_from_document(value: object) -> RollOutPlan:
    """The plan of a JSON document; raises Invalid with all its faults."""
    document = Document(value)
    version = document.whole("version", least=1)
    plan = RollOutPlan(
        version=version,
        valid_from=document.day("valid_from"),
        source=document.text("source"),
        campaign=days_from_document(document.part("campaign")),
        reports=reports_from_document(document.part("reports"), version),
    )
    document.finish()
    return plan


def roll_out_to_document(plan: RollOutPlan) -> dict[str, Any]:
    """The inverse."""
    return {
        "version": plan.version,
        "valid_from": plan.valid_from.isoformat(),
        "source": plan.source,
        "campaign": days_to_document(plan.campaign),
        "reports": reports_to_document(plan.reports),
    }
