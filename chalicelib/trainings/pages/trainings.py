"""Training sessions: the list, planning one; one with its code, its list and its invitations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.agencies.pages.agency_names import agency_names
from chalicelib.cases.pages.reference import Choices, colleagues
from chalicelib.kernel.actors import Role
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit

ADDRESS = "/officer/trainings"
_FIELDS = ("title", "purpose", "day", "starts_at", "ends_at", "place", "link")
_HOLDERS = frozenset({"leader", "administrator"})
_ONE = "GET /v1/admin/trainings/{id}"


@WebPage("GET", ADDRESS)
def trainings(visit: PageVisit) -> Reply:
    """Those that the officer may see; who may hold some has the form for a new one."""
    return _list(visit, NO_FAULTS, 200)


@WebPage("POST", ADDRESS)
def plan(visit: PageVisit) -> Reply:
    """A new session of one day, or the form again."""
    day = visit.typed("day").strip()
    body = {name: visit.typed(name).strip() for name in ("title", "purpose", "place", "link")}
    body |= {name: _instant(day, visit.typed(name)) for name in ("starts_at", "ends_at")}
    given = {name: value for name, value in body.items() if value}
    key = visit.typed("_once")
    reply = visit.ask("POST /v1/admin/trainings", RouteRequest({}, {}, given, key=key))
    if reply.status == 201:
        return visit.go(f"{ADDRESS}/{reply.body['id']}")
    return _list(visit, faults_of(reply, frozenset(_FIELDS)), reply.status)


@WebPage("GET", f"{ADDRESS}/{{id}}")
def training(visit: PageVisit) -> Reply:
    """One session, with what the officer may do about it now."""
    return _shown(visit, NO_FAULTS, 200)


@WebPage("POST", f"{ADDRESS}/{{id}}/attendance")
def attend(visit: PageVisit) -> Reply:
    """By the code on the screen."""
    path = {"id": visit.path["id"]}
    asked = RouteRequest(path, {}, {"code": visit.typed("code").replace(" ", "")})
    reply = visit.ask("POST /v1/officer/trainings/{id}/attendance", asked)
    if reply.status == 200:
        return visit.go(f"{ADDRESS}/{visit.path['id']}?done=there")
    return _shown(visit, faults_of(reply, frozenset({"code"})), reply.status)


@WebPage("POST", f"{ADDRESS}/{{id}}/list")
def write_down(visit: PageVisit) -> Reply:
    """By hand: colleagues who are ticked, and others each on a line; whoever is not known is
    named."""
    path = {"id": visit.path["id"]}
    named = (*visit.fields.get("colleagues", ()), *visit.typed("officers").split())
    officers = list(dict.fromkeys(named))
    asked = RouteRequest(path, {}, {"officers": officers})
    reply = visit.ask("POST /v1/admin/trainings/{id}/attendance", asked)
    if reply.status != 200:
        return _shown(visit, faults_of(reply, frozenset({"officers"})), reply.status)
    unknown = [one["officer"] for one in reply.body["results"] if one["status"] == "refused"]
    if not unknown:
        return visit.go(f"{ADDRESS}/{visit.path['id']}?done=written")
    told = visit.words("trainings.unknown", officers=", ".join(unknown))
    return _shown(visit, ShownFaults({"officers": told}), 422)


@WebPage("POST", f"{ADDRESS}/{{id}}/invitations")
def invite(visit: PageVisit) -> Reply:
    """As many as one call takes; the button is there again for the rest."""
    path, since = {"id": visit.path["id"]}, visit.typed("since")
    asked = RouteRequest(path, {}, {"since": since} if since else {})
    reply = visit.ask("POST /v1/admin/trainings/{id}/invitations", asked)
    if reply.status != 200:
        return _shown(visit, faults_of(reply, frozenset()), reply.status)
    return _shown(visit, NO_FAULTS, 200, reply.body)


def _instant(day: str, time: str) -> str:
    """In the province's zone, which has no summer time; nothing where one of them is missing."""
    return f"{day}T{time.strip()}+07:00" if day and time.strip() else ""


def _list(visit: PageVisit, faults: ShownFaults, status: int) -> Reply:
    query = {"limit": "100"}
    if visit.query.get("cursor"):
        query["cursor"] = visit.query["cursor"]
    return visit.show(
        "trainings/trainings.html",
        status,
        found=visit.read("GET /v1/admin/trainings", query=query),
        faults=faults,
        typed={name: visit.typed(name) for name in _FIELDS},
        holds=visit.role in _HOLDERS,
        times=TimeWords(visit.words, visit.now),
    )


def _not_there(visit: PageVisit, there: Sequence[str]) -> Choices:
    """Whom a leader of theirs may tick; for the whole province the codes have to do."""
    known = colleagues(visit) if visit.role == Role.LEADER else ()
    return [one for one in known if one[0] not in there]


def _shown(
    visit: PageVisit,
    faults: ShownFaults,
    status: int,
    invited: Mapping[str, Any] | None = None,
) -> Reply:
    path = {"id": visit.path["id"]}
    found = visit.read(_ONE, path)
    code = visit.ask("GET /v1/admin/trainings/{id}/code", RouteRequest(path, {}))
    cursor = visit.query.get("cursor", "")
    asked = {"limit": "100", **({"cursor": cursor} if cursor else {})}
    seen = visit.ask("GET /v1/admin/trainings/{id}/attendance", RouteRequest(path, asked))
    if cursor and seen.status >= 400:
        raise PageRefused(seen)
    there = [one["officer"] for one in seen.body["items"]] if seen.status == 200 else []
    return visit.show(
        "trainings/training.html",
        status,
        training=found,
        code=code.body if code.status == 200 else None,
        seen=seen.body if seen.status == 200 else None,
        agencies=agency_names(),
        colleagues=_not_there(visit, there) if seen.status == 200 else (),
        ticked=visit.fields.get("colleagues", ()),
        faults=faults,
        invited=invited,
        done=visit.query.get("done", ""),
        officers=visit.typed("officers"),
        times=TimeWords(visit.words, visit.now),
    )
