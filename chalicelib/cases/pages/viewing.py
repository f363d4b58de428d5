"""Who else has the case open: asked by the case page's script while somebody looks at it."""

from __future__ import annotations

from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.visits import PageVisit

LOOK = "POST /v1/officer/cases/{code}/viewers"


@WebPage("POST", "/officer/cases/{code}/viewers")
def look(visit: PageVisit) -> Reply:
    """The part of the case page that names them, empty where nobody else has it open."""
    reply = visit.ask(LOOK, RouteRequest({"code": visit.path["code"]}, {}))
    if reply.status != 200:
        raise PageRefused(reply)
    return visit.show("cases/viewers.html", **reply.body)
