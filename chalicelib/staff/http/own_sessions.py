"""Where officers are signed in, and signing out there."""

from __future__ import annotations

from typing import Any

from chalicelib.kernel.instants import wire
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services
from chalicelib.staff.application.own_sessions import (
    OwnSession,
    OwnSessionDesk,
    end_own_session,
    own_sessions,
    sign_out,
)
from chalicelib.staff.http.owners import owner
from chalicelib.staff.http.session_schemas import OwnSessionsView


@Endpoint(
    "GET",
    "/v1/officer/me/sessions",
    access=Access.OFFICER,
    reply=OwnSessionsView,
    summary="Where one is signed in",
)
def list_own(call: Call) -> Reply:
    """Twenty at most, the one that was used last first."""
    found = own_sessions(services().get(OwnSessionDesk), owner(call))
    return Reply(200, {"items": [_line(call, one) for one in found]})


@Endpoint(
    "DELETE",
    "/v1/officer/me/sessions",
    access=Access.OFFICER,
    status=204,
    codes={404: ("officer_not_found",), 429: ("too_busy",)},
    summary="Sign out everywhere",
)
def end_all(call: Call) -> Reply:
    """Here too; access tokens run out by themselves, within fifteen minutes."""
    sign_out(services().get(OwnSessionDesk), owner(call))
    return Reply(204)


@Endpoint(
    "DELETE",
    "/v1/officer/me/sessions/{id}",
    access=Access.OFFICER,
    status=204,
    codes={404: ("session_not_found",)},
    summary="Sign out at one place",
)
def end_one(call: Call) -> Reply:
    """One of one's own; to repeat it changes nothing."""
    end_own_session(services().get(OwnSessionDesk), owner(call), call.path["id"])
    return Reply(204)


def _line(call: Call, session: OwnSession) -> dict[str, Any]:
    return {
        "id": session.id,
        "opened_at": wire(session.opened_at),
        "used_at": wire(session.used_at),
        "ends_at": wire(session.ends_at),
        "current": session.id == call.session,
    }
