"""The communes' monthly reports to the central agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.commune_reports.application.commune_reports import (
    CommuneReportDesk,
    ReportChange,
    confirm_report,
    due_of,
    due_report,
    find_report,
    last_month,
    list_reports,
    write_report,
)
from chalicelib.commune_reports.domain.commune_reports import CommuneReport, ReportState
from chalicelib.commune_reports.http.views import line_view, report_view
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply, versioned
from chalicelib.runtime.http.paging import listed
from chalicelib.runtime.http.pointers import of_query
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.commune_reports.http.schemas import ReportTextsBody

_SCHEMAS = "chalicelib.commune_reports.http.schemas"
_VIEW = f"{_SCHEMAS}:CommuneReportView"
_NONE = ("report_not_found",)
_ALL_AT_ONCE = 1000


@known_to(Access.OFFICER)
def load_report(call: Call) -> CommuneReport:
    """The report of the path, as its readers may see it."""
    return find_report(services().get(CommuneReportDesk), call.actor, call.path["id"])


@Endpoint(
    "GET",
    "/v1/admin/commune-reports",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:CommuneReportsQuery",
    reply=f"{_SCHEMAS}:CommuneReportsView",
    also=(303,),
    summary="Which communes have reported on a month, and which have not",
)
def read(call: Call) -> Reply:
    """The province sees all communes, a commune itself. `format=xlsx` compiles the reports into one
    sheet (303 to a signed address)."""
    desk, asked = services().get(CommuneReportDesk), call.query
    month = asked.get("period") or last_month(desk)
    state = ReportState(asked["state"]) if asked.get("state") else None
    with of_query():
        if asked["format"] == "xlsx":
            return _sheet(call, desk, month, state)
        found = list_reports(desk, call.actor, month, state, asked["limit"], call.position)
    lines = listed(call, found.of(lambda one: line_view(desk, one)))
    about = {"period": month, "due": due_of(desk, month).isoformat()}
    return Reply(200, {**about, **lines})


@Endpoint(
    "GET",
    "/v1/admin/commune-reports/{id}",
    access=Access.OFFICER,
    load=load_report,
    reply=_VIEW,
    codes={404: _NONE},
    headers=("ETag",),
    summary="A commune's report of a month",
)
def read_one(call: Call, report: CommuneReport) -> Reply:
    """As it stands; what nobody has begun is version 0, with the figures as they are known now."""
    return _one(call, report)


@Endpoint(
    "PUT",
    "/v1/admin/commune-reports/{id}",
    access=Access.OFFICER,
    load=load_report,
    body=f"{_SCHEMAS}:ReportTextsBody",
    reply=_VIEW,
    if_match="optional",
    codes={
        403: ("not_yours_to_change",),
        404: _NONE,
        409: ("report_already_sent",),
        412: ("stale_version",),
        428: ("if_match_required",),
    },
    summary="Write a commune's report",
)
def write(call: Call, body: ReportTextsBody, report: CommuneReport) -> Reply:
    """The commune's own people. Its figures are taken in anew until the month is over; a report
    that was begun is changed with `If-Match`."""
    desk = services().get(CommuneReportDesk)
    return _one(call, write_report(desk, _change(call, report), body.texts))


@Endpoint(
    "POST",
    "/v1/admin/commune-reports/{id}/confirmation",
    access=Access.OFFICER,
    load=load_report,
    reply=_VIEW,
    if_match="optional",
    codes={
        403: ("leader_confirms",),
        404: _NONE,
        409: ("report_not_begun", "report_not_closed", "report_incomplete"),
        412: ("stale_version",),
        428: ("if_match_required",),
    },
    summary="Confirm a commune's report, which sends it",
)
def confirm(call: Call, report: CommuneReport) -> Reply:
    """A leader of the commune, once the month is over. Again it is the same; after its day it is
    `late`."""
    desk = services().get(CommuneReportDesk)
    return _one(call, confirm_report(desk, _change(call, report)))


def _change(call: Call, report: CommuneReport) -> ReportChange:
    return ReportChange(call.actor, report, call.if_match, call.correlation_id)


def _one(call: Call, report: CommuneReport) -> Reply:
    desk = services().get(CommuneReportDesk)
    return versioned(report_view(desk, due_report(desk, report), call.language))


def _sheet(call: Call, desk: CommuneReportDesk, month: str, state: ReportState | None) -> Reply:
    from chalicelib.commune_reports.http.sheets import compiled_sheet
    from chalicelib.figures.http.exports import hand_out

    found = list_reports(desk, call.actor, month, state, _ALL_AT_ONCE, None)
    sheet, name = compiled_sheet(desk, month, found), f"bao-cao-xa-phuong-{month}.xlsx"
    return hand_out(call, sheet, name, "commune_reports", {"period": month})
