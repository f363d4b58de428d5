"""The centre sends a commune's report back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.commune_reports.application.commune_reports import (
    CommuneReportDesk,
    ReportChange,
    due_report,
)
from chalicelib.commune_reports.application.reminding import ReportReminderDesk
from chalicelib.commune_reports.application.returning import return_report
from chalicelib.commune_reports.domain.commune_reports import CommuneReport
from chalicelib.commune_reports.http.commune_reports import load_report
from chalicelib.commune_reports.http.views import report_view
from chalicelib.runtime.http.calls import Access, Call, Reply, versioned
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.commune_reports.http.schemas import ReportReturnBody

_SCHEMAS = "chalicelib.commune_reports.http.schemas"


@Endpoint(
    "POST",
    "/v1/admin/commune-reports/{id}/return",
    access=Access.OFFICER,
    load=load_report,
    body=f"{_SCHEMAS}:ReportReturnBody",
    reply=f"{_SCHEMAS}:CommuneReportView",
    if_match="optional",
    codes={
        403: ("not_yours_to_change",),
        404: ("report_not_found",),
        409: ("report_not_sent",),
        412: ("stale_version",),
        428: ("if_match_required",),
    },
    summary="Send a commune's report back, with a reason",
)
def send_back(call: Call, body: ReportReturnBody, report: CommuneReport) -> Reply:
    """By supervisors and administrators of the province. Its leaders are told; it is written and
    confirmed anew. The same again changes nothing."""
    change = ReportChange(call.actor, report, call.if_match, call.correlation_id)
    after = return_report(services().get(ReportReminderDesk), change, body.reason)
    desk = services().get(CommuneReportDesk)
    return versioned(report_view(desk, due_report(desk, after), call.language))
