"""The people of an agency, and their leave calendar: who gets new work, and who stands in."""

from __future__ import annotations

from typing import Any

from chalicelib.application.rosters import find_colleague, put_absences, read_roster
from chalicelib.bootstrap import container
from chalicelib.domain.agencies import Absence, Officer
from chalicelib.domain.instants import local_date
from chalicelib.entrypoints.http.auth import is_for
from chalicelib.entrypoints.http.calls import Access, Call, Reply
from chalicelib.entrypoints.http.paging import page
from chalicelib.entrypoints.http.route import Endpoint
from chalicelib.entrypoints.http.schemas.roster import AbsencesBody, RosterQuery


def _colleague(call: Call) -> Officer | None:
    """Whoever is no officer is told so (403), whether there is such a colleague or not."""
    if not is_for(Access.OFFICER, call.actor):
        return None
    return find_colleague(container().roster_desk, call.actor, call.path["id"])


@Endpoint(
    "GET",
    "/v1/officer/roster",
    access=Access.OFFICER,
    query=RosterQuery,
    reply="roster:RosterView",
    codes={404: ("agency_not_found",)},
    summary="The people of an agency, and when they are away",
)
def read(call: Call) -> Reply:
    """One's own agency; the centre may name another. Without addresses."""
    desk, query = container().roster_desk, call.query
    staff = read_roster(desk, call.actor, query.get("agency"), query["limit"], call.position)
    return Reply(200, page(call, staff.of(_line)))


@Endpoint(
    "PUT",
    "/v1/officer/roster/{id}/absences",
    access=Access.OFFICER,
    body=AbsencesBody,
    load=_colleague,
    reply="roster:RosterLineView",
    codes={403: ("not_yours_to_change",), 404: ("officer_not_found",)},
    summary="When an officer is away, and who stands in",
)
def absences(call: Call, body: AbsencesBody, officer: Officer) -> Reply:
    """One's own; a leader those of the agency, the centre anybody's."""
    away = [Absence(one.since, one.until, one.stand_in) for one in body.absences]
    return Reply(200, _line(put_absences(container().roster_desk, call.actor, officer, away)))


def _line(officer: Officer) -> dict[str, Any]:
    return {
        "id": officer.id,
        "name": officer.name,
        "role": officer.role.value,
        "agency": officer.agency,
        "active": officer.active,
        "on_duty": officer.is_on_duty(local_date(container().clock.now())),
        "absences": [
            {"since": str(one.since), "until": str(one.until), "stand_in": one.stand_in}
            for one in officer.absences
        ],
    }
