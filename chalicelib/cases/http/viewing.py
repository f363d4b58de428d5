"""Who else has a case open: said and asked in one."""

from __future__ import annotations

from chalicelib.cases.application.viewing import SAID_AGAIN, ViewingDesk, look_at
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.http.cases import NO_CASE, load_case
from chalicelib.runtime.http.calls import Access, Call, Reply
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


@Endpoint(
    "POST",
    "/v1/officer/cases/{code}/viewers",
    access=Access.OFFICER,
    load=load_case,
    reply="chalicelib.cases.http.schemas.viewers:ViewersView",
    codes={404: NO_CASE},
    summary="Say that one has the case open, and learn who else has",
)
def look(call: Call, case: Case) -> Reply:
    """For whoever may see the case, while they look at it; nothing of the case is told."""
    desk = services().get(ViewingDesk)
    others = look_at(desk, call.actor, case)
    named = [
        {"id": one.id, "name": one.name, "agency": _agency(desk, one.agency)}
        for one in others.officers
    ]
    again = int(SAID_AGAIN.total_seconds())
    return Reply(200, {"others": named, "more": others.more, "again_in_seconds": again})


def _agency(desk: ViewingDesk, id: str) -> dict[str, str]:
    found = desk.directory.agency(id)
    return {"id": id, "name": found.name if found else id}
