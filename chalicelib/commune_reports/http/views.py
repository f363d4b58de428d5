"""Communes' reports as the contract shows them."""

from __future__ import annotations

from typing import Any

from chalicelib.commune_reports.application.commune_reports import (
    CommuneReportDesk,
    DueReport,
    form_of,
    plan_of,
)
from chalicelib.commune_reports.domain.commune_reports import Value
from chalicelib.kernel.instants import wire
from chalicelib.kernel.languages import Language
from chalicelib.rules.domain.report_plans import FormFigure, named

View = dict[str, Any]


def line_view(desk: CommuneReportDesk, one: DueReport) -> View:
    """What the list says of it."""
    report = one.report
    commune = desk.gazetteer.commune(report.commune)
    return {
        "id": report.id,
        "version": report.version,
        "period": report.month,
        "commune": report.commune,
        "name": commune.name if commune else report.commune,
        "state": report.state.value,
        "due": one.due.isoformat(),
        "late": one.late,
        "sent_at": wire(report.sent_at) if report.sent_at else None,
        "sent_by": report.sent_by,
    }


def report_view(desk: CommuneReportDesk, one: DueReport, language: Language) -> View:
    """With all that the form asks for."""
    report, form = one.report, form_of(desk, one.report)
    return {
        **line_view(desk, one),
        "to": plan_of(desk, report.month).commune_day.to,
        "figures": [_figure(f, report.figures.get(f.id), language) for f in form.figures],
        "texts": [
            {
                "id": text.id,
                "name": named(text.names, language),
                "required": text.required,
                "text": report.texts.get(text.id),
            }
            for text in form.texts
        ],
        "as_of": report.as_of.isoformat(),
        "provisional": report.provisional,
        "changed_at": wire(report.changed_at) if report.changed_at else None,
        "changed_by": report.changed_by,
        "returned_at": wire(report.returned_at) if report.returned_at else None,
        "return_reason": report.return_reason,
    }


def _figure(figure: FormFigure, value: Value | None, language: Language) -> View:
    share = value if isinstance(value, tuple) else (None, None)
    whole = value if isinstance(value, int) else None
    told = {"id": figure.id, "name": named(figure.names, language)}
    return {**told, "value": whole, "n": share[0], "of": share[1]}
