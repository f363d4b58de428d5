"""The people of an agency, and their leave calendar: who gets new work, and who stands in."""

from __future__ import annotations

from typing import Any

from chalicelib.agencies.application.rosters import (
    RosterDesk,
    find_colleague,
    put_absences,
    read_roster,
)
from chalicelib.agencies.domain.agencies import Absence, Officer
from chalicelib.agencies.http.roster_schemas import AbsencesBody, RosterQuery
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import local_date
from chalicelib.runtime.http.auth import known_to
from chalicelib.runtime.http.calls import Access, Call, Reply, versioned
from chalicelib.runtime.http.paging import page
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


@known_to(Access.OFFICER)
def _colleague(call: Call) -> Officer:
    return find_colleague(services().get(RosterDesk), call.actor, call.path["id"])


@Endpoint(
    "GET",
    "/v1/officer/roster",
    access=Access.OFFICER,
    query=RosterQuery,
    reply="chalicelib.agencies.http.roster_schemas:RosterView",
    codes={404: ("agency_not_found",)},
    summary="The people of an agency, and when they are away",
)
def read(call: Call) -> Reply:
    """One's own agency; the centre may name another. Without addresses."""
    desk, query = services().get(RosterDesk), call.query
    staff = read_roster(desk, call.actor, query.get("agency"), query["limit"], call.position)
    return Reply(200, page(call, staff.of(_line)))


@Endpoint(
    "GET",
    "/v1/officer/roster/{id}/absences",
    access=Access.OFFICER,
    load=_colleague,
    reply="chalicelib.agencies.http.roster_schemas:RosterLineView",
    headers=("ETag",),
    codes={404: ("officer_not_found",)},
    summary="When an officer is away, to be changed",
)
def read_absences(_call: Call, officer: Officer) -> Reply:
    """As it stands now, with the version that a change is made to."""
    return _one(officer)


@Endpoint(
    "PUT",
    "/v1/officer/roster/{id}/absences",
    access=Access.OFFICER,
    body=AbsencesBody,
    load=_colleague,
    reply="chalicelib.agencies.http.roster_schemas:RosterLineView",
    if_match="required",
    codes={403: ("not_yours_to_change",), 404: ("officer_not_found",)},
    summary="When an officer is away, and who stands in",
)
def absences(call: Call, body: AbsencesBody, officer: Officer) -> Reply:
    """One's own; a leader those of the agency, the centre anybody's."""
    away = [Absence(one.since, one.until, one.stand_in) for one in body.absences]
    desk, now = services().get(RosterDesk), services().get(Clock).now()
    told = now, call.correlation_id
    return _one(put_absences(desk, call.actor, officer, away, call.if_match, *told))


def _one(officer: Officer) -> Reply:
    return versioned(_line(officer))


def _line(officer: Officer) -> dict[str, Any]:
    return {
        "id": officer.id,
        "name": officer.name,
        "role": officer.role.value,
        "agency": officer.agency,
        "active": officer.active,
        "on_duty": officer.is_on_duty(local_date(services().get(Clock).now())),
        "absences": [
            {"since": str(one.since), "until": str(one.until), "stand_in": one.stand_in}
            for one in officer.absences
        ],
        "version": officer.version,
    }
