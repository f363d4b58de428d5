"""Figures: live, and by month or any period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.figures.application.kept_reports import Scope
from chalicelib.figures.application.ports import FigureLog
from chalicelib.figures.application.reports import Report, make_report, month_of, so_far
from chalicelib.figures.domain.reports import Period, midnight_after
from chalicelib.figures.http.schemas import LiveQuery, MonthlyQuery, ReportView
from chalicelib.figures.http.views import (
    Namer,
    file_name,
    report_sheet,
    report_view,
)
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.time_forms import FIRST_DAY, LAST_DAY, parse_day, parse_month
from chalicelib.places.domain.provinces import Province
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.pointers import of_query
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


@Endpoint(
    "GET",
    "/v1/reports/live",
    access=Access.OFFICER,
    query=LiveQuery,
    reply=ReportView,
    summary="The figures of this month, now",
    codes={403: ("report_not_allowed",)},
)
def live(call: Call) -> Reply:
    """This calendar month up to now, beside as many days before; always provisional."""
    now = services().get(Clock).now()
    with of_query():
        report = _made(call, so_far(now), now)
    return Reply(200, report_view(report, _namer(call)))


@Endpoint(
    "GET",
    "/v1/reports/monthly",
    access=Access.OFFICER,
    query=MonthlyQuery,
    reply=ReportView,
    summary="The balance of a period, as known at a cut-off",
    also=(303,),
    codes={403: ("report_not_allowed",)},
)
def monthly(call: Call) -> Reply:
    """`period=2026-08`, or `from` and `to`; `format=xlsx` is a 303 to a signed address.

    `as_of` is the coming local midnight at most: until then the figures are `provisional`.
    """
    now = services().get(Clock).now()
    with of_query():
        period = _period(call)
        _check_begun(call, period, now)
        report = _made(call, period, now)
    if call.query.get("format") != "xlsx":
        return Reply(200, report_view(report, _namer(call)))
    from chalicelib.figures.http.exports import hand_out

    sheet, name = report_sheet(report, _namer(call)), file_name(report.period)
    return hand_out(call, sheet, name, "report", _exported(call, report.period))


def _exported(call: Call, period: Period) -> dict[str, str]:
    """What the audit is told: of which days, cut off when, of what."""
    days = {"from": period.start, "to": period.end, "as_of": period.as_of}
    what: dict[str, str] = {name: day.isoformat() for name, day in days.items()}
    chosen = ("level", "agency", "commune", "category")
    what |= {name: call.query[name] for name in chosen if call.query.get(name)}
    return what


def _made(call: Call, period: Period, now: datetime) -> Report:
    query = call.query
    scope = Scope(query.get("agency"), query.get("commune"), query.get("category"))
    level = query.get("level") or "province"
    return make_report(services().get(FigureLog), call.actor, period, level, scope, now)


def _period(call: Call) -> Period:
    query = call.query
    faults: list[Fault] = []
    if "period" in query and ("from" in query or "to" in query):
        raise Invalid([Fault(("period",), "period_or_days")])
    if "period" in query:
        start, end = _month(query, faults)
    else:
        start, end = _day(query, "from", faults), _day(query, "to", faults)
    as_of = _day(query, "as_of", faults) if "as_of" in query else end
    if faults:
        raise Invalid(faults)
    return Period(start, end, as_of)


def _check_begun(call: Call, period: Period, now: datetime) -> None:
    """Nothing is known of a period before it begins; one without days is told in its own words."""
    if period.end <= period.start:
        return
    faults = []
    if period.start > midnight_after(now):
        begins = "period" if call.query.get("period") else "from"
        faults.append(Fault((begins,), "period_not_begun"))
    if period.as_of < period.start:
        faults.append(Fault(("as_of",), "before_period"))
    if faults:
        raise Invalid(faults)


def _month(query: Mapping[str, Any], faults: list[Fault]) -> tuple[date, date]:
    try:
        first = parse_month(query["period"])
    except Invalid as invalid:
        faults += [replace(fault, path=("period",)) for fault in invalid.faults]
        return FIRST_DAY, LAST_DAY
    return month_of(first.year, first.month, services().get(Province).report_day)


def _day(query: Mapping[str, Any], name: str, faults: list[Fault]) -> date:
    if name not in query:
        faults.append(Fault((name,), "missing"))
        return FIRST_DAY
    try:
        return parse_day(query[name])
    except Invalid as invalid:
        code = {"wrong_form": "not_a_day"}
        faults += [Fault((name,), code.get(f.code, f.code), f.params) for f in invalid.faults]
        return FIRST_DAY


def _namer(call: Call) -> Namer:
    level, desk = call.query.get("level") or "province", services().get(CaseDesk)

    def name(key: str | None) -> str:
        if key is None:
            return "Chưa phân công" if call.language == "vi" else "Not assigned"
        if level == "agency":
            agency = desk.directory.agency(key)
            return agency.name if agency else key
        if level == "commune":
            commune = desk.gazetteer.commune(key)
            return commune.name if commune else key
        category = desk.directory.category(key)
        return category.name(call.language) if category else key

    return name
