"""The communes' reports of a month, compiled into one sheet."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.commune_reports.application.commune_reports import (
    CommuneReportDesk,
    DueReport,
    due_of,
    period_of,
    plan_of,
)
from chalicelib.commune_reports.domain.commune_reports import ReportState, Value
from chalicelib.figures.http.sheets import Cell, Sheet
from chalicelib.kernel.instants import local_date
from chalicelib.kernel.languages import Language
from chalicelib.kernel.pages import Page
from chalicelib.rules.domain.report_plans import ReportForm, named

_VI = Language.VI
STATE_NAMES = {
    ReportState.MISSING: "Chưa có báo cáo",
    ReportState.DRAFT: "Chưa gửi",
    ReportState.SENT: "Đã gửi",
    ReportState.RETURNED: "Trả lại để bổ sung",
}


def compiled_sheet(desk: CommuneReportDesk, month: str, found: Page[DueReport]) -> Sheet:
    """A row for each commune; what is not sent shows neither figures nor texts."""
    form = plan_of(desk, month).form
    figures = [named(one.names, _VI) for one in form.figures]
    texts = [named(one.names, _VI) for one in form.texts]
    return Sheet(
        title="Tổng hợp báo cáo tháng của xã, phường",
        notes=tuple(_notes(desk, month, found)),
        columns=("Xã, phường", "Tình trạng", "Ngày gửi", "Quá hạn", *figures, *texts),
        rows=[_row(desk, form, one) for one in found.items],
    )


def _notes(desk: CommuneReportDesk, month: str, found: Page[DueReport]) -> Iterator[str]:
    period, due = period_of(desk, month), due_of(desk, month)
    yield f"Kỳ báo cáo: từ {period.start:%d/%m/%Y} đến trước {period.end:%d/%m/%Y}"
    sent = sum(one.report.state is ReportState.SENT for one in found.items)
    yield f"Hạn gửi: hết ngày {due:%d/%m/%Y}; đã gửi {sent}/{len(found.items)}"
    if found.unreadable:
        yield f"Không đọc được: {', '.join(found.unreadable)}"


def _row(desk: CommuneReportDesk, form: ReportForm, one: DueReport) -> list[Cell]:
    report = one.report
    commune = desk.gazetteer.commune(report.commune)
    is_sent = report.state is ReportState.SENT
    return [
        commune.name if commune else report.commune,
        STATE_NAMES[report.state],
        f"{local_date(report.sent_at):%d/%m/%Y}" if report.sent_at else None,
        "Có" if one.late else None,
        *(_cell(report.figures.get(f.id)) if is_sent else None for f in form.figures),
        *(report.texts.get(text.id) if is_sent else None for text in form.texts),
    ]


def _cell(value: Value | None) -> Cell:
    if isinstance(value, tuple):
        return value[0] / value[1] if value[1] else None
    return value
