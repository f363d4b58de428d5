"""One's own account: who one is here, where one is signed in, and another password."""

from __future__ import annotations

from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages import office_sessions
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/account"
_OUT = "/officer/sign-in?out=1"
_DONE = ("password", "session")


@WebPage("GET", ADDRESS)
def show(visit: PageVisit) -> Reply:
    """All of it on one page."""
    return _page(visit, NO_FAULTS, 200)


@WebPage("POST", "/officer/account/password")
def change_password(visit: PageVisit) -> Reply:
    """All other sessions end with the old one."""
    body = {"present": visit.typed("present"), "wanted": visit.typed("wanted")}
    reply = visit.ask("PUT /v1/officer/me/password", RouteRequest({}, {}, body))
    if reply.status >= 400:
        return _page(visit, faults_of(reply, frozenset(body)), reply.status)
    return visit.go(f"{ADDRESS}?done=password")


@WebPage("POST", "/officer/account/end")
def end_session(visit: PageVisit) -> Reply:
    """Sign out at one place; here too, if it is this one."""
    id = visit.typed("session")
    reply = visit.ask("DELETE /v1/officer/me/sessions/{id}", RouteRequest({"id": id}, {}))
    if reply.status >= 400:
        return _page(visit, faults_of(reply, frozenset()), reply.status)
    if visit.session is not None and visit.session.id == id:
        return _out(visit)
    return visit.go(f"{ADDRESS}?done=session")


@WebPage("POST", "/officer/account/end-all")
def end_all(visit: PageVisit) -> Reply:
    """Sign out everywhere."""
    reply = visit.ask("DELETE /v1/officer/me/sessions")
    if reply.status >= 400:
        return _page(visit, faults_of(reply, frozenset()), reply.status)
    return _out(visit)


def _out(visit: PageVisit) -> Reply:
    visit.cookies.append(office_sessions.forget_session())
    return visit.go(_OUT)


def _page(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    return visit.show(
        "staff/account.html",
        status,
        own=visit.read("GET /v1/officer/me"),
        sessions=visit.read("GET /v1/officer/me/sessions")["items"],
        done=next((one for one in _DONE if visit.query.get("done") == one), ""),
        faults=faults,
        times=TimeWords(visit.words, visit.now),
    )
