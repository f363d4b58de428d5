"""A province's report calendar and form, from its file."""

from __future__ import annotations

from chalicelib.commune_reports.domain.forms import ReportPlan, plan_from_document
from chalicelib.runtime.data_files import read_document


def read_plan(province: str) -> ReportPlan:
    """Raises FileNotFoundError for a province that has none."""
    return plan_from_document(read_document(province, "commune_reports"))
