"""Difficulties: the list with the form for a new one, and one with its owner and its solution."""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib.agencies.pages.agency_names import agency_names
from chalicelib.difficulties.domain.difficulties import DifficultyState, Topic
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/difficulties"
_STATES = tuple(state.value for state in DifficultyState)
_TOPICS = tuple(topic.value for topic in Topic)
_LIST = "GET /v1/admin/difficulties"


@WebPage("GET", ADDRESS)
def difficulties(visit: PageVisit) -> Reply:
    """The newest first, with the form."""
    return _list(visit, NO_FAULTS, 200)


@WebPage("POST", ADDRESS)
def bring_up(visit: PageVisit) -> Reply:
    """A new one, or the form again."""
    body = {"topic": visit.typed("topic"), "text": visit.typed("text")}
    asked = RouteRequest({}, {}, body, key=visit.typed("_once"))
    reply = visit.ask("POST /v1/admin/difficulties", asked)
    if reply.status == 201:
        return visit.go(f"{ADDRESS}/{reply.body['id']}")
    return _list(visit, faults_of(reply, frozenset({"topic", "text"})), reply.status)


@WebPage("GET", f"{ADDRESS}/sheet")
def sheet(visit: PageVisit) -> Reply:
    """All of them, as a file."""
    return visit.follow(_LIST, query={"format": "xlsx"})


@WebPage("GET", f"{ADDRESS}/{{id}}")
def difficulty(visit: PageVisit) -> Reply:
    """One, with what can be done about it."""
    return _shown(visit, NO_FAULTS, 200)


@WebPage("POST", f"{ADDRESS}/{{id}}/owner")
def own(visit: PageVisit) -> Reply:
    """Who solves it, and by when."""
    body = {"owner": visit.typed("owner").strip(), "due": visit.typed("due").strip()}
    return _changed(visit, "PUT /v1/admin/difficulties/{id}/owner", body)


@WebPage("POST", f"{ADDRESS}/{{id}}/solution")
def solve(visit: PageVisit) -> Reply:
    """How it was solved."""
    body = {"solution": visit.typed("solution")}
    return _changed(visit, "PUT /v1/admin/difficulties/{id}/solution", body)


def _changed(visit: PageVisit, route: str, body: dict[str, str]) -> Reply:
    asked = RouteRequest({"id": visit.path["id"]}, {}, body, version=visit.typed("version"))
    reply = visit.ask(route, asked)
    if reply.status == 200:
        return visit.go(f"{ADDRESS}/{visit.path['id']}")
    return _shown(visit, faults_of(reply, frozenset(body)), reply.status)


def _list(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    chosen = {name: visit.query.get(name, "").strip() for name in ("state", "cursor")}
    asked = {name: value for name, value in chosen.items() if value}
    found = visit.read(_LIST, query={**asked, "limit": "100"})
    more = urlencode({"state": chosen["state"], "cursor": found["next_cursor"] or ""})
    return visit.show(
        "difficulties/difficulties.html",
        status,
        found=found,
        more=f"{ADDRESS}?{more}" if found["next_cursor"] else None,
        state=chosen["state"],
        states=[(one, visit.words(f"difficulties.state.{one}")) for one in _STATES],
        topics=[(one, visit.words(f"difficulties.topic.{one}")) for one in _TOPICS],
        topic=visit.typed("topic"),
        typed=visit.typed("text"),
        agencies=agency_names(),
        times=TimeWords(visit.words, visit.now),
        faults=faults,
    )


def _shown(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    found = visit.read("GET /v1/admin/difficulties/{id}", {"id": visit.path["id"]})
    officer = visit.session.officer if visit.session else {}
    owned = found["owner"] is not None
    return visit.show(
        "difficulties/difficulty.html",
        status,
        difficulty=found,
        agencies=agency_names(),
        assigns=visit.role in ("supervisor", "administrator"),
        solves=owned
        and visit.role in ("leader", "supervisor", "administrator")
        and (found["owner"] == officer.get("agency") or visit.role != "leader"),
        typed={name: visit.typed(name) for name in ("owner", "due", "solution")},
        faults=faults,
        times=TimeWords(visit.words, visit.now),
    )
