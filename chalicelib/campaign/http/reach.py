"""The campaign's reach against its targets, and the targets themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.campaign.application.activity import ActivityLine, make_activity
from chalicelib.campaign.application.officials import OfficialDesk, make_officials
from chalicelib.campaign.application.reach import ReachDesk, make_reach, set_targets
from chalicelib.campaign.domain.reach import ReachLine
from chalicelib.campaign.domain.targets import CommuneTarget, Targets
from chalicelib.kernel.errors import Fault, Invalid
from chalicelib.kernel.instants import local_date, wire
from chalicelib.kernel.time_forms import parse_month
from chalicelib.runtime.http.calls import Access, Call, Reply, versioned
from chalicelib.runtime.http.pointers import of_query
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services

if TYPE_CHECKING:
    from chalicelib.campaign.http.reach_schemas import CommuneTargetBody, TargetsBody

_SCHEMAS = "chalicelib.campaign.http.reach_schemas"


@Endpoint(
    "GET",
    "/v1/reports/reach",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:ReachQuery",
    reply=f"{_SCHEMAS}:ReachView",
    also=(303,),
    codes={403: ("report_not_allowed",)},
    summary="The campaign's reach by commune, hamlet or team",
)
def reach(call: Call) -> Reply:
    """Against both denominators: the targets, and the people on lists. `format=xlsx` is a 303 to a
    signed address."""
    desk, query = services().get(ReachDesk), call.query
    with of_query():
        report = make_reach(
            desk,
            call.actor,
            query.get("from"),
            query.get("to"),
            query["level"],
            query.get("commune"),
        )
    names = {one.code: one.name for one in desk.gazetteer.communes()}
    view = {
        "period": {"from": report.period.start.isoformat(), "to": report.period.end.isoformat()},
        "level": report.level,
        "total": _line(report.total),
        "rows": [
            {"key": key, "name": names.get(key, key), **_line(line)}
            for key, line in report.rows.items()
        ],
        "behind": report.behind,
    }
    return _shown(call, "reach", view)


@Endpoint(
    "GET",
    "/v1/reports/activity",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:ActivityQuery",
    reply=f"{_SCHEMAS}:ActivityView",
    also=(303,),
    codes={403: ("report_not_allowed",)},
    summary="Accounts used in a month, by commune",
)
def activity(call: Call) -> Reply:
    """Each with at least one signed-in action of the person's own; without a month the present
    one. `format=xlsx` is a 303 to a signed address."""
    desk = services().get(ReachDesk)
    with of_query():
        named = call.query.get("month")
        month = _month(named) if named is not None else local_date(desk.clock.now()).replace(day=1)
        report = make_activity(desk, call.actor, month)
    names = {one.code: one.name for one in desk.gazetteer.communes()}
    view = {
        "month": f"{report.month:%Y-%m}",
        "provisional": report.provisional,
        "total": _activity(report.total),
        "rows": [
            {"key": key, "name": names.get(key, key), **_activity(line)}
            for key, line in report.rows.items()
        ],
    }
    return _shown(call, "activity", view)


def _month(text: str) -> date:
    try:
        return parse_month(text)
    except Invalid as invalid:
        raise Invalid([replace(fault, path=("month",)) for fault in invalid.faults]) from None


def _activity(line: ActivityLine) -> Mapping[str, Any]:
    return {"active": {"n": line.active, "of": line.accounts}}


@Endpoint(
    "GET",
    "/v1/reports/officials",
    access=Access.OFFICER,
    query=f"{_SCHEMAS}:OfficialsQuery",
    reply=f"{_SCHEMAS}:OfficialsView",
    also=(303,),
    codes={403: ("report_not_allowed",)},
    summary="Officials with an account, by agency",
)
def officials(call: Call) -> Reply:
    """Matched by keyed hashes of phone or personal number; an agency reads its own. `format=xlsx`
    is a 303 to a signed address."""
    report = make_officials(services().get(OfficialDesk), call.actor)
    directory = services().get(Directory)
    rows = [
        {
            "key": id,
            "name": agency.name if (agency := directory.agency(id)) else id,
            "reached": {"n": row.reached, "of": row.people},
            "counted_at": wire(row.at),
        }
        for id, row in report.rows.items()
    ]
    total = {"reached": {"n": report.reached, "of": report.people}}
    return _shown(call, "officials", {"total": total, "rows": rows})


def _shown(call: Call, report: str, view: Mapping[str, Any]) -> Reply:
    if call.query["format"] != "xlsx":
        return Reply(200, view)
    from chalicelib.campaign.http.sheets import sheet_reply

    return sheet_reply(call, report, view)


@Endpoint(
    "GET",
    "/v1/admin/targets",
    access=Access.SUPERVISION,
    reply=f"{_SCHEMAS}:TargetsView",
    headers=("ETag",),
    summary="How many accounts each commune is to have by which day",
)
def read_targets(_call: Call) -> Reply:
    """The present version."""
    return _targets(services().get(ReachDesk).targets.find())


@Endpoint(
    "PUT",
    "/v1/admin/targets",
    access=Access.ADMINISTRATOR,
    body=f"{_SCHEMAS}:TargetsBody",
    reply=f"{_SCHEMAS}:TargetsView",
    headers=("ETag",),
    if_match="required",
    summary="Set the targets",
)
def put_targets(call: Call, body: TargetsBody) -> Reply:
    """All of them at once, seen in the version that `If-Match` names (`"0"`: none was set)."""
    _check_days(body)
    wanted = [_wanted(item) for item in body.items]
    desk = services().get(ReachDesk)
    fresh = set_targets(desk, call.actor, wanted, call.if_match, call.correlation_id)
    return _targets(fresh)


def _check_days(body: TargetsBody) -> None:
    """A day that is named twice would say two things."""
    faults = [
        Fault(("items", place, "days", number, "day"), "not_unique")
        for place, item in enumerate(body.items)
        for number, one in enumerate(item.days)
        if one.day in {other.day for other in item.days[:number]}
    ]
    if faults:
        raise Invalid(faults)


def _wanted(item: CommuneTargetBody) -> CommuneTarget:
    return CommuneTarget(item.commune_code, {one.day: one.accounts for one in item.days})


def _targets(found: Targets) -> Reply:
    items = [
        {
            "commune_code": target.commune,
            "days": [
                {"day": day.isoformat(), "accounts": target.days[day]}
                for day in sorted(target.days)
            ],
        }
        for target in found.communes
    ]
    return versioned({"version": found.version, "items": items})


def _line(line: ReachLine) -> Mapping[str, Any]:
    listed, forecast, whole = line.listed, line.forecast, line.whole_target
    return {
        "accounts": line.accounts,
        "made": {"alone": line.alone, "assisted": line.assisted},
        "visits": {result.value: n for result, n in line.visits.items()},
        "pace": {"n": line.made_at_pace, "of": line.pace_days},
        "target": line.target,
        "behind": line.behind,
        "of_target": None if whole is None else {"n": line.of_target, "of": whole},
        "listed": listed and {"people": listed.people, "at": wire(listed.at)},
        "of_listed": listed and {"n": line.of_listed, "of": listed.people},
        "forecast": forecast and {"day": forecast.day.isoformat(), "accounts": forecast.accounts},
    }
