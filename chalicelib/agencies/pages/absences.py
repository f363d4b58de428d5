"""Who of an agency is away, until when, and who stands in: read by all, changed by oneself, by a
leader for the agency, by the centre for anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.pages.namesakes import by_given_name, told_apart
from chalicelib.kernel.actors import Role
from chalicelib.kernel.words import bare
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.pages.page import WebPage
from chalicelib.runtime.pages.page_calls import PageRefused, RouteRequest
from chalicelib.runtime.pages.shown_faults import NO_FAULTS, ShownFaults, faults_of
from chalicelib.runtime.pages.time_words import TimeWords
from chalicelib.runtime.pages.visits import PageVisit
from chalicelib.runtime.services import services

ADDRESS = "/officer/absences"
ROSTER = "GET /v1/officer/roster"
_ONE = "/v1/officer/roster/{id}/absences"
_MOST = "100"
_FIELDS = ("since", "until", "stand_in")
_MOST_ROWS = 100
_STALE = 412
_CENTRE = frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})


@WebPage("GET", ADDRESS)
def show(visit: PageVisit) -> Reply:
    """Who is away today first, then everybody by name."""
    agency = visit.query.get("agency", "")
    everybody = _everybody(visit, {"agency": agency} if agency else {})
    people = [one for one in everybody if one["active"]]
    return visit.show(
        "agencies/absences.html",
        people=sorted(people, key=lambda one: (one["on_duty"], by_given_name(one["name"]))),
        away=[one for one in people if not one["on_duty"]],
        names={one["id"]: one["name"] for one in everybody},
        agency=agency,
        agencies=_agencies() if visit.role in _CENTRE else (),
        done=visit.query.get("done") == "saved",
        times=TimeWords(visit.words, visit.now),
    )


def _everybody(visit: PageVisit, asked: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Of the agency, a hundred at a time, so that nobody who is away is missed."""
    found, page = list[Mapping[str, Any]](), dict[str, Any]()
    while not page or page["next_cursor"]:
        following = {"cursor": page["next_cursor"]} if page else {}
        page = visit.read(ROSTER, query={"limit": _MOST, **asked, **following})
        found += page["items"]
    return found


@WebPage("GET", f"{ADDRESS}/{{id}}")
def edit(visit: PageVisit) -> Reply:
    """The absences of one officer, with an empty line for one more."""
    officer = visit.read(f"GET {_ONE}", {"id": visit.path["id"]})
    return _form(visit, officer, officer["absences"], NO_FAULTS, 200)


@WebPage("POST", f"{ADDRESS}/{{id}}")
def save(visit: PageVisit) -> Reply:
    """All of them at once; a line that was emptied falls away."""
    typed = _typed(visit)
    asked = RouteRequest({"id": visit.path["id"]}, {}, {"absences": typed}, visit.typed("_version"))
    reply = visit.ask(f"PUT {_ONE}", asked)
    if reply.status == 200:
        return visit.go_with(ADDRESS, {"agency": reply.body["agency"], "done": "saved"})
    if reply.status in (401, 403, 404) or reply.status >= 500:
        raise PageRefused(reply)
    officer = visit.read(f"GET {_ONE}", {"id": visit.path["id"]})
    if reply.status == _STALE:
        stale = ShownFaults(general=(visit.words("absences.stale"),))
        return _form(visit, officer, typed, stale, _STALE)
    known = frozenset(f"absences.{at}.{name}" for at in range(len(typed) + 1) for name in _FIELDS)
    return _form(visit, officer, typed, faults_of(reply, known), reply.status)


def _typed(visit: PageVisit) -> list[dict[str, str]]:
    columns = (visit.fields.get(name, ()) for name in _FIELDS)
    rows = islice(zip_longest(*columns, fillvalue=""), _MOST_ROWS)
    named = (dict(zip(_FIELDS, (one.strip() for one in row), strict=True)) for row in rows)
    return [{name: one for name, one in row.items() if one} for row in named if any(row.values())]


def _form(
    visit: PageVisit,
    officer: Mapping[str, Any],
    absences: Sequence[Mapping[str, Any]],
    faults: ShownFaults,
    status: int,
) -> Reply:
    colleagues = services().get(Directory).officers(officer["agency"])
    others = (one for one in colleagues if one.active and one.id != officer["id"])
    return visit.show(
        "agencies/absence.html",
        status,
        officer=officer,
        rows=[*absences, {}],
        colleagues=told_apart((one.id, one.name) for one in others),
        faults=faults,
        times=TimeWords(visit.words, visit.now),
    )


def _agencies() -> list[tuple[str, str]]:
    found = services().get(Directory).agencies()
    named = [(one.id, one.name) for one in found if not one.is_external]
    return sorted(named, key=lambda one: bare(one[1]))
